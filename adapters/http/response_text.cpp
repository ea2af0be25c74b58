#include "adapters/http/response_text.hpp"

#include <algorithm>

#include "adapters/http/field_text.hpp"
#include "adapters/http/problem.hpp"
#include "adapters/http/security_headers.hpp"

namespace clarion::http {
namespace {

// Names that only the session may write.
bool is_ours_to_write(std::string_view name) {
    return same_name(name, "content-length") || same_name(name, "connection") ||
           same_name(name, "date") || same_name(name, "transfer-encoding") ||
           same_name(name, "server");
}

bool is_clean(std::string_view value) {
    return std::none_of(value.begin(), value.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
    });
}

void append_field(std::string_view name, std::string_view value, std::string& out) {
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
}

bool has_length(int status) {
    return status != 204 && status != 304;
}

}  // namespace

void append_response(const Response& response, const ResponseFrame& frame, std::string& out) {
    constexpr std::size_t kFieldsRoom = 2048;
    const bool with_body = !frame.without_body && has_length(response.status);
    out.reserve(out.size() + kFieldsRoom + (with_body ? response.body.size() : 0));
    out += "HTTP/1.1 ";
    out += std::to_string(response.status);
    out += ' ';
    out += reason_phrase(response.status);
    out += "\r\n";
    append_field("Date", frame.date, out);
    bool says_caching = false;
    bool says_policy = false;
    for (const auto& [name, value] : response.headers) {
        if (is_ours_to_write(name) || !is_token(name) || !is_clean(value)) continue;
        says_caching = says_caching || same_name(name, "cache-control");
        says_policy = says_policy || same_name(name, "content-security-policy");
        append_field(name, value, out);
    }
    if (!says_caching) append_field("Cache-Control", "no-store", out);
    if (!says_policy) {
        append_field("Content-Security-Policy", content_security_policy(frame.listener), out);
    }
    out += security_headers(frame.tls);
    if (has_length(response.status)) {
        append_field("Content-Length", std::to_string(response.body.size()), out);
    }
    if (!frame.keep_alive) append_field("Connection", "close", out);
    out += "\r\n";
    if (with_body) out += response.body;
}

}  // namespace clarion::http
