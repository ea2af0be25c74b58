// Form bodies as browsers send them.
#include <algorithm>

#include "adapters/http/message.hpp"
#include "adapters/http/percent_encoding.hpp"

namespace clarion::http {
namespace {

// More fields than any page of ours holds; keeps the search for repeats short.
constexpr std::size_t kFormFieldsMax = 256;

// Browsers escape everything else; a raw byte outside this set was not written by one.
bool is_form_byte(char c) {
    return c > ' ' && c < 0x7F;
}

bool comes_twice(const FormFields& fields, std::string_view name) {
    return std::any_of(fields.begin(), fields.end(), [name](const auto& field) {
        return field.first == name;
    });
}

}  // namespace

std::optional<FormFields> parse_form(
    std::string_view body, std::span<const std::string_view> repeatable
) {
    FormFields fields;
    while (!body.empty()) {
        const auto end = body.find('&');
        const std::string_view pair = body.substr(0, end);
        body = end == std::string_view::npos ? std::string_view() : body.substr(end + 1);
        if (pair.empty() || !std::all_of(pair.begin(), pair.end(), is_form_byte)) {
            return std::nullopt;
        }

        const auto equals = pair.find('=');
        const std::string_view raw_value =
            equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
        auto name = decode_percent(pair.substr(0, equals), Plus::is_space);
        auto value = decode_percent(raw_value, Plus::is_space);
        if (!name || !value || name->empty() || fields.size() == kFormFieldsMax) {
            return std::nullopt;
        }
        const bool may_repeat =
            std::find(repeatable.begin(), repeatable.end(), *name) != repeatable.end();
        if (!may_repeat && comes_twice(fields, *name)) return std::nullopt;
        fields.emplace_back(std::move(*name), std::move(*value));
    }
    return fields;
}

}  // namespace clarion::http
