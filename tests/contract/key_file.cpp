// The key file: who may read it, what it may say, and what the answer is when it is wrong.
#include "adapters/keys/key_file.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "adapters/keys/file_key_vault.hpp"
#include "engine/ports/failures.hpp"
#include "tests/contract/rows.hpp"
#include "tests/contract/sqlite_world.hpp"
#include "tests/support/text_file.hpp"

namespace clarion::test {

namespace {

const std::string kKey(64, 'a');

std::string refusal_of(const std::string& path) {
    try {
        (void)keys::read_key_file(path);
    } catch (const ports::KeyUnavailable& refusal) {
        return refusal.what();
    }
    return "read";
}

bool tells(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("key file: is made for its owner alone, and never replaced") {
    const TemporaryFolder folder;
    const std::string path = folder.file("keys/clarion.keys");

    keys::create_key_file(path, "2026");

    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    REQUIRE(::stat(folder.file("keys").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0700);
    CHECK(keys::read_key_file(path).encryption_keys.at(0).id == "2026");
    const std::string before = text_in(path);
    CHECK_THROWS_AS(keys::create_key_file(path, "2027"), ports::KeyUnavailable);
    CHECK(text_in(path) == before);
}

TEST_CASE("key file: is refused when others could read or change it") {
    const TemporaryFolder folder;
    const std::string path = folder.file("keys/clarion.keys");
    keys::create_key_file(path);

    for (const mode_t mode : {0640U, 0604U, 0660U, 0666U, 0620U}) {
        REQUIRE(::chmod(path.c_str(), mode) == 0);
        CHECK(tells(refusal_of(path), "chmod 600"));
    }
    REQUIRE(::chmod(path.c_str(), 0600) == 0);
    REQUIRE(::chmod(folder.file("keys").c_str(), 0777) == 0);
    CHECK(tells(refusal_of(path), "chmod 700"));
    REQUIRE(::chmod(folder.file("keys").c_str(), 0700) == 0);
    CHECK(refusal_of(path) == "read");
}

TEST_CASE("key file: a link or a folder in its place is refused") {
    const TemporaryFolder folder;
    const std::string path = folder.file("keys/clarion.keys");
    keys::create_key_file(path);
    std::filesystem::create_symlink(path, folder.file("keys/link"));

    CHECK(refusal_of(folder.file("keys/link")) != "read");
    CHECK(tells(refusal_of(folder.file("keys")), "is not a plain file"));
    CHECK(tells(refusal_of(folder.file("keys/none")), "restore it from its own backup"));
}

TEST_CASE("key file: says which line is wrong and never a key") {
    const TemporaryFolder folder;
    const std::string path = folder.file("clarion.keys");
    const std::string token = "token " + kKey + "\n";
    const std::string kek = "kek 2026 " + kKey + "\n";
    const std::string first = "clarion-keys 1\n";
    write_text(path, first + token + kek);
    REQUIRE(refusal_of(path) == "read");

    const std::vector<std::pair<std::string, std::string>> wrong{
        {"", ":1:"},
        {"clarion-keys 2\n" + token + kek, ":1:"},
        {first + kek, "`token KEY` is missing"},
        {first + token, "`kek ID KEY` is missing"},
        {first + token + token + kek, ":3: a second `token`"},
        {first + token + kek + kek, ":4: the key id `2026` is there twice"},
        {first + token + "kek 2026 " + kKey.substr(1) + "\n", ":3: a key has 64"},
        {first + token + "kek 2026 " + kKey.substr(1) + "G\n", ":3: a key is written"},
        {first + token + "kek  " + kKey + "\n", ":3: a key's id"},
        {first + token + "kek 20_26 " + kKey + "\n", ":3: a key's id"},
        {first + token + kek + "colour blue\n", ":4: expected"},
        {first + token + kek + "\n", ":4: expected"},
        {first + token + kek.substr(0, kek.size() - 1), ":3: the line does not end"},
    };
    for (const auto& [text, reason] : wrong) {
        write_text(path, text);
        CAPTURE(refusal_of(path));
        CHECK(tells(refusal_of(path), reason));
        CHECK_FALSE(tells(refusal_of(path), "aaaaaaaa"));
    }
}

TEST_CASE("key file: a key of a new year is added, what was sealed before still opens") {
    const TemporaryFolder folder;
    const std::string path = folder.file("keys/clarion.keys");
    keys::create_key_file(path, "2026");
    const auto before = keys::open_key_vault(path);
    const ports::WrappedKey wrapped = before->create_data_key();
    const ports::Bytes sealed = before->seal(before->unwrap(wrapped), "context", bytes("secret"));

    keys::add_encryption_key(path, "2027");

    const auto after = keys::open_key_vault(path);
    CHECK(after->open(after->unwrap(wrapped), "context", sealed) == bytes("secret"));
    CHECK(after->create_data_key().key_id == "2027");
    CHECK(after->fingerprint() == before->fingerprint());
    CHECK(after->token("name", "smith") == before->token("name", "smith"));
    CHECK_THROWS_AS(keys::add_encryption_key(path, "2027"), ports::KeyUnavailable);
}

TEST_CASE("key file: a service reads its keys again, but never another key set") {
    const TemporaryFolder folder;
    const std::string path = folder.file("keys/clarion.keys");
    keys::create_key_file(path, "2026");
    const auto vault = keys::open_key_vault(path);
    const ports::WrappedKey before = vault->create_data_key();
    keys::add_encryption_key(path, "2027");

    vault->read_again();

    CHECK(vault->newest_key_id() == "2027");
    CHECK(vault->rewrap(before).key_id == "2027");
    std::filesystem::remove(path);
    CHECK_THROWS_AS(vault->read_again(), ports::KeyUnavailable);
    keys::create_key_file(path, "2026");
    CHECK_THROWS_AS(vault->read_again(), ports::KeyUnavailable);
    CHECK(vault->newest_key_id() == "2027");
}

TEST_CASE("key file: a retired key is gone, and the key set stays the same") {
    const TemporaryFolder folder;
    const std::string path = folder.file("keys/clarion.keys");
    keys::create_key_file(path, "2026");
    keys::add_encryption_key(path, "2027");
    keys::add_encryption_key(path, "2028");
    const auto before = keys::open_key_vault(path);
    const std::string text = text_in(path);
    const std::string first_key = text.substr(text.find("kek 2026 ") + 9, 64);

    keys::retire_encryption_key(path, "2026");

    CHECK_FALSE(tells(text_in(path), first_key));
    CHECK(keys::open_key_vault(path)->fingerprint() == before->fingerprint());
    CHECK(keys::open_key_vault(path)->token("name", "x") == before->token("name", "x"));
    keys::retire_encryption_key(path, "2027");
    CHECK(keys::open_key_vault(path)->fingerprint() == before->fingerprint());
    CHECK_THROWS_AS(keys::retire_encryption_key(path, "2028"), ports::KeyUnavailable);
    CHECK_THROWS_AS(keys::retire_encryption_key(path, "2027"), ports::KeyUnavailable);
    std::string changed = text_in(path);
    changed.replace(
        changed.find("token ") + 6, 4, changed[changed.find("token ") + 6] == 'a' ? "bbbb" : "aaaa"
    );
    write_text(path, changed);
    CHECK(tells(refusal_of(path), "not of one key set"));
}

TEST_CASE("key file: no bit of any key can change unseen") {
    const TemporaryFolder folder;
    const std::string path = folder.file("keys/clarion.keys");
    keys::create_key_file(path, "2026");
    keys::add_encryption_key(path, "2027");
    SUBCASE("as it grew") {}
    SUBCASE("after the first was retired") {
        keys::retire_encryption_key(path, "2026");
    }
    const std::string text = text_in(path);
    const std::string ours = keys::read_key_file(path).fingerprint;

    int unseen = 0;
    for (std::size_t bit = 0; bit < 8 * text.size(); ++bit) {
        std::string changed = text;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
        std::ofstream(path) << changed;
        try {
            unseen += keys::read_key_file(path).fingerprint == ours ? 1 : 0;
        } catch (const ports::KeyUnavailable&) {
            continue;
        }
    }
    CHECK(unseen == 0);
}

TEST_CASE("key file: what a crash left of a change does not stand in the way") {
    const TemporaryFolder folder;
    const std::string path = folder.file("keys/clarion.keys");
    keys::create_key_file(path, "2026");
    write_text(path + ".new", "half a fi");

    keys::add_encryption_key(path, "2027");

    CHECK(keys::read_key_file(path).encryption_keys.size() == 2);
    CHECK_FALSE(std::filesystem::exists(path + ".new"));
}

TEST_CASE("key file: a wrapped key cannot pass for another year's") {
    const TemporaryFolder folder;
    const std::string path = folder.file("clarion.keys");
    write_text(
        path, "clarion-keys 1\ntoken " + kKey + "\nkek 2026 " + kKey + "\nkek 2027 " + kKey + "\n"
    );
    const auto vault = keys::open_key_vault(path);
    ports::WrappedKey wrapped = vault->create_data_key();
    REQUIRE(wrapped.key_id == "2027");

    wrapped.key_id = "2026";

    CHECK_THROWS_AS((void)vault->unwrap(wrapped), ports::IntegrityBroken);
}

TEST_CASE("sha256: gives the digest of FIPS 180, over parts as over the whole") {
    const core::Sha256 sha256 = keys::make_sha256();
    const core::Digest digest =
        sha256({ports::view_of("a"), ports::view_of(""), ports::view_of("bc")});

    const core::Digest expected{0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40,
                                0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17,
                                0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad};
    CHECK(digest == expected);
    CHECK(sha256({ports::view_of("abc")}) == expected);
}

TEST_CASE("key file: the token key is turned while both are there, and the store says which is used"
) {
    const TemporaryFolder folder;
    const std::string path = folder.file("keys/clarion.keys");
    keys::create_key_file(path, "first");
    keys::add_encryption_key(path, "second");
    const auto vault = keys::open_key_vault(path);
    const std::string old_set = vault->fingerprint();
    const core::Digest old_token = vault->token("name", "smith");
    const auto wrapped = vault->create_data_key();
    CHECK(vault->coming_token_key() == nullptr);
    CHECK_FALSE(vault->use_token_key_of("another"));

    keys::begin_token_turn(path);
    const std::string turning = text_in(path);
    keys::begin_token_turn(path);
    CHECK(text_in(path) == turning);
    CHECK_THROWS_AS(keys::add_encryption_key(path, "third"), ports::KeyUnavailable);
    CHECK_THROWS_AS(keys::retire_encryption_key(path, "first"), ports::KeyUnavailable);
    vault->read_again();

    REQUIRE(vault->coming_token_key() != nullptr);
    const core::Digest new_token = vault->coming_token_key()->token("name", "smith");
    const std::string new_set = vault->coming_fingerprint();
    CHECK(new_token != old_token);
    CHECK(new_set != old_set);
    CHECK(vault->token("name", "smith") == old_token);
    CHECK(vault->fingerprint() == old_set);
    SUBCASE("used by the one that turned, and by one that opens the file again") {
        CHECK(vault->use_token_key_of(new_set));
        const auto opened = keys::open_key_vault(path);
        CHECK(opened->use_token_key_of(old_set));
        CHECK(opened->token("name", "smith") == old_token);
        CHECK(opened->use_token_key_of(new_set));
        for (const auto& each : {vault.get(), opened.get()}) {
            CHECK(each->token("name", "smith") == new_token);
            CHECK(each->fingerprint() == new_set);
            CHECK(each->coming_token_key() == nullptr);
            each->read_again();
            CHECK(each->token("name", "smith") == new_token);
            CHECK_FALSE(each->use_token_key_of(old_set));
        }
        keys::end_token_turn(path);
        vault->read_again();
        CHECK(vault->token("name", "smith") == new_token);
        CHECK(vault->unwrap(wrapped) != nullptr);
        const auto after = keys::open_key_vault(path);
        CHECK(after->fingerprint() == new_set);
        CHECK(after->token("name", "smith") == new_token);
        CHECK(after->unwrap(wrapped) != nullptr);
        CHECK_FALSE(after->use_token_key_of(old_set));
        CHECK_FALSE(tells(text_in(path), "next "));
    }
    SUBCASE("a bit of the one to come that changed is found") {
        const auto at = turning.find("next ") + 5;
        std::string changed = turning;
        changed[at] = changed[at] == 'a' ? 'b' : 'a';
        write_text(path, changed);
        CHECK(tells(refusal_of(path), "the token key to come is not the one that was made"));
    }
}

TEST_CASE(
    "key file: a node that was given the file of another opens what that one wrapped, as it runs"
) {
    const TemporaryFolder folder;
    const std::string path = folder.file("keys/clarion.keys");
    const std::string theirs = folder.file("theirs/clarion.keys");
    keys::create_key_file(path, "first");
    std::filesystem::create_directories(folder.file("theirs"));
    std::filesystem::permissions(folder.file("theirs"), std::filesystem::perms(0700));
    write_text(theirs, text_in(path));
    const auto here = keys::open_key_vault(path);
    const auto there = keys::open_key_vault(theirs);
    const auto before = here->create_data_key();
    keys::add_encryption_key(path, "second");
    here->read_again();
    const auto wrapped = here->rewrap(before);
    REQUIRE(wrapped.key_id == "second");

    CHECK_THROWS_AS((void)there->unwrap(wrapped), ports::KeyUnavailable);
    write_text(theirs, text_in(path));

    CHECK(there->unwrap(wrapped) != nullptr);
    CHECK(there->rewrap(before).key_id == "second");
}

}  // namespace clarion::test
