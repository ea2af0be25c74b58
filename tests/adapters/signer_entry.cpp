// One entry of an export: shown as the checkpoint proves it, and not otherwise.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <random>

#include "adapters/signer/proven_entry.hpp"
#include "tests/adapters/signer_log.hpp"

namespace core = clarion::core;
namespace fs = std::filesystem;
using namespace clarion::signer;
using namespace clarion::test;

namespace {

std::string content_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void overwrite(const fs::path& path, const std::string& content) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

std::string verdict(const ProvenEntry& found) {
    if (found.leaf) return "good";
    if (!found.fault) return "none of " + std::to_string(found.entries);
    const auto& fault = *found.fault;
    return fault.file + (fault.seq ? " entry " + std::to_string(*fault.seq) : "") + ": " +
           fault.what;
}

}  // namespace

TEST_CASE("entry: every one of a log is proved, at every size") {
    for (const std::uint64_t size :
         std::initializer_list<std::uint64_t>{1, 2, 7, 255, 256, 257, 300, 513}) {
        const TemporaryFolder home;
        const auto folder = home / "export";
        const auto entries = entries_up_to(size);
        export_log(signed_source(entries, {size}), folder);
        for (std::uint64_t seq = 0; seq < size; ++seq) {
            const auto found = read_proven_entry(folder, seq);
            if (found.leaf == entries[seq] && found.entries == size) continue;
            FAIL("entry ", seq, " of ", size, ": ", verdict(found));
        }
        CHECK(verdict(read_proven_entry(folder, size)) == "none of " + std::to_string(size));
        CHECK(verdict(read_proven_entry(folder, 9007199254740991)).starts_with("none of"));
    }
}

TEST_CASE("entry: one above the tiles of the first level is proved") {
    const TemporaryFolder home;
    const auto folder = home / "export";
    constexpr std::uint64_t kSize = 66000;  // more than 256 tiles of 256
    const auto entries = entries_up_to(kSize);
    export_log(signed_source(entries, {kSize}), folder);

    for (const std::uint64_t seq :
         std::initializer_list<std::uint64_t>{0, 255, 256, 40000, 65535, 65536, 65999})
        CHECK(read_proven_entry(folder, seq).leaf == entries[seq]);
    std::string tile = content_of(folder / "tile/2/000.p/1");
    tile[3] = static_cast<char>(tile[3] ^ 1);
    overwrite(folder / "tile/2/000.p/1", tile);
    CHECK(read_proven_entry(folder, 0).leaf.has_value());  // its own path does not need it
    CHECK(verdict(read_proven_entry(folder, 65999)).find("does not lead to") != std::string::npos);
}

TEST_CASE("entry: what was changed is not shown, and where is said") {
    const TemporaryFolder home;
    const auto folder = home / "export";
    const auto source = signed_source(entries_up_to(600), {100, 600});
    export_log(source, folder);
    const auto bundle = folder / "tile/entries/001";
    const std::string kept = content_of(bundle);

    SUBCASE("its bytes") {
        std::string changed = kept;
        changed[changed.find("\"seq\":300")] = 'x';
        overwrite(bundle, changed);
        CHECK(
            verdict(read_proven_entry(folder, 300)) ==
            "tile/entries/001 entry 300: is not the entry that was signed"
        );
        CHECK(verdict(read_proven_entry(folder, 301)) == "good");
    }
    SUBCASE("its bundle is torn") {
        overwrite(bundle, kept.substr(0, kept.size() - 1));
        CHECK(
            verdict(read_proven_entry(folder, 300)) ==
            "tile/entries/001 entry 300: is missing, or the bundle is torn"
        );
    }
    SUBCASE("a file is gone, or no file") {
        fs::remove(bundle);
        CHECK(verdict(read_proven_entry(folder, 300)) == "tile/entries/001: is missing");
        REQUIRE(::mkfifo(bundle.c_str(), 0600) == 0);
        CHECK(verdict(read_proven_entry(folder, 300)) == "tile/entries/001: is not a plain file");
        fs::remove(folder / "tile/0/001");
        CHECK(verdict(read_proven_entry(folder, 300)) == "tile/0/001: is missing");
    }
    SUBCASE("together with its hash") {
        std::string tile = content_of(folder / "tile/0/001");
        std::string changed = kept;
        const auto entries = core::split_bundle(changed);
        changed[changed.find("\"seq\":300")] = 'x';
        const auto sha256 = openssl_sha256();
        const auto hash = core::leaf_hash(sha256, core::split_bundle(changed)->at(44));
        std::copy(hash.begin(), hash.end(), tile.begin() + 44L * 32);
        overwrite(bundle, changed);
        overwrite(folder / "tile/0/001", tile);
        CHECK(
            verdict(read_proven_entry(folder, 300)) ==
            "tile/0/001 entry 300: its hash, or one beside or above it, does not lead to the root "
            "that was signed"
        );
    }
    SUBCASE("the checkpoint, or its key") {
        const auto other = signed_source(entries_up_to(1), {1});
        CHECK(
            verdict(read_proven_entry(folder, 300, other.verifier_key)) ==
            "log.vkey: is not the key that you trust"
        );
        CHECK(verdict(read_proven_entry(folder, 300, source.verifier_key)) == "good");
        overwrite(folder / "log.vkey", other.verifier_key + "\n");
        CHECK(
            verdict(read_proven_entry(folder, 300)) == "checkpoint: no known key signed this note"
        );
        CHECK(verdict(read_proven_entry(folder / "checkpoint", 300)) == ": is not a folder");
    }
}

TEST_CASE("entry: a bit of a file that the proof needs, turned anywhere, is refused") {
    const TemporaryFolder home;
    const auto folder = home / "export";
    export_log(signed_source(entries_up_to(600), {600}), folder);
    const auto kept = read_proven_entry(folder, 300).leaf;
    REQUIRE(kept.has_value());
    std::mt19937_64 random(4);
    int refused = 0;
    constexpr int kRounds = 600;
    for (int round = 0; round < kRounds; ++round) {
        const char* const files[] = {
            "checkpoint",
            "log.vkey",
            "tile/0/001",
            "tile/1/000.p/2",
            "tile/0/002.p/88",
            "tile/entries/001"};
        const fs::path path = folder / files[random() % std::size(files)];
        const std::string whole = content_of(path);
        std::string changed = whole;
        const std::size_t bit = random() % (whole.size() * 8);
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
        overwrite(path, changed);
        const auto found = read_proven_entry(folder, 300);
        // Beside its path something else may have changed: what is shown is what was signed.
        CHECK((found.fault || found.leaf == kept));
        refused += found.fault ? 1 : 0;
        overwrite(path, whole);
    }
    CHECK(refused > kRounds / 2);
    CHECK(read_proven_entry(folder, 300).leaf == kept);
}

TEST_CASE("entry: what the log signed against its own rules is not shown") {
    const TemporaryFolder home;
    const auto folder = home / "export";
    auto entries = entries_up_to(30);
    entries.emplace_back("{\"why\":\"\x1b[2J\"}");
    export_log(signed_source(entries, {31}), folder);

    CHECK(
        verdict(read_proven_entry(folder, 30)).starts_with("tile/entries/000.p/31 entry 30: is not")
    );
    CHECK(verdict(read_proven_entry(folder, 29)) == "good");
}

TEST_CASE("entry: a policy says who must have signed the checkpoint that proves it") {
    const TemporaryFolder home;
    const auto folder = home / "export";
    const auto source = signed_source(entries_up_to(3), {3});
    const auto other = signed_source(entries_up_to(1), {1});
    export_log(source, folder);
    const auto by = [&](const std::string& key) {
        const auto policy =
            core::parse_trust_policy(openssl_sha256(), "log " + key + "\nquorum none\n");
        REQUIRE(policy.has_value());
        return verdict(read_proven_entry(folder, 2, std::nullopt, *policy));
    };

    CHECK(by(source.verifier_key) == "good");
    CHECK(by(other.verifier_key).starts_with("checkpoint: "));
}
