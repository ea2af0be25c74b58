#include "adapters/signer/leaf_check.hpp"

#include <algorithm>
#include <array>

#include "engine/core/audit/base64.hpp"
#include "engine/core/audit/entry.hpp"
#include "engine/core/audit/utf8.hpp"
#include "engine/core/safe_integer.hpp"

namespace clarion::signer {

namespace {

namespace json = core::json;

enum class Shape { text, number, list };
struct Member {
    std::string_view name;
    Shape shape;
    bool required = false;
};

constexpr std::array kMembers{
    Member{"actor", Shape::text},
    Member{"auth", Shape::text},
    Member{"boot", Shape::text},
    Member{"cls", Shape::text, true},
    Member{"det", Shape::text},
    Member{"fields", Shape::list},
    Member{"mono", Shape::number, true},
    Member{"org", Shape::text},
    Member{"out", Shape::text, true},
    Member{"recipient", Shape::text},
    Member{"req", Shape::text},
    Member{"seq", Shape::number, true},
    Member{"subj", Shape::text},
    Member{"subj_n", Shape::number},
    Member{"ts", Shape::text, true},
    Member{"type", Shape::text, true},
    Member{"v", Shape::number, true},
    Member{"why", Shape::text},
};

bool is_text_list(const json::value& value) {
    if (!value.is_array()) return false;
    return std::all_of(value.get_array().begin(), value.get_array().end(), [](const auto& item) {
        return item.is_string();
    });
}

bool has_shape(const json::value& value, Shape shape) {
    switch (shape) {
        case Shape::text:
            return value.is_string() && !value.get_string().empty();
        case Shape::number:
            return value.is_int64() && value.get_int64() >= 0;
        case Shape::list:
            return is_text_list(value) && !value.get_array().empty();
    }
    return false;
}

std::optional<std::string> member_fault(const json::object& leaf) {
    std::size_t known = 0;
    for (const Member& member : kMembers) {
        const json::value* value = leaf.if_contains(member.name);
        const std::string name(member.name);
        if (value == nullptr && member.required) return "has no member `" + name + "`";
        if (value == nullptr) continue;
        if (!has_shape(*value, member.shape)) return "has a malformed member `" + name + "`";
        if (member.shape == Shape::number && value->get_int64() > core::kSafeIntegerMax)
            return "has `" + name + "` beyond 2^53 - 1, which not every program reads exactly";
        ++known;
    }
    if (known != leaf.size()) return "has a member that version 1 does not know";
    if (leaf.contains("subj") != leaf.contains("subj_n")) return "has `subj` without `subj_n`";
    return std::nullopt;
}

template <class Code, std::size_t N>
bool is_name_of(std::string_view text, const std::array<Code, N>& codes) {
    return std::any_of(codes.begin(), codes.end(), [text](Code code) {
        return core::to_string(code) == text;
    });
}

std::string_view text_in(const json::object& leaf, std::string_view name) {
    return leaf.at(name).get_string();
}

// Requires: member_fault() found nothing.
std::optional<std::string> value_fault(const json::object& leaf) {
    if (!is_name_of(text_in(leaf, "cls"), core::kAuditClasses))
        return "has a class (`cls`) that version 1 does not know";
    if (!is_name_of(text_in(leaf, "out"), core::kAuditOutcomes))
        return "has an outcome (`out`) other than ok, denied and error";
    if (leaf.contains("det") && !core::parse_base64_digest(text_in(leaf, "det")))
        return "has a commitment (`det`) that is not 32 bytes in base 64";
    const auto at = core::parse_rfc3339(text_in(leaf, "ts"));
    if (!at || core::to_rfc3339(*at) != text_in(leaf, "ts"))
        return "has a time (`ts`) that is not in UTC to the millisecond";
    return std::nullopt;
}

// Every text of version 1 is a code or a random name: ASCII, and so composed (NFC) whatever the
// version of Unicode.
std::optional<std::size_t> first_beyond_ascii(std::string_view bytes) {
    const auto found = std::find_if(bytes.begin(), bytes.end(), [](char byte) {
        return static_cast<unsigned char>(byte) > 0x7F;
    });
    if (found == bytes.end()) return std::nullopt;
    return static_cast<std::size_t>(found - bytes.begin());
}

}  // namespace

core::Result<LeafFacts, std::string> check_leaf(std::string_view bytes, std::uint64_t index) {
    const auto refuse = [](std::string why) { return core::failure(std::move(why)); };
    if (bytes.size() > core::kEntryBytesMax) return refuse("is longer than 4096 bytes");
    if (!core::is_utf8(bytes)) return refuse("is not UTF-8");
    if (const auto place = first_beyond_ascii(bytes)) {
        return refuse(
            "has a character beyond ASCII at byte " + std::to_string(*place) +
            ", where there are codes and random names alone"
        );
    }
    json::error_code error;
    const json::value value = json::parse(bytes, error);
    if (error || !value.is_object()) return refuse("is not a JSON object");
    if (core::canonical_json(value) != bytes) return refuse("is not canonical JSON (RFC 8785)");
    const json::object& leaf = value.get_object();
    if (auto fault = member_fault(leaf)) return refuse(*std::move(fault));
    if (auto fault = value_fault(leaf)) return refuse(*std::move(fault));
    if (leaf.at("v") != 1) return refuse("is of another version than 1");
    const auto seq = static_cast<std::uint64_t>(leaf.at("seq").get_int64());
    if (seq != index) {
        return refuse(
            "says it is number " + std::to_string(seq) + ", not " + std::to_string(index)
        );
    }
    LeafFacts facts;
    if (const auto* subject = leaf.if_contains("subj")) {
        facts.subject = std::string_view(subject->get_string());
        facts.subject_number = static_cast<std::uint64_t>(leaf.at("subj_n").get_int64());
    }
    return facts;
}

}  // namespace clarion::signer
