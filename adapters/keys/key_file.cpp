#include "adapters/keys/key_file.hpp"

#include <algorithm>
#include <string_view>

#include "adapters/keys/private_file.hpp"
#include "adapters/keys/random.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::keys {

namespace {

constexpr std::string_view kFirstLine = "clarion-keys 1";
constexpr std::size_t kFileBytesMax = 64 * 1024;
constexpr std::size_t kKeyIdCharactersMax = 32;
constexpr std::string_view kHex = "0123456789abcdef";

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
    KeyFileReader(const std::string& path, std::string_view text) : path_(path), rest_(text) {}

    KeySet read() {
        if (next_line() != kFirstLine) refuse("the first line must be `clarion-keys 1`");
        KeySet keys;
        while (!rest_.empty())
            read_key(keys, next_line());
        if (keys.token_key.size() == 0) refuse("the line `token KEY` is missing");
        if (keys.encryption_keys.empty()) refuse("a line `kek ID KEY` is missing");
        return keys;
    }

private:
    [[noreturn]] void refuse(const std::string& why) const {
        throw ports::KeyUnavailable(
            path_ + ":" + std::to_string(line_) + ": " + why +
            "; restore the key file from its own backup"
        );
    }

    std::string_view next_line() {
        ++line_;
        const auto end = rest_.find('\n');
        if (end == std::string_view::npos) refuse("the line does not end");
        const std::string_view line = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        return line;
    }

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
        if (kind != "kek") refuse("expected `token KEY` or `kek ID KEY`");
        const std::string id(take_word(line));
        if (!is_key_id(id)) refuse("a key's id is made of a-z, 0-9 and `-`, at most 32");
        const auto same = [&id](const KeyEncryptionKey& key) { return key.id == id; };
        if (std::any_of(keys.encryption_keys.begin(), keys.encryption_keys.end(), same)) {
            refuse("the key id `" + id + "` is there twice");
        }
        keys.encryption_keys.push_back({id, read_hex(line)});
    }

    [[nodiscard]] SecretBytes read_hex(std::string_view digits) const {
        if (digits.size() != 2 * kKeyBytes) refuse("a key has 64 hexadecimal digits");
        SecretBytes key(kKeyBytes);
        for (std::size_t index = 0; index < kKeyBytes; ++index) {
            const auto high = kHex.find(digits[2 * index]);
            const auto low = kHex.find(digits[2 * index + 1]);
            if (high == std::string_view::npos || low == std::string_view::npos) {
                refuse("a key is written in the digits 0-9 and a-f");
            }
            key.bytes()[index] = static_cast<std::uint8_t>(high * 16 + low);
        }
        return key;
    }

    const std::string& path_;
    std::string_view rest_;
    int line_ = 0;
};

// The text of a key file, made in memory that is wiped.
class KeyFileText {
public:
    KeyFileText() : text_(kFileBytesMax) {}

    void add(std::string_view words) {
        for (const char letter : words)
            text_.bytes()[size_++] = static_cast<std::uint8_t>(letter);
    }
    void add_new_key() {
        SecretBytes key(kKeyBytes);
        fill_random(key.bytes());
        for (const std::uint8_t byte : key.bytes()) {
            text_.bytes()[size_++] = static_cast<std::uint8_t>(kHex[byte >> 4]);
            text_.bytes()[size_++] = static_cast<std::uint8_t>(kHex[byte & 0xf]);
        }
        add("\n");
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

void check_new_id(const std::string& path, const std::string& key_id) {
    if (is_key_id(key_id)) return;
    throw ports::KeyUnavailable(path + ": a key's id is made of a-z, 0-9 and `-`, at most 32");
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
    const SecretBytes file = read_private_file(path, kFileBytesMax / 2);
    const KeySet keys = KeyFileReader(path, text_in(file)).read();
    for (const KeyEncryptionKey& key : keys.encryption_keys) {
        if (key.id == key_id) throw ports::KeyUnavailable(path + ": has a key of that id already");
    }
    KeyFileText text;
    text.add(text_in(file));
    text.add("kek " + key_id + " ");
    text.add_new_key();
    write_private_file(path, text.bytes(), WriteMode::replace);
}

KeySet read_key_file(const std::string& path) {
    const SecretBytes file = read_private_file(path, kFileBytesMax);
    return KeyFileReader(path, text_in(file)).read();
}

}  // namespace clarion::keys
