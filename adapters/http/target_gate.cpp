#include "adapters/http/target_gate.hpp"

#include <algorithm>

#include "adapters/http/field_text.hpp"
#include "adapters/http/percent_encoding.hpp"

namespace clarion::http {
namespace {

constexpr HeadFault kBadTarget{400, "bad_target", "The request target is not acceptable."};
constexpr HeadFault kBadHost{400, "bad_host", "The Host field is not acceptable."};
constexpr HeadFault kOtherHost{421, "misdirected", "This server does not answer for that host."};
constexpr HeadFault kBadQuery{400, "bad_query", "The query is malformed or names a value twice."};

// pchar of RFC 3986 3.3 plus the slash; `%` is checked by decoding.
bool is_path_char(char c) {
    constexpr std::string_view kMarks = "-._~!$&'()*+,;=:@/%";
    return is_letter(c) || is_digit(c) || kMarks.find(c) != std::string_view::npos;
}

bool is_query_char(char c) {
    return is_path_char(c) || c == '?';
}

bool is_hidden_byte(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '/' || c == '\\';
}

// One segment as routes see it; empty for what could be read in two ways.
std::optional<std::string> decode_segment(std::string_view raw) {
    auto decoded = decode_percent(raw, Plus::is_plus);
    if (!decoded || *decoded == "." || *decoded == "..") return std::nullopt;
    if (std::any_of(decoded->begin(), decoded->end(), is_hidden_byte)) return std::nullopt;
    return decoded;
}

std::optional<std::string> read_path(std::string_view raw) {
    if (raw.empty() || raw.front() != '/') return std::nullopt;
    if (!std::all_of(raw.begin(), raw.end(), is_path_char)) return std::nullopt;
    std::string path;
    path.reserve(raw.size());
    std::string_view rest = raw.substr(1);
    while (!rest.empty()) {
        const auto slash = rest.find('/');
        const std::string_view segment = rest.substr(0, slash);
        if (segment.empty()) return std::nullopt;  // two slashes in a row
        const auto decoded = decode_segment(segment);
        if (!decoded) return std::nullopt;
        path += '/';
        path += *decoded;
        if (slash == std::string_view::npos) return path;
        rest.remove_prefix(slash + 1);
    }
    path += '/';  // the root, or a slash at the end
    return path;
}

std::optional<std::vector<std::pair<std::string, std::string>>> read_query(std::string_view raw) {
    if (!std::all_of(raw.begin(), raw.end(), is_query_char)) return std::nullopt;
    return parse_form(raw);
}

bool is_port(std::string_view text) {
    return !text.empty() && text.size() <= 5 && std::all_of(text.begin(), text.end(), is_digit);
}

bool is_host_char(char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.';
}

bool is_address_char(char c) {
    return is_digit(c) || c == ':' || c == '.' || (lower(c) >= 'a' && lower(c) <= 'f');
}

// The name of `host[:port]` without port and brackets; empty when it is not well formed.
std::string_view name_of_authority(std::string_view authority) {
    std::string_view name;
    std::string_view after;
    if (!authority.empty() && authority.front() == '[') {
        const auto end = authority.find(']');
        if (end == std::string_view::npos) return {};
        name = authority.substr(1, end - 1);
        after = authority.substr(end + 1);
        if (!std::all_of(name.begin(), name.end(), is_address_char)) return {};
    } else {
        const auto colon = authority.find(':');
        name = authority.substr(0, colon);
        after = colon == std::string_view::npos ? std::string_view() : authority.substr(colon);
        if (!std::all_of(name.begin(), name.end(), is_host_char)) return {};
    }
    if (!after.empty() && (after.front() != ':' || !is_port(after.substr(1)))) return {};
    return name;
}

}  // namespace

bool is_our_host(std::string_view name, std::span<const std::string> our_hosts) {
    return std::any_of(our_hosts.begin(), our_hosts.end(), [name](const std::string& ours) {
        return same_name(name, ours);
    });
}

std::optional<HeadFault> check_host(std::string_view value, const GateRules& rules) {
    const std::string_view name = name_of_authority(value);
    if (name.empty()) return kBadHost;
    if (!is_our_host(name, rules.our_hosts)) return kOtherHost;
    return std::nullopt;
}

std::variant<Target, HeadFault> read_target(std::string_view raw, const GateRules& rules) {
    if (!raw.empty() && raw.front() != '/') {  // absolute-form, for our own name alone
        const std::string_view scheme = rules.tls ? "https://" : "http://";
        if (!same_name(raw.substr(0, scheme.size()), scheme)) return kBadTarget;
        raw.remove_prefix(scheme.size());
        const auto path_start = std::min(raw.find_first_of("/?#"), raw.size());
        if (check_host(raw.substr(0, path_start), rules)) return kBadTarget;
        raw.remove_prefix(path_start);
    }
    const auto question = raw.find('?');
    auto path = read_path(raw.substr(0, question));
    if (!path) return kBadTarget;
    Target target{.path = std::move(*path), .query = {}};
    if (question != std::string_view::npos) {
        auto query = read_query(raw.substr(question + 1));
        if (!query) return kBadQuery;
        target.query = std::move(*query);
    }
    return target;
}

}  // namespace clarion::http
