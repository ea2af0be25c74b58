#include "engine/runtime/mentions.hpp"

#include <cctype>
#include <utility>

#include "engine/core/access/redaction.hpp"
#include "engine/runtime/form_check.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

constexpr std::size_t kWrittenLength = 11;  // 7K3M-2QXT-C

bool is_wordlike(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-';
}

// A reference as pages show it that stands at `at` by itself.
std::optional<core::Reference> reference_at(std::string_view text, std::size_t at) {
    if (at > 0 && is_wordlike(text[at - 1])) return std::nullopt;
    const std::string_view written = text.substr(at, kWrittenLength);
    if (written.size() < kWrittenLength || written[4] != '-' || written[9] != '-') {
        return std::nullopt;
    }
    const std::size_t behind = at + kWrittenLength;
    if (behind < text.size() && is_wordlike(text[behind])) return std::nullopt;
    return core::parse_reference(written);
}

}  // namespace

Mentions::Mentions(const core::Process& process, const ports::FormChecker& forms, KnowsOf knows_of)
    : knows_of_(std::move(knows_of)) {
    for (const auto& [name, action] : process.actions) {
        if (action.form.empty() || !forms.knows(action.form)) continue;
        for (std::string& field : fields_marked(forms.schema(action.form), "x-names", "case"))
            fields_.insert(std::move(field));
    }
}

std::string Mentions::without_unknown(std::string_view text) const {
    std::string shown;
    std::size_t done = 0;
    for (auto dash = text.find('-', 4); dash != std::string_view::npos;
         dash = text.find('-', dash + 1)) {
        const std::size_t at = dash - 4;
        if (at < done) continue;
        const auto reference = reference_at(text, at);
        if (!reference || knows_of_(*reference)) continue;
        shown += text.substr(done, at - done);
        shown += core::kCoveredText;
        done = at + kWrittenLength;
    }
    return shown += text.substr(done);
}

void Mentions::cover(json::value& value, std::string_view path) const {
    if (json::object* object = value.if_object()) {
        for (auto& [name, member] : *object)
            cover(member, name);
    } else if (json::array* list = value.if_array()) {
        for (json::value& entry : *list)
            cover(entry, path);
    } else if (const json::string* text = value.if_string()) {
        const std::string_view written(*text);
        const bool is_field = fields_.contains(path.substr(path.rfind('.') + 1));
        const auto named = is_field ? core::parse_reference(written) : std::nullopt;
        if (named && !knows_of_(*named)) {
            value = core::kCoveredText;
        } else if (!named && written.find('-') != std::string_view::npos) {
            value = without_unknown(written);
        }
    }
}

}  // namespace clarion::runtime
