#include "engine/core/postcode.hpp"

#include <algorithm>

namespace clarion::core {

namespace {

constexpr char kDigit = '9';

std::string without_spaces(std::string_view text) {
    std::string kept(text);
    std::erase(kept, ' ');
    return kept;
}

bool is_like(char wanted, char letter) {
    if (wanted == ' ') return letter == ' ';
    if (wanted == kDigit) return letter >= '0' && letter <= '9';
    const char small = static_cast<char>(letter | 0x20);
    return small >= 'a' && small <= 'z';
}

bool has_shape(std::string_view text, std::string_view shape) {
    return std::equal(shape.begin(), shape.end(), text.begin(), text.end(), is_like);
}

// Whether this is what the address goes on with, as whole words.
bool goes_on_with(std::string_view address, std::string_view shape) {
    const bool is_whole = address.size() == shape.size() ||
                          (address.size() > shape.size() && address[shape.size()] == ' ');
    return is_whole && has_shape(address.substr(0, shape.size()), shape);
}

}  // namespace

PostcodeRule postcode_rule_of(const json::object& profile) {
    PostcodeRule rule;
    const json::value* force = profile.if_contains("force");
    const json::object* said = force == nullptr ? nullptr : force->if_object();
    const json::value* written = said == nullptr ? nullptr : said->if_contains("postcode");
    const json::object* postcode = written == nullptr ? nullptr : written->if_object();
    const json::value* shapes = postcode == nullptr ? nullptr : postcode->if_contains("shapes");
    if (shapes == nullptr || !shapes->is_array()) return rule;
    for (const json::value& shape : shapes->get_array()) {
        if (shape.is_string()) rule.shapes.emplace_back(shape.get_string());
    }
    return rule;
}

bool could_be_postcode(std::string_view text, const PostcodeRule& rule) {
    const std::string plain = without_spaces(text);
    return rule.shapes.empty() ||
           std::any_of(rule.shapes.begin(), rule.shapes.end(), [&](const std::string& shape) {
               return has_shape(plain, without_spaces(shape));
           });
}

std::vector<std::string> postcodes_in(std::string_view address, const PostcodeRule& rule) {
    std::vector<std::string> found;
    for (std::size_t at = 0; at < address.size(); ++at) {
        if (at != 0 && address[at - 1] != ' ') continue;
        const std::string_view rest = address.substr(at);
        for (const std::string& shape : rule.shapes) {
            const std::string joined = without_spaces(shape);
            if (goes_on_with(rest, joined)) found.emplace_back(rest.substr(0, joined.size()));
            if (joined.size() != shape.size() && goes_on_with(rest, shape))
                found.push_back(without_spaces(rest.substr(0, shape.size())));
        }
    }
    return found;
}

}  // namespace clarion::core
