// The manifest of a backup: strictly read, and no change of it goes unseen.
#include <doctest/doctest.h>

#include <fstream>

#include "adapters/keys/sha256.hpp"
#include "deploy/clarion/backup_manifest.hpp"
#include "deploy/clarion/child_server.hpp"
#include "engine/ports/failures.hpp"
#include "tests/support/fake_key_vault.hpp"

namespace clarion::test {

namespace {

deploy::BackupManifest a_manifest() {
    deploy::BackupManifest manifest;
    manifest.made = core::parse_rfc3339("2026-11-24T10:00:00.000Z").value();
    manifest.origin = "audit.example/clarion/2026";
    manifest.entries = 12;
    manifest.root.fill(7);
    manifest.keys = "fingerprint";
    manifest.files = {
        {"clarion.db", deploy::kPieceBytes + 1, {core::Digest{1}, core::Digest{2}}},
        {"administrators/ann.pem", 3, {core::Digest{3}}}};
    return manifest;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    text.replace(text.find(from), from.size(), to);
    return text;
}

std::string why_refused(const std::string& text) {
    const auto parsed = deploy::parse_manifest(text);
    return parsed ? "read" : parsed.error();
}

void write_file(const std::filesystem::path& path, const std::string& content) {
    std::ofstream(path, std::ios::binary) << content;
}

// What check_file says of the file after the change.
std::string broken_by(const std::string& before, const std::string& after) {
    const deploy::TemporaryFolder folder;
    const core::Sha256 sha256 = keys::make_sha256();
    const auto path = folder.path() / "clarion.db";
    write_file(path, before);
    const auto known = deploy::describe_file(path, "clarion.db", sha256);
    write_file(path, after);
    try {
        deploy::check_file(path, known, sha256);
    } catch (const ports::IntegrityBroken& broken) {
        return broken.what();
    }
    return "whole";
}

}  // namespace

TEST_CASE("backup manifest: what is written is read, and sealed by its keys alone") {
    FakeKeyVault vault(keys::make_sha256(), "secret");
    const std::string text = deploy::format_manifest(a_manifest(), vault);

    const auto sealed = deploy::parse_manifest(text);

    REQUIRE(sealed);
    CHECK(deploy::is_sealed_by(*sealed, vault));
    CHECK(deploy::format_manifest(sealed->manifest, vault) == text);
    CHECK(sealed->manifest.files.at(1).name == "administrators/ann.pem");
}

TEST_CASE("backup manifest: no bit of it can be changed unseen") {
    FakeKeyVault vault(keys::make_sha256(), "secret");
    const std::string text = deploy::format_manifest(a_manifest(), vault);

    for (std::size_t bit = 0; bit < 8 * text.size(); ++bit) {
        std::string changed = text;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
        const auto sealed = deploy::parse_manifest(changed);
        CAPTURE(bit);
        CHECK_FALSE((sealed && deploy::is_sealed_by(*sealed, vault)));
    }
}

TEST_CASE("backup manifest: a malformed one is refused with its line") {
    FakeKeyVault vault(keys::make_sha256(), "secret");
    const std::string text = deploy::format_manifest(a_manifest(), vault);

    CHECK(why_refused("") == "line 1: the first line is not that of a manifest");
    CHECK(why_refused(replaced(text, "backup 1", "backup 2")).starts_with("line 1"));
    CHECK(why_refused(replaced(text, "made 2026", "made soon")).starts_with("line 2"));
    CHECK(why_refused(replaced(text, "log 12", "log 012")).starts_with("line 4"));
    CHECK(why_refused(replaced(text, "clarion.db", "../clarion.db")).starts_with("line 6"));
    CHECK(why_refused(replaced(text, "clarion.db", "/clarion.db")).starts_with("line 6"));
    CHECK(why_refused(replaced(text, "piece ", "peace ")).starts_with("line 7"));
    CHECK(why_refused(text.substr(0, text.find("seal"))).find("seal") != std::string::npos);
    CHECK(why_refused(text + "more\n").find("follows the seal") != std::string::npos);
    CHECK(why_refused(text.substr(0, text.size() / 2)).starts_with("line "));
}

TEST_CASE("backup file: a change is told with its place") {
    const std::string before(3 * deploy::kPieceBytes, 'x');
    std::string changed = before;
    changed[2 * deploy::kPieceBytes + 9] = 'y';

    CHECK(broken_by(before, before) == "whole");
    CHECK(
        broken_by(before, changed) ==
        "clarion.db: bytes 2097152 to 3145727 are not those that were backed up"
    );
    CHECK(
        broken_by(before, before + "more").find("has 3145732 bytes, the backup had 3145728") !=
        std::string::npos
    );
    CHECK(broken_by(before, "").find("has 0 bytes") != std::string::npos);
}

}  // namespace clarion::test
