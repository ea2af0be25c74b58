// The log as a folder: written, checked by us, and checked by a program that nobody here wrote.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <random>
#include <set>

#include "adapters/signer/durable_file.hpp"
#include "adapters/signer/log_verify.hpp"
#include "engine/ports/failures.hpp"
#include "tests/adapters/foreign_verifier.hpp"
#include "tests/adapters/signer_log.hpp"
#include "tests/support/rounds.hpp"

namespace core = clarion::core;
namespace fs = std::filesystem;
using namespace clarion::signer;
using namespace clarion::test;

namespace {

std::set<std::string> files_of(const fs::path& folder) {
    std::set<std::string> files;
    for (const auto& item : fs::recursive_directory_iterator(folder)) {
        if (item.is_regular_file()) files.insert(item.path().lexically_relative(folder).string());
    }
    return files;
}

void overwrite(const fs::path& path, const std::string& content) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

void flip_bit(const fs::path& path, std::size_t bit) {
    // In place: a file that is cut and written anew is waited for by some file systems.
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    const auto place = static_cast<std::streamoff>(bit / 8);
    const int byte = file.seekg(place).get();
    file.seekp(place).put(static_cast<char>(byte ^ (1 << (bit % 8))));
    REQUIRE(file.flush().good());
}

std::string verdict(const LogReport& report) {
    if (report.is_good()) return "good";
    const auto& fault = *report.fault;
    return fault.file + (fault.seq ? " entry " + std::to_string(*fault.seq) : "") + ": " +
           fault.what;
}

// A log of 600 entries, of which a test spoils the second 256.
struct SpoiltLog {
    TemporaryFolder home;
    std::filesystem::path folder = home / "export";
    std::filesystem::path bundle = folder / "tile/entries/001";

    SpoiltLog() { export_log(signed_source(entries_up_to(600), {100, 300, 600}), folder); }

    void spoil(const std::function<void(std::vector<std::string>&)>& how) const {
        const auto entries = entries_up_to(600);
        std::vector<std::string> some(entries.begin() + 256, entries.begin() + 512);
        how(some);
        std::string bytes;
        for (const auto& entry : some) {
            core::append_entry(bytes, entry);
        }
        overwrite(bundle, bytes);
    }
};

}  // namespace

TEST_CASE("export: has the files that the specification names, and nothing else") {
    const TemporaryFolder home;
    const auto folder = home / "export";
    const auto source = signed_source(entries_up_to(600), {1, 256, 513});
    const auto summary = export_log(source, folder);

    CHECK(summary.entries == 513);
    CHECK(summary.checkpoints == 3);
    CHECK(
        files_of(folder) ==
        std::set<std::string>{
            "checkpoint",
            "log.vkey",
            "checkpoints/1",
            "checkpoints/256",
            "checkpoints/513",
            "tile/0/000",
            "tile/0/001",
            "tile/0/002.p/1",
            "tile/1/000.p/2",
            "tile/entries/000",
            "tile/entries/001",
            "tile/entries/002.p/1"}
    );
    CHECK(verdict(verify_log(folder)) == "good");
    CHECK(foreign_verifier_says_good(folder));
    // The draft that it was made in is gone.
    CHECK(
        std::distance(fs::directory_iterator(folder.parent_path()), fs::directory_iterator()) == 1
    );
}

TEST_CASE("export: a folder that holds something is left alone") {
    const TemporaryFolder home;
    const auto folder = home / "export";
    const auto source = signed_source(entries_up_to(3), {3});
    fs::create_directory(folder);
    SUBCASE("an empty one is used") {
        CHECK(export_log(source, folder).entries == 3);
        CHECK_THROWS_AS(export_log(source, folder), ExportRefused);
        CHECK(verdict(verify_log(folder)) == "good");
    }
    SUBCASE("a full one is not") {
        overwrite(folder / "letter", "dear auditor");
        CHECK_THROWS_AS(export_log(source, folder), ExportRefused);
        CHECK(files_of(folder) == std::set<std::string>{"letter"});
    }
}

TEST_CASE("export: what cannot be vouched for is not exported") {
    const TemporaryFolder home;
    const auto folder = home / "export";
    auto source = signed_source(entries_up_to(300), {300});
    SUBCASE("no checkpoint") {
        source.checkpoints.clear();
        CHECK_THROWS_AS(export_log(source, folder), ExportRefused);
    }
    SUBCASE("entries that do not lead to the signed root") {
        source.entries = signed_source(
                             [] {
                                 auto entries = entries_up_to(300);
                                 entries[7] = entry_bytes(7, "duty");
                                 return entries;
                             }(),
                             {300}
        )
                             .entries;
        CHECK_THROWS_AS(export_log(source, folder), clarion::ports::IntegrityBroken);
    }
    SUBCASE("entries that are not there") {
        source.entries = signed_source(entries_up_to(299), {299}).entries;
        CHECK_THROWS_AS(export_log(source, folder), clarion::ports::IntegrityBroken);
    }
    CHECK_FALSE(fs::exists(folder));
    CHECK(fs::is_empty(folder.parent_path()));
}

TEST_CASE("verify: tells what was found, and holds it against the key that is trusted") {
    const TemporaryFolder home;
    const auto folder = home / "export";
    const auto entries = entries_up_to(1500);
    const auto source = signed_source(entries, {3, 700, 1024, 1500});
    export_log(source, folder);

    const auto report = verify_log(folder, {.trusted_key = source.verifier_key, .progress = {}});
    CHECK(verdict(report) == "good");
    CHECK(report.origin == kOrigin);
    CHECK(report.entries == 1500);
    CHECK(report.checkpoints == 4);
    CHECK(report.cases == 7);
    CHECK(report.root == root_of(entries, 1500));
    CHECK(foreign_verifier_says_good(folder, "-key " + source.verifier_key + " "));

    const auto other = signed_source(entries, {3}).verifier_key;
    CHECK(
        verdict(verify_log(folder, {.trusted_key = other, .progress = {}})) ==
        "log.vkey: is not the key that you trust"
    );
    CHECK_FALSE(foreign_verifier_says_good(folder, "-key " + other + " "));
}

TEST_CASE("verify: one flipped bit in any file is refused, by us and by Go's packages") {
    const TemporaryFolder home;
    const auto folder = home / "export";
    export_log(signed_source(entries_up_to(1500), {3, 700, 1024, 1500}), folder);
    std::mt19937_64 random(20270328);
    for (const auto& file : files_of(folder)) {
        CAPTURE(file);
        const auto path = folder / file;
        for (int time = 0; time < 3; ++time) {
            const std::size_t bit = random() % (fs::file_size(path) * 8);
            flip_bit(path, bit);
            CHECK_FALSE(verify_log(folder).is_good());
            CHECK_FALSE(foreign_verifier_says_good(folder));
            flip_bit(path, bit);
        }
    }
    CHECK(verdict(verify_log(folder)) == "good");
    CHECK(foreign_verifier_says_good(folder));
}

// CLARION_FLIPPED_BITS=BITS over CLARION_LOG_ENTRIES=ENTRIES: the numbers of a release.
TEST_CASE("verify: thousands of random bits, all refused") {
    const auto entries = static_cast<std::uint64_t>(rounds_wanted("CLARION_LOG_ENTRIES", 300));
    const int bits = rounds_wanted("CLARION_FLIPPED_BITS", 2000);
    const TemporaryFolder home;
    const auto folder = home / "export";
    export_log(signed_source(entries_up_to(entries), {40, 257, entries}), folder);
    const auto files = files_of(folder);
    std::mt19937_64 random(7);
    for (int time = 0; time < bits; ++time) {
        const auto path =
            folder / *std::next(files.begin(), static_cast<long>(random() % files.size()));
        const std::size_t bit = random() % (fs::file_size(path) * 8);
        flip_bit(path, bit);
        CAPTURE(path);
        CAPTURE(bit);
        CHECK_FALSE(verify_log(folder).is_good());
        flip_bit(path, bit);
    }
    CHECK(foreign_verifier_says_good(folder, "-bits " + std::to_string(bits) + " "));
}

TEST_CASE("verify: names the first bad entry exactly") {
    const SpoiltLog log;

    SUBCASE("changed") {
        log.spoil([](auto& some) { some[14] = entry_bytes(270, "duty"); });
        CHECK(
            verdict(verify_log(log.folder)) ==
            "tile/entries/001 entry 270: is not the entry that was signed"
        );
    }
    SUBCASE("taken out") {
        log.spoil([](auto& some) { some.erase(some.begin() + 3); });
        CHECK(
            verdict(verify_log(log.folder)) ==
            "tile/entries/001 entry 259: is not the entry that was signed"
        );
    }
    SUBCASE("put in") {
        log.spoil([](auto& some) { some.push_back(some[0]); });
        CHECK(
            verdict(verify_log(log.folder)) ==
            "tile/entries/001: holds more entries than were signed"
        );
    }
    SUBCASE("two changed places") {
        log.spoil([](auto& some) { std::swap(some[100], some[200]); });
        CHECK(
            verdict(verify_log(log.folder)) ==
            "tile/entries/001 entry 356: is not the entry that was signed"
        );
    }
    SUBCASE("cut off") {
        fs::resize_file(log.bundle, fs::file_size(log.bundle) - 1);
        CHECK(
            verdict(verify_log(log.folder)) ==
            "tile/entries/001 entry 256: is missing, or the bundle is torn before it"
        );
    }
    CHECK_FALSE(foreign_verifier_says_good(log.folder));
}

TEST_CASE("verify: tells what was changed together with the hashes, or in them") {
    const SpoiltLog log;

    SUBCASE("changed together with its hash") {
        const auto changed = entry_bytes(270, "duty");
        log.spoil([&](auto& some) { some[14] = changed; });
        auto tile = read_if_there(log.folder / "tile/0/001").value();
        const auto hash = core::leaf_hash(openssl_sha256(), changed);
        std::copy(hash.begin(), hash.end(), tile.begin() + 14 * 32);
        overwrite(log.folder / "tile/0/001", tile);
        CHECK(
            verdict(verify_log(log.folder)) ==
            "checkpoints/300 entry 100: entries 100 to 299 do not lead to the root that was signed "
            "for them: at least one of them was changed together with its hash"
        );
    }
    SUBCASE("a hash changed") {
        flip_bit(log.folder / "tile/0/001", 14 * 256);
        CHECK(verify_log(log.folder).fault->seq == 270);
    }
    SUBCASE("an upper hash changed") {
        flip_bit(log.folder / "tile/1/000.p/2", 300);
        CHECK(
            verdict(verify_log(log.folder)) ==
            "tile/1/000.p/2: does not hold the hashes of the level below"
        );
    }
    CHECK_FALSE(foreign_verifier_says_good(log.folder));
}

TEST_CASE("verify: files that are missing, too many, or under another name") {
    const TemporaryFolder home;
    const auto folder = home / "export";
    export_log(signed_source(entries_up_to(300), {100, 300}), folder);
    const auto check = [&](const std::string& expected) {
        CHECK(verdict(verify_log(folder)) == expected);
        CHECK_FALSE(foreign_verifier_says_good(folder));
    };

    SUBCASE("missing tile") {
        fs::remove(folder / "tile/0/000");
        check("tile/0/000: is missing");
    }
    SUBCASE("one more file") {
        overwrite(folder / "notes.txt", "nothing");
        check("notes.txt: does not belong here");
    }
    SUBCASE("one more folder") {
        fs::create_directory(folder / "checkpoints/more");
        CHECK(verdict(verify_log(folder)) == "checkpoints/more: is not a plain file");
        fs::rename(folder / "checkpoints/more", folder / "tile/more");
        CHECK(verdict(verify_log(folder)) == "tile/more: does not belong here");
    }
    SUBCASE("what is no file, or larger than any") {
        for (const char* name : {"log.vkey", "checkpoint", "checkpoints/100"}) {
            const fs::path kept = home / "kept";
            fs::rename(folder / name, kept);
            REQUIRE(::mkfifo((folder / name).c_str(), 0600) == 0);
            CHECK(verdict(verify_log(folder)) == std::string(name) + ": is not a plain file");
            fs::remove(folder / name);
            fs::create_symlink(fs::path(name).filename(), folder / name);
            CHECK(verdict(verify_log(folder)) == std::string(name) + ": is not a plain file");
            fs::remove(folder / name);
            fs::create_directory(folder / name);
            CHECK(verdict(verify_log(folder)) == std::string(name) + ": is not a plain file");
            fs::remove(folder / name);
            overwrite(folder / name, "");
            fs::resize_file(folder / name, std::uintmax_t{40} << 30);
            CHECK(verdict(verify_log(folder)).find(": is larger than the ") != std::string::npos);
            fs::rename(kept, folder / name);
        }
        CHECK(verdict(verify_log(folder)) == "good");
        CHECK(verdict(verify_log(folder / "checkpoint")) == ": is not a folder");
    }
    SUBCASE("an old checkpoint under a new name") {
        fs::rename(folder / "checkpoints/100", folder / "checkpoints/101");
        check("checkpoints/101: has another size than its name says");
    }
    SUBCASE("a rolled back head") {
        fs::copy_file(
            folder / "checkpoints/100", folder / "checkpoint", fs::copy_options::overwrite_existing
        );
        CHECK_FALSE(verify_log(folder).is_good());
        CHECK_FALSE(foreign_verifier_says_good(folder));
    }
    SUBCASE("a key of somebody else") {
        overwrite(folder / "log.vkey", signed_source(entries_up_to(1), {1}).verifier_key + "\n");
        check("checkpoint: no known key signed this note");
    }
}

TEST_CASE("verify: a signed log that breaks the rules of its entries is still refused") {
    const TemporaryFolder home;
    const auto folder = home / "export";
    auto entries = entries_up_to(30);
    std::string expected;
    SUBCASE("a gap in a case's count") {
        core::AuditEntry entry;
        entry.seq = 30;
        entry.type = "open";
        entry.subj = {"case-2"};
        entry.subj_n = 7;
        entries.push_back(core::leaf_bytes(entry));
        expected = "tile/entries/000.p/31 entry 30: is number 7 of its case, but 5 comes next";
    }
    SUBCASE("a wrong number") {
        entries.push_back(entry_bytes(31));
        expected = "tile/entries/000.p/31 entry 30: says it is number 31, not 30";
    }
    SUBCASE("not canonical") {
        entries.push_back(entry_bytes(30) + "\n");
        expected = "tile/entries/000.p/31 entry 30: is not canonical JSON (RFC 8785)";
    }
    export_log(signed_source(entries, {31}), folder);
    CHECK(verdict(verify_log(folder)) == expected);
}
