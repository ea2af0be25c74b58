#include "adapters/keys/root_place.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "adapters/keys/private_file.hpp"
#include "adapters/keys/strict_lines.hpp"
#include "engine/ports/bytes.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::keys {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFirstLine = "clarion-root 1";
constexpr std::size_t kFileBytesMax = 16 * 1024;
constexpr std::size_t kPinBytesMax = 256;
constexpr std::string_view kCredential = "root-pin";

std::string* member_of(RootPlace& place, std::string_view kind) {
    if (kind == "module") return &place.module;
    if (kind == "token") return &place.token;
    if (kind == "object") return &place.object;
    if (kind == "pin-file") return &place.pin_file;
    return nullptr;
}

class RootFileReader {
public:
    RootFileReader(const std::string& path, std::string_view text)
        : lines_(path, text, "it says where the root key is: put it right, or restore it") {}

    RootPlace read() {
        if (lines_.next() != kFirstLine) refuse("the first line must be `clarion-root 1`");
        RootPlace place;
        while (!lines_.is_over())
            read_line(place, lines_.next());
        for (const char* kind : {"module", "token", "object", "pin-file"}) {
            if (member_of(place, kind)->empty())
                refuse("the line `" + std::string(kind) + "` is missing");
        }
        return place;
    }

private:
    [[noreturn]] void refuse(const std::string& why) const { lines_.refuse(why); }

    void read_line(RootPlace& place, std::string_view line) const {
        const auto space = line.find(' ');
        const std::string_view kind = line.substr(0, space);
        const std::string value(
            space == std::string_view::npos ? std::string_view() : line.substr(space + 1)
        );
        if (value.empty()) refuse("expected `module`, `token`, `object`, `pin-file` or `opens`");
        const bool is_path = kind == "module" || kind == "pin-file" || kind == "opens";
        if (is_path && !fs::path(value).is_absolute()) refuse("a path begins with /");
        if (kind == "opens") {
            place.opens.push_back(value);
            return;
        }
        std::string* member = member_of(place, kind);
        if (member == nullptr)
            refuse("expected `module`, `token`, `object`, `pin-file` or `opens`");
        if (!member->empty()) refuse("a second `" + std::string(kind) + "` line");
        *member = value;
    }

    StrictLines lines_;
};

}  // namespace

std::string root_file_of(const std::string& key_file) {
    return fs::path(key_file).replace_filename("clarion.root");
}

RootPlace read_root_place(const std::string& file) {
    const SecretBytes bytes = read_private_file(file, kFileBytesMax);
    const std::string text = ports::text_of(bytes.bytes().first(bytes.size() - 1));
    return RootFileReader(file, text).read();
}

void write_root_place(const std::string& file, const RootPlace& place) {
    std::string text(kFirstLine);
    text += "\nmodule " + place.module + "\ntoken " + place.token + "\nobject " + place.object +
            "\npin-file " + place.pin_file + "\n";
    for (const std::string& path : place.opens)
        text += "opens " + path + "\n";
    static_cast<void>(RootFileReader(file, text).read());  // a label may be what no line can hold
    write_private_file(file, ports::view_of(text), WriteMode::replace);
}

std::string pin_file_of(const RootPlace& place) {
    const char* credentials = ::secure_getenv("CREDENTIALS_DIRECTORY");
    if (credentials == nullptr) return place.pin_file;
    const fs::path given = fs::path(credentials) / kCredential;
    std::error_code unseen;
    return fs::exists(given, unseen) ? given.string() : place.pin_file;
}

SecretBytes read_pin(const RootPlace& place) {
    const std::string path = pin_file_of(place);
    const SecretBytes file = read_secret_file(path, kPinBytesMax);
    auto text = file.bytes().first(file.size() - 1);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
        text = text.first(text.size() - 1);
    if (text.empty()) throw ports::KeyUnavailable(path + ": holds no PIN");
    SecretBytes pin(text.size());
    std::ranges::copy(text, pin.bytes().begin());
    return pin;
}

}  // namespace clarion::keys
