#include "adapters/http/api/preconditions.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "adapters/http/field_text.hpp"
#include "adapters/http/json_body.hpp"
#include "engine/core/reference.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::http {
namespace {

constexpr std::uint64_t kNoSuchVersion = std::numeric_limits<std::uint64_t>::max();

bool is_visible(char c) {
    return c > ' ' && c < 0x7F;
}

// What stands between the quotation marks of one strong entity tag.
std::optional<std::string_view> opaque_of(std::string_view tag) {
    if (tag.size() < 2 || tag.front() != '"' || tag.back() != '"') return std::nullopt;
    tag = tag.substr(1, tag.size() - 2);
    if (tag.find('"') != std::string_view::npos) return std::nullopt;  // a list
    return tag;
}

std::uint64_t version_in(std::string_view opaque) {
    std::uint64_t version = 0;
    const char* end = opaque.data() + opaque.size();
    const auto read = std::from_chars(opaque.data(), end, version);
    const bool written_by_us =
        read.ec == std::errc() && read.ptr == end && std::to_string(version) == opaque;
    return written_by_us ? version : kNoSuchVersion;
}

bool is_json(std::string_view content_type) {
    return same_name(trim(take_until(content_type, ';')), "application/json");
}

// The path with the case's reference as we write it: a repeat may spell it otherwise.
std::string one_spelling(const Request& request) {
    std::string path = request.path;
    const auto written = request.path_params.find("ref");
    if (written == request.path_params.end()) return path;
    const auto reference = core::parse_reference(written->second);
    const auto place = path.find("/" + written->second);
    if (!reference || place == std::string::npos) return path;
    return path.replace(place + 1, written->second.size(), core::format_reference(*reference));
}

}  // namespace

runtime::Idempotency idempotency_of(const Request& request, const core::Sha256& sha256) {
    using ports::view_of;
    runtime::Idempotency idempotency;
    std::string_view key = request.header("idempotency-key").value_or(std::string_view());
    if (const auto quoted = opaque_of(key)) key = *quoted;
    const bool usable =
        key.size() <= kIdempotencyKeyBytesMax && std::all_of(key.begin(), key.end(), is_visible);
    if (usable) idempotency.key = key;
    const std::string path = one_spelling(request);
    idempotency.request_hash = sha256(
        {view_of(to_string(request.method)),
         view_of("\n"),
         view_of(path),
         view_of("\n"),
         view_of(request.body)}
    );
    return idempotency;
}

std::optional<std::uint64_t> if_match_of(const Request& request) {
    const auto tag = request.header("if-match");
    if (!tag) return std::nullopt;
    const auto opaque = opaque_of(*tag);
    if (!opaque) return std::nullopt;
    return version_in(*opaque);
}

bool has_seen(const Request& request, std::uint64_t version) {
    std::string_view tags = request.header("if-none-match").value_or(std::string_view());
    const std::string ours = '"' + std::to_string(version) + '"';
    while (!tags.empty()) {
        std::string_view tag = trim(take_until(tags, ','));
        if (tag.starts_with("W/")) tag.remove_prefix(2);  // weak comparison: RFC 9110 13.1.2
        if (tag == "*" || tag == ours) return true;
    }
    return false;
}

runtime::Body json_of(const Request& request) {
    const auto type = request.header("content-type");
    if (!type && request.body.empty()) return core::json::value(core::json::object());
    const auto coding = request.header("content-encoding");
    if (!type || !is_json(*type) || coding) {
        return runtime::Unreadable{.reason = "another media type", .is_json = false};
    }
    return read_json_body(request.body);
}

}  // namespace clarion::http
