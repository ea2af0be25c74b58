// A log beside a checkpoint that somebody holds from before: by us and by Go's packages.
#include <doctest/doctest.h>

#include <fstream>

#include "adapters/signer/log_verify.hpp"
#include "tests/adapters/foreign_verifier.hpp"
#include "tests/adapters/signer_log.hpp"

namespace core = clarion::core;
namespace fs = std::filesystem;
using namespace clarion::signer;
using namespace clarion::test;

namespace {

// What somebody took home when the log had so many entries; the newest that is no larger.
HeldCheckpoint held_of(const LogSource& source, std::uint64_t size, const TemporaryFolder& home) {
    for (const auto& [signed_at, note] : source.checkpoints) {
        if (signed_at != size) continue;
        const auto file = home / ("held-" + std::to_string(size));
        std::ofstream(file, std::ios::binary) << note;
        return {.name = file.string(), .note = note};
    }
    throw std::runtime_error("nothing was signed at this size");
}

std::string verdict(const fs::path& folder, const HeldCheckpoint& held) {
    const auto report = verify_log(folder, {.held = {held}, .progress = {}});
    CHECK(foreign_verifier_says_good(folder, "-since " + held.name + " ") == report.is_good());
    if (report.is_good()) return "good";
    const auto& fault = *report.fault;
    return (fault.file == held.name ? "held" : fault.file) +
           (fault.seq ? " entry " + std::to_string(*fault.seq) : "") + ": " + fault.what;
}

}  // namespace

TEST_CASE("held checkpoint: the log goes on from it, or is refused with what and where") {
    const TemporaryFolder home;
    const auto folder = home / "export";
    auto entries = entries_up_to(600);
    const auto before = signed_source(entries, {100, 300, 450, 600});
    auto now = before;
    std::string expected = "good";
    std::uint64_t size = 450;
    SUBCASE("one that the export has too") {
        size = 300;
    }
    SUBCASE("one that it has not") {
        now.checkpoints = {before.checkpoints[0], before.checkpoints[3]};
    }
    SUBCASE("the end is cut off") {
        now.checkpoints = {before.checkpoints[0], before.checkpoints[1]};
        expected = "held: 450 entries were signed, and the log has 300: its end was cut off";
    }
    SUBCASE("another log's") {
        now = signed_source(entries, {600});
        expected = "held: no known key signed this note";
    }
    export_log(now, folder);
    CHECK(verdict(folder, held_of(before, size, home)) == expected);
}

TEST_CASE("held checkpoint: what the log's own key signed anew is found by nothing else") {
    const TemporaryFolder home;
    const auto folder = home / "export";
    auto entries = entries_up_to(600);
    const auto key = SigningKey::generate();
    const auto before = signed_source(entries, {300, 450}, key);
    entries[120] = entry_bytes(120, "duty");
    export_log(signed_source(entries, {100, 300, 600}, key), folder);

    CHECK(verify_log(folder).is_good());
    CHECK(foreign_verifier_says_good(folder));
    CHECK(
        verdict(folder, held_of(before, 300, home)) ==
        "held: is another history than checkpoints/300: the log signed two of 300 entries"
    );
    CHECK(
        verdict(folder, held_of(before, 450, home)) ==
        "held entry 0: entries 0 to 449 do not lead to the root that was signed for them: at least "
        "one of them was changed together with its hash"
    );
}
