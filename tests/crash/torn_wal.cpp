// The WAL is torn: cut, zeroed or changed by a bit at the edges of its frames (assurance F6). The
// store opens to what was committed before that place, no more and no less.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>

#include "tests/contract/rows.hpp"
#include "tests/contract/sqlite_world.hpp"
#include "tests/crash/failing_disk.hpp"

namespace clarion::test {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kTransactions = 200;
constexpr std::size_t kSectorBytes = 512;
// SQLite's file format, chapter 4.
constexpr std::size_t kWalHeaderBytes = 32;
constexpr std::size_t kFrameHeaderBytes = 24;
constexpr std::size_t kPageSizeAt = 8;
constexpr std::size_t kSizeAfterCommitAt = 4;

enum class Tear { cut, zeros, bit };

std::string bytes_of(const std::string& path) {
    std::ostringstream bytes;
    bytes << std::ifstream(path, std::ios::binary).rdbuf();
    return bytes.str();
}

void write(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

std::size_t number_at(const std::string& bytes, std::size_t at) {
    std::size_t number = 0;
    for (std::size_t place = at; place < at + 4; ++place)
        number = number << 8U | static_cast<std::uint8_t>(bytes[place]);
    return number;
}

// A WAL of 200 transactions beside its database, as a program that was killed leaves them.
class TornWal {
public:
    TornWal() {
        FailingDisk::instance().heal();
        const TemporaryFolder folder;
        const std::string path = folder.file("clarion.db");
        open_store(path).reset();  // closed in good order: all of it is in the one file
        database_ = bytes_of(path);
        const auto store = open_store(path);
        for (std::uint64_t number = 0; number < kTransactions; ++number)
            commit(*store, number);
        REQUIRE((bytes_of(path) == database_));  // nothing was copied into it yet
        wal_ = bytes_of(path + "-wal");
        const std::size_t frame = kFrameHeaderBytes + number_at(wal_, kPageSizeAt);
        for (std::size_t at = kWalHeaderBytes; at + frame <= wal_.size(); at += frame) {
            edges_.push_back(at);
            if (number_at(wal_, at + kSizeAfterCommitAt) != 0) commit_ends_.push_back(at + frame);
        }
        edges_.push_back(wal_.size());
        REQUIRE(commit_ends_.size() == kTransactions);
    }

    [[nodiscard]] const std::vector<std::size_t>& edges() const { return edges_; }

    void tear(Tear how, std::size_t at) const {
        std::string torn = wal_;
        if (how == Tear::cut) torn.resize(std::min(at, torn.size()));
        if (at < torn.size() && how == Tear::bit) torn[at] = static_cast<char>(torn[at] ^ 1);
        for (std::size_t place = at; how == Tear::zeros && place < at + kSectorBytes; ++place)
            if (place < torn.size()) torn[place] = 0;
        const auto first = std::mismatch(torn.begin(), torn.end(), wal_.begin()).first;
        check(torn, static_cast<std::size_t>(first - torn.begin()));
    }

private:
    static std::string name_of(std::uint64_t number) { return "act-" + std::to_string(number); }

    // Two tables and the log, so that a half of it would show.
    static void commit(sql::Store& store, std::uint64_t number) {
        store.cases().begin();
        store.cases().keep_answer("front", name_of(number), {a_digest(1), "answer"}, minute(0));
        store.audit().append(an_entry("ann", name_of(number)), bytes("detail"));
        store.cases().commit();
    }

    // What was committed wholly before `damaged` is there.
    void check(const std::string& torn, std::size_t damaged) const {
        const auto behind = std::upper_bound(commit_ends_.begin(), commit_ends_.end(), damaged);
        const auto whole = static_cast<std::uint64_t>(behind - commit_ends_.begin());
        const TemporaryFolder folder;
        const std::string path = folder.file("clarion.db");
        write(path, database_);
        write(path + "-wal", torn);
        const auto store = open_store(path, FailingDisk::name());  // syncs cost time
        CHECK(store->audit().head().size == whole);
        for (std::uint64_t number = 0; number < kTransactions; ++number) {
            const bool is_there = number < whole;
            CHECK(store->cases().find_answer("front", name_of(number)).has_value() == is_there);
        }
        CHECK_NOTHROW(store->check_integrity());
    }

    std::string database_;
    std::string wal_;
    std::vector<std::size_t> edges_;        // of frames
    std::vector<std::size_t> commit_ends_;  // in order, one a transaction
};

// How many edges of frames are torn at; CLARION_TORN_FRAMES=all: each.
std::size_t torn_frames(std::size_t all) {
    const char* asked = std::getenv("CLARION_TORN_FRAMES");
    if (asked == nullptr) return 12;
    return std::string(asked) == "all" ? all : static_cast<std::size_t>(std::atol(asked));
}

}  // namespace

TEST_CASE("torn WAL: the store opens to what was committed before the place, whole") {
    const TornWal wal;
    std::vector<std::size_t> edges = wal.edges();
    std::mt19937_64 random(20261123);
    std::shuffle(edges.begin() + 1, edges.end(), random);  // the header's own stays
    const std::size_t wanted = std::min(torn_frames(edges.size()), edges.size());
    edges.resize(wanted);
    int tears = 0;
    for (const std::size_t edge : edges) {
        for (const long beside : {-512L, -1L, 0L, 1L, 512L}) {
            if (beside < 0 && edge < static_cast<std::size_t>(-beside)) continue;
            for (const Tear how : {Tear::cut, Tear::zeros, Tear::bit}) {
                const std::size_t at = edge + static_cast<std::size_t>(beside);
                CAPTURE(at);
                CAPTURE(static_cast<int>(how));
                wal.tear(how, at);
                ++tears;
            }
        }
    }
    MESSAGE(tears, " tears at ", wanted, " of ", wal.edges().size(), " edges of frames");
}

}  // namespace clarion::test
