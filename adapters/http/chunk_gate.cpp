#include "adapters/http/chunk_gate.hpp"

#include <algorithm>
#include <array>

#include "adapters/http/field_text.hpp"

namespace clarion::http {
namespace {

constexpr std::size_t kSizeDigitsMax = 16;

// RFC 9110 6.5.1: framing, routing, authentication and modifiers cannot come after the fact.
constexpr std::array<std::string_view, 16> kForbiddenTrailers{
    "transfer-encoding",
    "content-length",
    "host",
    "cache-control",
    "expect",
    "max-forwards",
    "te",
    "authorization",
    "cookie",
    "set-cookie",
    "content-type",
    "content-encoding",
    "content-range",
    "trailer",
    "if-match",
    "idempotency-key"};

std::optional<unsigned> value_of_hex(char digit) {
    const char c = lower(digit);
    if (is_digit(c)) return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    return std::nullopt;
}

bool is_text(char c) {
    return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
}

bool is_allowed_trailer(std::string_view line) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return false;
    const std::string_view name = line.substr(0, colon);
    return is_token(name) &&
           std::none_of(kForbiddenTrailers.begin(), kForbiddenTrailers.end(), [name](auto banned) {
               return same_name(name, banned);
           });
}

}  // namespace

ChunkGate::Look ChunkGate::look(std::string_view bytes) {
    Look look;
    while (look.seen < bytes.size() && look.state == State::more) {
        if (part_ == Part::data) {  // the body itself is not looked at
            const std::size_t step = std::min<std::uint64_t>(size_, bytes.size() - look.seen);
            size_ -= step;
            look.seen += step;
            look.settled = look.seen;
            if (size_ == 0) part_ = Part::data_end_cr;
            continue;
        }
        look.state = take(bytes[look.seen]);
        ++look.seen;
        if (look.state == State::done) look.settled = look.seen;
    }
    return look;
}

ChunkGate::State ChunkGate::take(char byte) {
    switch (part_) {
        case Part::size:
            return take_size(byte);
        case Part::extension:
            if (byte == '\r') {
                part_ = Part::size_end;
                return State::more;
            }
            ++extension_bytes_;
            return is_text(byte) && extension_bytes_ <= kChunkExtensionBytesMax ? State::more
                                                                                : State::malformed;
        case Part::size_end:
            part_ = size_ == 0 ? Part::trailer : Part::data;
            return byte == '\n' ? State::more : State::malformed;
        case Part::data_end_cr:
            part_ = Part::data_end_lf;
            return byte == '\r' ? State::more : State::malformed;
        case Part::data_end_lf:
            part_ = Part::size;
            digits_ = 0;
            extension_bytes_ = 0;
            return byte == '\n' ? State::more : State::malformed;
        case Part::trailer:
        case Part::trailer_end:
            return take_trailer(byte);
        case Part::data:
        case Part::finished:
            break;
    }
    return State::malformed;
}

ChunkGate::State ChunkGate::take_size(char byte) {
    if (const auto value = value_of_hex(byte)) {
        ++digits_;
        if (digits_ > kSizeDigitsMax) return State::malformed;
        size_ = size_ * 16 + *value;
        return State::more;
    }
    if (digits_ == 0 || (byte != '\r' && byte != ';')) return State::malformed;
    if (size_ > body_bytes_max_ || total_ + size_ > body_bytes_max_) return State::too_large;
    total_ += size_;
    part_ = byte == ';' ? Part::extension : Part::size_end;
    return State::more;
}

ChunkGate::State ChunkGate::take_trailer(char byte) {
    ++trailer_bytes_;
    if (trailer_bytes_ > kTrailerBytesMax) return State::malformed;
    if (part_ == Part::trailer_end) {
        if (byte != '\n') return State::malformed;
        if (trailer_line_.empty()) {
            part_ = Part::finished;
            return State::done;
        }
        part_ = Part::trailer;
        return end_trailer_line() ? State::more : State::malformed;
    }
    if (byte == '\r') {
        part_ = Part::trailer_end;
        return State::more;
    }
    trailer_line_ += byte;
    return is_text(byte) ? State::more : State::malformed;
}

bool ChunkGate::end_trailer_line() {
    const bool allowed = is_allowed_trailer(trailer_line_);
    trailer_line_.clear();
    return allowed;
}

}  // namespace clarion::http
