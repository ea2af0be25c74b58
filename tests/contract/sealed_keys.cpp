// A key file under a root key in a token: opened and changed with the token alone, and refused with
// what and where when anything about file, token, key or PIN is not as it was.
#include "adapters/keys/sealed_keys.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "adapters/keys/file_key_vault.hpp"
#include "engine/ports/failures.hpp"
#include "tests/support/soft_token.hpp"
#include "tests/support/text_file.hpp"

namespace clarion::test {

namespace {

struct SealedHouse {
    SealedHouse() { keys::create_key_file(path, "first"); }

    [[nodiscard]] keys::RootPlace place() const {
        return {module, SoftToken::kLabel, "root", token.pin_file(), {}};
    }
    void seal() {
        token.add_key("root");
        keys::seal_key_file(path, place());
    }
    // The same file, its root looked for elsewhere.
    void look_in(const keys::RootPlace& elsewhere) const {
        keys::write_root_place(keys::root_file_of(path), elsewhere);
    }

    SoftToken token;
    TemporaryFolder folder;
    std::string module = SoftToken::kModule;
    std::string path = folder.file("keys/clarion.keys");
};

template <class Act>
std::string said_by(const Act& act) {
    try {
        act();
    } catch (const ports::KeyUnavailable& refusal) {
        return refusal.what();
    }
    return "done";
}

std::string refusal_of(const std::string& path) {
    return said_by([&] { (void)keys::read_key_file(path); });
}

bool tells(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos && text.find(SoftToken::kPin) == std::string::npos;
}

struct Pretending {
    Pretending(const char* what, const std::string& seen) {
        ::setenv("PRETEND_TOKEN", what, 1);
        ::setenv("PRETEND_TOKEN_SEEN", seen.c_str(), 1);
    }
    ~Pretending() {
        ::unsetenv("PRETEND_TOKEN");
        ::unsetenv("PRETEND_TOKEN_SEEN");
    }
    Pretending(const Pretending&) = delete;
    Pretending& operator=(const Pretending&) = delete;
};

}  // namespace

TEST_CASE("sealed keys: the same keys as before, in no file in the clear, and back") {
    SealedHouse house;
    const std::string plain = text_in(house.path);
    const auto before = keys::open_key_vault(house.path);

    house.seal();

    const std::string sealed = text_in(house.path);
    CHECK(sealed.starts_with("clarion-sealed-keys 1\nroot "));
    for (std::size_t place = 0; place + 16 <= plain.size(); ++place)
        CHECK_FALSE(tells(sealed, plain.substr(place, 16)));
    const auto after = keys::open_key_vault(house.path);
    CHECK(after->fingerprint() == before->fingerprint());
    CHECK(after->token("name", "x") == before->token("name", "x"));
    CHECK(tells(said_by([&] { keys::seal_key_file(house.path, house.place()); }), "sealed already")
    );
    CHECK(text_in(house.path) == sealed);
    keys::unseal_key_file(house.path);
    CHECK(text_in(house.path) == plain);
    CHECK_FALSE(std::filesystem::exists(keys::root_file_of(house.path)));
    CHECK(tells(said_by([&] { keys::unseal_key_file(house.path); }), "is not sealed"));
}

TEST_CASE("sealed keys: every change seals them anew, under a new file key") {
    SealedHouse house;
    house.seal();
    const std::string ours = keys::read_key_file(house.path).fingerprint;
    std::vector<std::string> seen{text_in(house.path)};
    const auto changed = [&] {
        seen.push_back(text_in(house.path));
        CHECK(seen.back().starts_with(seen.front().substr(0, 200)));  // the root is the same
        CHECK(seen.back().substr(900, 300) != seen[seen.size() - 2].substr(900, 300));
    };

    keys::add_encryption_key(house.path, "second");
    changed();
    keys::retire_encryption_key(house.path, "first");
    changed();
    CHECK(keys::read_key_file(house.path).fingerprint == ours);
    keys::begin_token_turn(house.path);
    changed();
    keys::end_token_turn(house.path);
    changed();

    const keys::KeySet keys = keys::read_key_file(house.path);
    REQUIRE(keys.encryption_keys.size() == 1);
    CHECK(keys.encryption_keys[0].id == "second");
    CHECK(keys.fingerprint != ours);
}

TEST_CASE("sealed keys: a bit that changed anywhere is refused") {
    SealedHouse house;
    house.seal();
    const std::string sealed = text_in(house.path);
    // What is no such file any more is known without the token, the rest takes it some
    // milliseconds.
    const bool is_long = std::getenv("CLARION_EVERY_BIT") != nullptr;
    std::size_t asked = 0;
    std::size_t opened = 0;
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        std::string changed = sealed;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
        const bool is_digit =
            std::string_view("0123456789abcdef").find(changed[bit / 8]) != std::string_view::npos;
        if (!is_long && ++asked % (is_digit ? 97 : 5) != 0) continue;
        write_text(house.path, changed);
        opened += refusal_of(house.path) == "done" ? 1 : 0;
    }
    CHECK(opened == 0);
    for (const std::size_t size : {sealed.size() - 1, sealed.size() / 2, std::size_t{22}}) {
        write_text(house.path, sealed.substr(0, size));
        CHECK(tells(refusal_of(house.path), house.path + ": the line `"));
    }
    write_text(house.path, sealed + "more\n");
    CHECK(tells(refusal_of(house.path), "restore the key file from its own backup"));
    write_text(house.path, sealed);
    CHECK(refusal_of(house.path) == "done");
}

TEST_CASE("sealed keys: a token that is gone stops no vault that is open, and is asked again") {
    SealedHouse house;
    house.seal();
    const auto vault = keys::open_key_vault(house.path);
    const std::string sealed = text_in(house.path);

    house.token.take_away();

    const auto wrapped = vault->create_data_key();
    CHECK(vault->unwrap(wrapped) != nullptr);
    CHECK_THROWS_AS(vault->read_again(), ports::KeyUnavailable);
    CHECK(vault->unwrap(wrapped) != nullptr);
    CHECK(tells(refusal_of(house.path), "the token is not there; connect it"));
    CHECK(tells(refusal_of(house.path), SoftToken::kLabel));
    for (const std::string& said :
         {said_by([&] { keys::add_encryption_key(house.path, "second"); }),
          said_by([&] { keys::retire_encryption_key(house.path, "first"); }),
          said_by([&] { keys::begin_token_turn(house.path); }),
          said_by([&] { keys::unseal_key_file(house.path); })}) {
        CHECK(tells(said, "the token is not there"));
    }
    CHECK(text_in(house.path) == sealed);
    house.token.bring_back();
    CHECK(refusal_of(house.path) == "done");
    vault->read_again();
    CHECK(keys::open_key_vault(house.path)->unwrap(wrapped) != nullptr);
}

TEST_CASE("sealed keys: a PIN that was refused is sent once, and none with one try left") {
    SealedHouse house;
    house.module = SoftToken::kPretendModule;
    house.seal();
    const std::string seen = house.folder.file("seen");
    const std::string marker = house.folder.file("keys/clarion.root.refused");
    {
        const Pretending pretending("nothing", seen);
        house.token.write_pin("9999\n");
        CHECK(tells(refusal_of(house.path), "refuses the PIN in " + house.token.pin_file()));
        for (int again = 0; again < 3; ++again)
            CHECK(tells(refusal_of(house.path), "not tried again"));
        CHECK_FALSE(tells(refusal_of(house.path), "9999"));
        CHECK(text_in(seen) == "pin\n");
        CHECK_FALSE(tells(text_in(marker), "9999"));
        house.token.write_pin(SoftToken::kPin);  // no end of line
        CHECK(refusal_of(house.path) == "done");
        CHECK(text_in(seen) == "pin\npin\noaep\n");
        CHECK_FALSE(std::filesystem::exists(marker));
    }
    for (const auto& [state, words] :
         {std::pair{"final-try", "one try is left"}, {"locked", "locked"}}) {
        std::filesystem::remove(seen);
        const Pretending pretending(state, seen);
        CHECK(tells(refusal_of(house.path), words));
        CHECK_FALSE(std::filesystem::exists(seen));
    }
    house.token.write_pin("");
    CHECK(tells(refusal_of(house.path), house.token.pin_file() + ": holds no PIN"));
    house.token.write_pin(SoftToken::kPin);
    for (const mode_t mode : {0640U, 0604U, 0644U, 0620U}) {
        REQUIRE(::chown(house.token.pin_file().c_str(), ::geteuid(), 65534) == 0);
        REQUIRE(::chmod(house.token.pin_file().c_str(), mode) == 0);
        CHECK(tells(refusal_of(house.path), house.token.pin_file() + ": others may read it"));
    }
    std::filesystem::remove(house.token.pin_file());
    CHECK(tells(refusal_of(house.path), house.token.pin_file() + ": cannot be read"));
}

TEST_CASE("sealed keys: the service manager's credential comes before the file that is named") {
    SealedHouse house;
    house.seal();
    std::filesystem::rename(house.token.pin_file(), house.folder.file("root-pin"));
    CHECK(refusal_of(house.path) != "done");

    ::setenv("CREDENTIALS_DIRECTORY", house.folder.path().c_str(), 1);

    CHECK(refusal_of(house.path) == "done");
    ::unsetenv("CREDENTIALS_DIRECTORY");
}

TEST_CASE("sealed keys: the token takes the wrap off, or only the RSA of it") {
    SealedHouse house;
    house.module = SoftToken::kPretendModule;
    house.seal();
    const std::string seen = house.folder.file("seen");
    for (const auto& [state, ways] :
         {std::pair{"nothing", "pin\noaep\n"}, {"refuses-oaep", "pin\nbare\n"}}) {
        std::filesystem::remove(seen);
        const Pretending pretending(state, seen);
        CHECK(refusal_of(house.path) == "done");
        CHECK(text_in(seen) == ways);
    }
    const Pretending pretending("taken-away", seen);
    CHECK(tells(refusal_of(house.path), "the token was taken away"));
}

TEST_CASE("sealed keys: another key, a short one, none or two of a name, and another token") {
    SealedHouse house;
    house.token.add_key("short", "RSA:2048");
    house.token.add_key("curve", "EC");
    house.token.add_key("twice");
    house.token.add_key("twice");
    house.token.add_key("other", "RSA:3073");
    house.token.add_token("of others");
    const std::string plain = text_in(house.path);
    keys::RootPlace place = house.place();
    const auto sealing_by = [&](const std::string& object) {
        place.object = object;
        return said_by([&] { keys::seal_key_file(house.path, place); });
    };

    CHECK(tells(sealing_by("short"), "has 2048 bits: make one of at least 3072"));
    CHECK(tells(sealing_by("curve"), "that key is no RSA key"));
    CHECK(tells(sealing_by("twice"), "two private keys of that label"));
    CHECK(tells(sealing_by("none"), "root key `none` in token `clarion test token`"));
    CHECK(text_in(house.path) == plain);
    CHECK_FALSE(std::filesystem::exists(keys::root_file_of(house.path)));

    house.seal();
    place.object = "other";
    house.look_in(place);
    CHECK(tells(refusal_of(house.path), "under another root key than the token's"));
    place = house.place();
    place.token = "of others";
    house.look_in(place);
    CHECK(tells(refusal_of(house.path), "no private key of that label"));
    place.token = "nobody's";
    house.look_in(place);
    CHECK(tells(refusal_of(house.path), "token `nobody's`"));
    house.token.add_token("of others");
    place.token = "of others";
    house.look_in(place);
    CHECK(tells(refusal_of(house.path), "two tokens have that label"));
    house.look_in(house.place());
    CHECK(refusal_of(house.path) == "done");
}

TEST_CASE("sealed keys: where the root is, is read strictly; a module that is none is refused") {
    SealedHouse house;
    house.seal();
    const std::string file = keys::root_file_of(house.path);
    keys::RootPlace place = house.place();
    place.module = house.folder.file("none.so");
    house.look_in(place);
    CHECK(tells(refusal_of(house.path), place.module + ": the token's module cannot be loaded"));
    place.module = "/lib/x86_64-linux-gnu/libm.so.6";
    if (std::filesystem::exists(place.module)) {
        house.look_in(place);
        CHECK(tells(refusal_of(house.path), "is no PKCS#11 module"));
    }
    const std::string good =
        "clarion-root 1\nmodule /m\ntoken t u\nobject o\npin-file /p\nopens /a\nopens /b\n";
    write_text(file, good);
    CHECK(keys::read_root_place(file).token == "t u");
    CHECK(keys::read_root_place(file).opens == std::vector<std::string>{"/a", "/b"});
    for (const auto& [text, words] : std::initializer_list<std::pair<std::string, std::string>>{
             {"", ":1: the line does not end"},
             {"clarion-root 2\n", ":1: the first line"},
             {good + "token u\n", ":8: a second `token`"},
             {good + "pin 1\n", ":8: expected"},
             {good + "\n", ":8: expected"},
             {"clarion-root 1\nmodule m\n", ":2: a path begins with /"},
             {"clarion-root 1\nmodule /m\ntoken t\npin-file /p\n", "`object` is missing"}}) {
        write_text(file, text);
        CHECK(tells(refusal_of(house.path), file + words.substr(0, words[0] == ':' ? 3 : 0)));
        CHECK(tells(refusal_of(house.path), words));
    }
    REQUIRE(::chmod(file.c_str(), 0644) == 0);
    CHECK(tells(refusal_of(house.path), "chmod 600"));
    std::filesystem::remove(file);
    CHECK(tells(refusal_of(house.path), file + ": cannot be read"));
    house.look_in(house.place());
    REQUIRE(::chmod(house.path.c_str(), 0640) == 0);
    CHECK(tells(refusal_of(house.path), house.path + ": others may read the keys"));
}

}  // namespace clarion::test
