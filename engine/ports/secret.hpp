// Secret: a text that must not be told by accident: a password, a client's secret, the cookie of a
// session, what codes are made from.
//
// There is no way to write it to a stream, a format, JSON or a log, and it turns into no other text
// by itself: whoever needs it says `reveal()`. What it lay in is wiped when it goes. Keys are bytes
// and lie in locked memory: keys::SecretBytes.
//
// Ownership: copies are secrets of their own. Threads: as std::string.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clarion::ports {

class Secret {
public:
    Secret() = default;
    // `text` may be an expiring one; it is wiped.
    explicit Secret(std::string&& text) : kept_(text.begin(), text.end()) {
        kept_.push_back('\0');
        wipe(text.data(), text.size());
    }
    explicit Secret(std::string_view text) : kept_(text.begin(), text.end()) {
        kept_.push_back('\0');
    }
    ~Secret() { wipe(kept_.data(), kept_.size()); }
    Secret(const Secret&) = default;
    Secret(Secret&& other) noexcept = default;  // the bytes stay where they are
    Secret& operator=(const Secret& other) {
        Secret copy(other);
        kept_.swap(copy.kept_);
        return *this;
    }
    Secret& operator=(Secret&& other) noexcept {
        kept_.swap(other.kept_);
        return *this;
    }

    [[nodiscard]] bool empty() const { return kept_.size() <= 1; }
    // Ends with a zero byte behind it, for libraries of C.
    [[nodiscard]] std::string_view reveal() const {
        return kept_.empty() ? std::string_view("")
                             : std::string_view(kept_.data(), kept_.size() - 1);
    }

private:
    // Not left out by a compiler that sees nobody read it again.
    static void wipe(char* bytes, std::size_t count) {
        volatile char* each = bytes;
        for (std::size_t at = 0; at < count; ++at)
            each[at] = '\0';
    }

    std::vector<char> kept_;  // not a string: a short one would lie in the object and be copied
};

}  // namespace clarion::ports
