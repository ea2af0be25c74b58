#include "adapters/keys/key_file.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "adapters/keys/keyed_hash.hpp"
#include "adapters/keys/private_file.hpp"
#include "adapters/keys/random.hpp"
#include "adapters/keys/sealed_keys.hpp"
#include "adapters/keys/strict_lines.hpp"
#include "engine/core/ensure.hpp"
#include "engine/core/hex.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::keys {

namespace {

constexpr std::string_view kFirstLine = "clarion-keys 1";
constexpr std::size_t kKeyIdCharactersMax = 32;
constexpr std::string_view kHex = "0123456789abcdef";
// Frozen: part of what is stored.
constexpr std::string_view kFingerprintContext = "clarion-key-set/1";
constexpr std::string_view kSetContext = "clarion-key-set/1/kept";
constexpr std::string_view kCheckContext = "clarion-key-set/1/check";
constexpr std::string_view kNextContext = "clarion-key-set/1/next";
constexpr std::array<std::uint8_t, 1> kBetween{0};
// No key-encryption key can have this id: checks of the token key to come are told from theirs.
constexpr std::string_view kNextId = "(next)";

std::string fingerprint_of(const SecretBytes& token_key, const KeyEncryptionKey& first) {
    return core::to_hex(KeyedHash(token_key.bytes())
                            .of(
                                {ports::view_of(kFingerprintContext),
                                 kBetween,
                                 ports::view_of(first.id),
                                 kBetween,
                                 first.key.bytes()}
                            ));
}

std::string check_of(const SecretBytes& token_key, const KeyEncryptionKey& key) {
    return core::to_hex(KeyedHash(token_key.bytes())
                            .of(
                                {ports::view_of(kCheckContext),
                                 kBetween,
                                 ports::view_of(key.id),
                                 kBetween,
                                 key.key.bytes()}
                            ));
}

std::string check_of(const SecretBytes& token_key, std::string_view fingerprint) {
    return core::to_hex(KeyedHash(token_key.bytes())
                            .of({ports::view_of(kSetContext), kBetween, ports::view_of(fingerprint)}
                            ));
}

// Of the key set that had this fingerprint, with the token key to come.
std::string fingerprint_with(const SecretBytes& next_token_key, std::string_view fingerprint) {
    return core::to_hex(
        KeyedHash(next_token_key.bytes())
            .of({ports::view_of(kNextContext), kBetween, ports::view_of(fingerprint)})
    );
}

bool is_key_id(std::string_view text) {
    const auto fits = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
               letter == '-';
    };
    return !text.empty() && text.size() <= kKeyIdCharactersMax &&
           std::all_of(text.begin(), text.end(), fits);
}

// Reads line by line and knows where it is, for the message.
class KeyFileReader {
public:
    KeyFileReader(const std::string& path, std::string_view text)
        : lines_(path, text, "restore the key file from its own backup") {}

    KeySet read() {
        if (lines_.next() != kFirstLine) refuse("the first line must be `clarion-keys 1`");
        KeySet keys;
        while (!lines_.is_over())
            read_key(keys, lines_.next());
        if (keys.token_key.size() == 0) refuse("the line `token KEY` is missing");
        if (keys.encryption_keys.empty()) refuse("a line `kek ID KEY` is missing");
        if (keys.fingerprint.empty()) {
            keys.fingerprint = fingerprint_of(keys.token_key, keys.encryption_keys.front());
        } else if (check_of(keys.token_key, keys.fingerprint) != set_check_) {
            refuse("the line `set` and the line `token` are not of one key set");
        }
        for (const auto& [id, check] : checks_)
            hold_against(keys, id, check);
        if (keys.next_token_key.size() != 0) check_next(keys);
        return keys;
    }

private:
    [[noreturn]] void refuse(const std::string& why) const { lines_.refuse(why); }

    static std::string_view take_word(std::string_view& line) {
        const auto end = std::min(line.find(' '), line.size());
        const std::string_view word = line.substr(0, end);
        line.remove_prefix(std::min(end + 1, line.size()));
        return word;
    }

    void read_key(KeySet& keys, std::string_view line) {
        const std::string_view kind = take_word(line);
        if (kind == "token") {
            if (keys.token_key.size() != 0) refuse("a second `token` line");
            keys.token_key = read_hex(line);
            return;
        }
        if (kind == "set") {
            if (!keys.fingerprint.empty()) refuse("a second `set` line");
            keys.fingerprint = take_word(line);
            set_check_ = line;
            if (keys.fingerprint.size() != 2 * kKeyBytes) refuse("a `set` line has two hashes");
            return;
        }
        if (kind == "next") {
            if (keys.next_token_key.size() != 0) refuse("a second `next` line");
            keys.next_token_key = read_hex(take_word(line));
            next_check_ = line;
            return;
        }
        if (kind == "check") {
            std::string id(take_word(line));
            if (!checks_.emplace(std::move(id), line).second) refuse("a key is checked twice");
            return;
        }
        if (kind != "kek")
            refuse("expected `token KEY`, `set`, `kek ID KEY`, `check ID HASH` or `next`");
        const std::string id(take_word(line));
        if (!is_key_id(id)) refuse("a key's id is made of a-z, 0-9 and `-`, at most 32");
        const auto same = [&id](const KeyEncryptionKey& key) { return key.id == id; };
        if (std::any_of(keys.encryption_keys.begin(), keys.encryption_keys.end(), same)) {
            refuse("the key id `" + id + "` is there twice");
        }
        keys.encryption_keys.push_back({id, read_hex(line)});
    }

    void hold_against(const KeySet& keys, const std::string& id, std::string_view check) const {
        const auto& all = keys.encryption_keys;
        const auto key =
            std::find_if(all.begin(), all.end(), [&id](const auto& one) { return one.id == id; });
        if (key != all.end() && check_of(keys.token_key, *key) == check) return;
        refuse("the key `" + id + "` is not the one that was made");
    }

    void check_next(KeySet& keys) const {
        KeyEncryptionKey next{std::string(kNextId), SecretBytes(kKeyBytes)};
        std::ranges::copy(keys.next_token_key.bytes(), next.key.bytes().begin());
        if (check_of(keys.token_key, next) != next_check_) {
            refuse("the token key to come is not the one that was made");
        }
        keys.next_fingerprint = fingerprint_with(keys.next_token_key, keys.fingerprint);
    }

    [[nodiscard]] SecretBytes read_hex(std::string_view digits) const {
        if (digits.size() != 2 * kKeyBytes) refuse("a key has 64 hexadecimal digits");
        SecretBytes key(kKeyBytes);
        if (!core::read_hex(digits, key.bytes()))
            refuse("a key is written in the digits 0-9 and a-f");
        return key;
    }

    StrictLines lines_;
    std::string_view set_check_;
    std::string_view next_check_;
    std::map<std::string, std::string_view> checks_;
};

// The text of a key file, made in memory that is wiped.
class KeyFileText {
public:
    KeyFileText() : text_(kPlainKeysBytesMax) {}

    void add(std::string_view words) {
        for (const char letter : words)
            text_.bytes()[size_++] = static_cast<std::uint8_t>(letter);
    }
    void add_new_key() {
        SecretBytes key(kKeyBytes);
        fill_random(key.bytes());
        add_key(key);
    }
    void add_key(const SecretBytes& key, std::string_view end = "\n") {
        for (const std::uint8_t byte : key.bytes()) {
            text_.bytes()[size_++] = static_cast<std::uint8_t>(kHex[byte >> 4]);
            text_.bytes()[size_++] = static_cast<std::uint8_t>(kHex[byte & 0xf]);
        }
        add(end);
    }
    void add_next(const SecretBytes& token_key) {
        KeyEncryptionKey next{std::string(kNextId), SecretBytes(kKeyBytes)};
        fill_random(next.key.bytes());
        add("next ");
        add_key(next.key, " ");
        add(check_of(token_key, next) + "\n");
    }
    // With its check.
    void add_later_key(const SecretBytes& token_key, const KeyEncryptionKey& later) {
        add("kek " + later.id + " ");
        add_key(later.key);
        add("check " + later.id + " " + check_of(token_key, later) + "\n");
    }
    [[nodiscard]] std::span<const std::uint8_t> bytes() const { return text_.bytes().first(size_); }

private:
    SecretBytes text_;
    std::size_t size_ = 0;
};

std::string_view text_in(const SecretBytes& file) {
    const auto bytes = file.bytes();
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size() - 1};  // without the end mark
}

KeySet keys_in(const std::string& path, const KeptKeys& file) {
    return KeyFileReader(path, text_in(file.text)).read();
}

void check_new_id(const std::string& path, const std::string& key_id) {
    if (is_key_id(key_id)) return;
    throw ports::KeyUnavailable(path + ": a key's id is made of a-z, 0-9 and `-`, at most 32");
}

void check_no_token_turn(const std::string& path, const KeySet& keys) {
    if (keys.next_token_key.size() == 0) return;
    throw ports::KeyUnavailable(
        path + ": the token key is being turned: end that first, by `clarion keys rotate --token`"
    );
}

// A whole key set in a file, whose fingerprint no longer follows from its first key.
void add_set(KeyFileText& text, const SecretBytes& token_key, const std::string& fingerprint) {
    text.add(kFirstLine);
    text.add("\ntoken ");
    text.add_key(token_key);
    text.add("set " + fingerprint + " " + check_of(token_key, fingerprint) + "\n");
}

}  // namespace

void create_key_file(const std::string& path, const std::string& key_id) {
    check_new_id(path, key_id);
    prepare_private_folder_of(path);
    KeyFileText text;
    text.add(kFirstLine);
    text.add("\ntoken ");
    text.add_new_key();
    text.add("kek " + key_id + " ");
    text.add_new_key();
    write_private_file(path, text.bytes(), WriteMode::make_new);
}

void add_encryption_key(const std::string& path, const std::string& key_id) {
    check_new_id(path, key_id);
    const KeptKeys file = read_kept_keys(path, kPlainKeysBytesMax / 2);
    const KeySet keys = keys_in(path, file);
    check_no_token_turn(path, keys);
    for (const KeyEncryptionKey& key : keys.encryption_keys) {
        if (key.id == key_id) throw ports::KeyUnavailable(path + ": has a key of that id already");
    }
    KeyFileText text;
    text.add(text_in(file.text));
    KeyEncryptionKey made{key_id, SecretBytes(kKeyBytes)};
    fill_random(made.key.bytes());
    text.add_later_key(keys.token_key, made);
    replace_kept_keys(path, file, text.bytes());
}

void retire_encryption_key(const std::string& path, const std::string& key_id) {
    const KeptKeys file = read_kept_keys(path, kPlainKeysBytesMax);
    const KeySet keys = keys_in(path, file);
    check_no_token_turn(path, keys);
    const auto& all = keys.encryption_keys;
    const auto retired =
        std::find_if(all.begin(), all.end(), [&](const auto& key) { return key.id == key_id; });
    if (retired == all.end()) throw ports::KeyUnavailable(path + ": has no key of that id");
    if (retired == all.end() - 1) {
        throw ports::KeyUnavailable(path + ": the newest key is in use; rotate the keys first");
    }
    KeyFileText text;
    add_set(text, keys.token_key, keys.fingerprint);
    for (auto key = all.begin(); key != all.end(); ++key) {
        if (key != retired) text.add_later_key(keys.token_key, *key);
    }
    replace_kept_keys(path, file, text.bytes());
}

void begin_token_turn(const std::string& path) {
    const KeptKeys file = read_kept_keys(path, kPlainKeysBytesMax / 2);
    const KeySet keys = keys_in(path, file);
    if (keys.next_token_key.size() != 0) return;
    KeyFileText text;
    text.add(text_in(file.text));
    text.add_next(keys.token_key);
    replace_kept_keys(path, file, text.bytes());
}

void end_token_turn(const std::string& path) {
    const KeptKeys file = read_kept_keys(path, kPlainKeysBytesMax);
    const KeySet keys = keys_in(path, file);
    core::ensure(keys.next_token_key.size() != 0, "a turn ends that has begun");
    KeyFileText text;
    add_set(text, keys.next_token_key, keys.next_fingerprint);
    for (const KeyEncryptionKey& key : keys.encryption_keys)
        text.add_later_key(keys.next_token_key, key);
    replace_kept_keys(path, file, text.bytes());
}

KeySet read_key_file(const std::string& path) {
    return keys_in(path, read_kept_keys(path, kPlainKeysBytesMax));
}

}  // namespace clarion::keys
