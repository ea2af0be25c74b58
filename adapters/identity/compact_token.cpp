#include "adapters/identity/compact_token.hpp"

#include <algorithm>
#include <array>
#include <exception>

#include "adapters/identity/base64url.hpp"
#include "engine/core/strict_json.hpp"

namespace clarion::identity {

namespace json = core::json;

namespace {

// Extensions that change what is signed or how it is packed. We know none of them, and RFC 7515
// 4.1.11 and RFC 7797 let nobody skip them.
constexpr std::array<std::string_view, 4> kNotFollowed{"crit", "b64", "zip", "enc"};

std::optional<json::object> object_in(std::string_view part) {
    const auto text = decode_base64url(part);
    if (!text) return std::nullopt;
    auto read =
        core::read_strict_json(*text, {.depth_max = kTokenDepthMax, .bytes_max = kTokenBytesMax});
    if (!read || !read->is_object()) return std::nullopt;
    return std::move((*read).get_object());
}

}  // namespace

std::string_view to_string(TokenFault fault) {
    switch (fault) {
        case TokenFault::form:
            return "form";
        case TokenFault::header:
            return "header";
        case TokenFault::algorithm:
            return "algorithm";
        case TokenFault::type:
            return "type";
        case TokenFault::key:
            return "key";
        case TokenFault::signature:
            return "signature";
        case TokenFault::issuer:
            return "issuer";
        case TokenFault::audience:
            return "audience";
        case TokenFault::time:
            return "time";
        case TokenFault::claims:
            return "claims";
        case TokenFault::binding:
            return "binding";
    }
    std::terminate();
}

core::Result<CompactToken, TokenFault> read_compact_token(std::string_view text) {
    if (text.size() > kTokenBytesMax) return core::failure(TokenFault::form);
    if (std::count(text.begin(), text.end(), '.') != 2) return core::failure(TokenFault::form);
    const auto first = text.find('.');
    const auto second = text.find('.', first + 1);
    auto header = object_in(text.substr(0, first));
    if (!header) return core::failure(TokenFault::form);
    for (const std::string_view name : kNotFollowed) {
        if (header->contains(name)) return core::failure(TokenFault::header);
    }
    auto claims = object_in(text.substr(first + 1, second - first - 1));
    auto signature = decode_base64url(text.substr(second + 1));
    if (!claims || !signature) return core::failure(TokenFault::form);
    return CompactToken{
        std::string(text), std::move(*header), std::move(*claims), std::move(*signature)};
}

std::string_view text_member(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string_view(value->get_string())
                                                  : std::string_view();
}

}  // namespace clarion::identity
