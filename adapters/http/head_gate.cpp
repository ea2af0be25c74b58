#include "adapters/http/head_gate.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "adapters/http/field_text.hpp"
#include "adapters/http/target_gate.hpp"

namespace clarion::http {
namespace {

constexpr HeadFault kBadLineEnd{400, "bad_request", "A line does not end in CR LF."};
constexpr HeadFault kBadByte{400, "bad_request", "The head holds a control byte."};
constexpr HeadFault kBadRequestLine{400, "bad_request", "The request line is malformed."};
constexpr HeadFault kBadVersion{505, "http_version", "Only HTTP/1.1 and HTTP/1.0 are spoken here."};
constexpr HeadFault kUnknownMethod{501, "unknown_method", "The method is not known here."};
constexpr HeadFault kMethodNotAllowed{
    405, "method_not_allowed", "The method is never allowed here.", "GET, HEAD, POST, OPTIONS"};
constexpr HeadFault kTargetTooLong{414, "target_too_long", "The request target is too long."};
constexpr HeadFault kTooManyFields{431, "fields_too_large", "The header section is too large."};
constexpr HeadFault kBadField{400, "bad_request", "A header field is malformed."};
constexpr HeadFault kRepeatedField{400, "bad_request", "A header field may come only once."};
constexpr HeadFault kNoHost{400, "bad_host", "The Host field is missing."};
constexpr HeadFault kBadLength{400, "bad_length", "Content-Length is malformed."};
constexpr HeadFault kTooLarge{413, "body_too_large", "The body is too large."};
constexpr HeadFault kTwoLengths{400, "bad_length", "The body's length is given in two ways."};
constexpr HeadFault kBadCoding{400, "bad_coding", "Transfer-Encoding is malformed."};
constexpr HeadFault kUnknownCoding{501, "unknown_coding", "The transfer coding is not known here."};
constexpr HeadFault kUnexpectedBody{400, "unexpected_body", "This method takes no body."};
constexpr HeadFault kBadExpectation{417, "expectation_failed", "The expectation cannot be met."};

// Room for the method, the version and the spaces beside the longest target.
constexpr std::size_t kRequestLineBytesMax = kTargetBytesMax + kMethodBytesMax + 16;

struct RequestLine {
    std::string_view method;
    std::string_view target;
    std::string_view version;
};

RequestLine split(std::string_view line) {
    RequestLine parts;
    parts.method = take_until(line, ' ');
    parts.target = take_until(line, ' ');
    parts.version = line;
    return parts;
}

std::optional<Method> method_of(std::string_view name) {
    constexpr std::array kMethods{
        Method::get,
        Method::head,
        Method::post,
        Method::put,
        Method::del,
        Method::patch,
        Method::options};
    for (const Method method : kMethods) {
        if (to_string(method) == name) return method;
    }
    return std::nullopt;
}

bool is_version(std::string_view text) {
    return text.size() == 8 && text.substr(0, 5) == "HTTP/" && is_digit(text[5]) &&
           text[6] == '.' && is_digit(text[7]);
}

std::optional<HeadFault> check_request_line(std::string_view line) {
    const RequestLine parts = split(line);
    if (!is_token(parts.method) || parts.target.empty() || !is_version(parts.version)) {
        return kBadRequestLine;
    }
    if (parts.version != "HTTP/1.1" && parts.version != "HTTP/1.0") return kBadVersion;
    if (parts.method == "TRACE" || parts.method == "CONNECT") return kMethodNotAllowed;
    if (!method_of(parts.method)) return kUnknownMethod;
    if (parts.target.size() > kTargetBytesMax) return kTargetTooLong;
    return std::nullopt;
}

// Fields whose second coming would change what the request means, or who sends it.
constexpr std::array<std::string_view, 10> kOnceOnly{
    "host",
    "content-length",
    "transfer-encoding",
    "content-type",
    "authorization",
    "if-match",
    "idempotency-key",
    "cookie",
    "origin",
    "expect"};
enum OnceOnly : std::size_t { kHost = 0, kContentLength = 1, kTransferEncoding = 2, kExpect = 9 };

// What the fields said, before it is judged.
struct Fields {
    std::array<std::optional<std::string_view>, kOnceOnly.size()> once;
    bool close = false;
    bool keep_alive = false;
};

void note_connection(std::string_view value, Fields& fields) {
    while (!value.empty()) {
        const std::string_view option = trim(take_until(value, ','));
        fields.close = fields.close || same_name(option, "close");
        fields.keep_alive = fields.keep_alive || same_name(option, "keep-alive");
    }
}

std::optional<HeadFault> note_field(std::string_view line, Fields& fields) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return kBadField;
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trim(line.substr(colon + 1));
    if (same_name(name, "connection")) note_connection(value, fields);
    for (std::size_t i = 0; i < kOnceOnly.size(); ++i) {
        if (!same_name(name, kOnceOnly[i])) continue;
        if (fields.once[i]) return kRepeatedField;
        fields.once[i] = value;
    }
    return std::nullopt;
}

std::variant<Fields, HeadFault> read_fields(std::string_view lines) {
    Fields fields;
    while (!lines.empty()) {
        const auto end = lines.find("\r\n");
        const std::string_view line = lines.substr(0, end);
        lines.remove_prefix(end + 2);
        if (line.empty()) break;
        if (const auto fault = note_field(line, fields)) return *fault;
    }
    return fields;
}

std::optional<HeadFault> read_coding(std::string_view value, std::string_view version, Head& head) {
    if (version != "HTTP/1.1") return kBadCoding;
    if (same_name(value, "chunked")) {
        head.chunked = true;
        return std::nullopt;
    }
    bool unknown = false;
    bool chunked_seen = false;
    std::string_view rest = value;
    do {
        const std::string_view coding = trim(take_until(rest, ','));
        if (!is_token(coding) || chunked_seen) return kBadCoding;
        chunked_seen = same_name(coding, "chunked");
        unknown = unknown || !chunked_seen;
    } while (!rest.empty());
    if (value.back() == ',') return kBadCoding;
    return unknown ? kUnknownCoding : kBadCoding;
}

std::optional<HeadFault> read_length(std::string_view value, std::size_t max, Head& head) {
    if (value.empty() || !std::all_of(value.begin(), value.end(), is_digit)) return kBadLength;
    std::uint64_t length = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), length);
    constexpr std::uint64_t kNobodySendsThat = std::uint64_t{1} << 63U;
    if (read.ec != std::errc() || length >= kNobodySendsThat) return kBadLength;
    if (length > max) return kTooLarge;
    head.content_length = length;
    return std::nullopt;
}

bool takes_body(Method method) {
    return method != Method::get && method != Method::head && method != Method::options;
}

std::optional<HeadFault> read_framing(
    const Fields& fields, std::string_view version, std::size_t body_bytes_max, Head& head
) {
    const auto& coding = fields.once[kTransferEncoding];
    const auto& length = fields.once[kContentLength];
    if (coding && length) return kTwoLengths;
    if (coding) {
        if (const auto fault = read_coding(*coding, version, head)) return fault;
    }
    if (length) {
        if (const auto fault = read_length(*length, body_bytes_max, head)) return fault;
    }
    const bool has_body = head.chunked || head.content_length > 0;
    if (has_body && !takes_body(head.method)) return kUnexpectedBody;
    if (const auto& expect = fields.once[kExpect]) {
        if (!same_name(*expect, "100-continue")) return kBadExpectation;
        head.expects_continue = has_body && version == "HTTP/1.1";
    }
    head.keep_alive = !fields.close && (version == "HTTP/1.1" || fields.keep_alive);
    return std::nullopt;
}

}  // namespace

std::optional<HeadFault> HeadScanner::check_byte(std::string_view buffered) const {
    const char byte = buffered[at_];
    const bool after_cr = at_ > 0 && buffered[at_ - 1] == '\r';
    if (after_cr != (byte == '\n')) return kBadLineEnd;
    const auto code = static_cast<unsigned char>(byte);
    const bool control = code < 0x20 || code == 0x7F;
    if (control && byte != '\r' && byte != '\n' && byte != '\t') return kBadByte;
    if (fields_start_ == 0 && at_ >= kRequestLineBytesMax) {
        const bool long_method =
            buffered.substr(0, kMethodBytesMax + 1).find(' ') > kMethodBytesMax;
        return long_method ? kUnknownMethod : kTargetTooLong;
    }
    if (fields_start_ != 0 && at_ - fields_start_ >= kHeaderBytesMax) return kTooManyFields;
    return std::nullopt;
}

std::optional<HeadFault> HeadScanner::end_line(std::string_view buffered) {
    const std::string_view line = buffered.substr(line_start_, at_ - 1 - line_start_);
    line_start_ = at_ + 1;
    if (fields_start_ == 0) {
        fields_start_ = line_start_;
        return check_request_line(line);
    }
    if (line.empty()) {
        complete_ = true;
        return std::nullopt;
    }
    ++fields_;
    if (fields_ > kHeadersMax) return kTooManyFields;
    return std::nullopt;
}

HeadScanner::Outcome HeadScanner::scan(std::string_view buffered) {
    for (; at_ < buffered.size(); ++at_) {
        if (const auto fault = check_byte(buffered)) return *fault;
        if (buffered[at_] != '\n') continue;
        if (const auto fault = end_line(buffered)) return *fault;
        if (complete_) return Complete{.bytes = at_ + 1};
    }
    return NeedsMore{};
}

std::variant<Head, HeadFault> read_head(std::string_view block, const GateRules& rules) {
    const auto first_end = block.find("\r\n");
    const RequestLine line = split(block.substr(0, first_end));
    const auto fields = read_fields(block.substr(first_end + 2));
    if (const auto* fault = std::get_if<HeadFault>(&fields)) return *fault;
    const auto& said = std::get<Fields>(fields);

    Head head;
    head.method = method_of(line.method).value_or(Method::get);
    if (const auto fault = read_framing(said, line.version, rules.body_bytes_max, head)) {
        return *fault;
    }
    if (!said.once[kHost]) return kNoHost;
    if (const auto fault = check_host(*said.once[kHost], rules)) return *fault;
    auto target = read_target(line.target, rules);
    if (const auto* fault = std::get_if<HeadFault>(&target)) return *fault;
    head.path = std::move(std::get<Target>(target).path);
    head.query = std::move(std::get<Target>(target).query);
    return head;
}

}  // namespace clarion::http
