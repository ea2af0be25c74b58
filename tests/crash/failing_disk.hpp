// FailingDisk: a file layer under SQLite that fails the Nth call, or loses power.
//
// It stands on SQLite's own layer, and syncs nothing for real: it only notes what a sync would have
// made safe. One disk a program. It offers no shared memory, so a store that used any would fail.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace clarion::test {

enum class Fault {
    io_error,     // any call
    disk_full,    // calls that take room
    short_write,  // half of the bytes arrive, then an error
    sync_error,   // the bytes may or may not be there
};

enum class DiskCall { open, remove, read, write, truncate, sync, size };
inline constexpr std::size_t kDiskCalls = 7;

class FailingDisk {
public:
    // Registers itself with SQLite on first use.
    static FailingDisk& instance();
    [[nodiscard]] static std::string name() { return "clarion-failing-disk"; }

    // From now on the `nth` call that this fault can strike fails, and with `for_good` all after.
    // 0: none does. Calls are counted anew.
    void strike(Fault fault, long nth, bool for_good);
    void heal();
    [[nodiscard]] bool has_struck() const { return struck_; }
    // That the fault could have struck, since strike() was called.
    [[nodiscard]] long calls_for(Fault fault) const;

    // Every call fails from now on, as for a process whose machine is gone.
    void cut_power();
    // Undoes, sector by sector at random, what was written and not synced; then heals.
    void lose_unsynced(std::mt19937_64& random);
    void forget_files() { unsynced_.clear(); }
    // False: nothing is noted, so nothing can be lost, and the layer asks for no memory.
    void note_what_is_written(bool is_noted) { is_noted_ = is_noted; }
    [[nodiscard]] bool is_noted() const { return is_noted_; }

    // For the layer below.
    [[nodiscard]] int result_of(DiskCall call);
    struct OldBytes {
        std::int64_t offset = 0;
        std::vector<std::uint8_t> bytes;  // shorter than what was written at the file's end
        std::size_t written = 0;
    };
    void note_write(const std::string& file, OldBytes old) {
        unsynced_[file].push_back(std::move(old));
    }
    void note_sync(const char* file) {
        if (is_noted_) unsynced_.erase(file);
    }

private:
    [[nodiscard]] static bool can_strike(Fault fault, DiskCall call);

    Fault fault_ = Fault::io_error;
    long calls_left_ = 0;  // 0: no fault is planned
    std::array<long, kDiskCalls> calls_{};
    bool for_good_ = false;
    bool struck_ = false;
    bool dead_ = false;
    bool is_noted_ = true;
    std::map<std::string, std::vector<OldBytes>> unsynced_;
};

}  // namespace clarion::test
