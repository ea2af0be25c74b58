#include "adapters/files/postcode.hpp"

#include <algorithm>
#include <set>

namespace clarion::files {

namespace json = core::json;

namespace {

constexpr char kLetter = 'A';
constexpr char kDigit = '9';
constexpr std::size_t kShapeMax = 12;

std::string without_spaces(std::string_view text) {
    std::string kept(text);
    std::erase(kept, ' ');
    return kept;
}

bool is_shape(std::string_view shape) {
    const bool is_plain = std::all_of(shape.begin(), shape.end(), [](char letter) {
        return letter == kLetter || letter == kDigit || letter == ' ';
    });
    return is_plain && !shape.empty() && shape.size() <= kShapeMax && shape.front() != ' ' &&
           shape.back() != ' ' && shape.find("  ") == std::string_view::npos;
}

const json::object* rule_in(const json::object& profile) {
    const auto* force = profile.if_contains("force");
    const auto* rule = force == nullptr || !force->is_object()
                           ? nullptr
                           : force->get_object().if_contains("postcode");
    return rule == nullptr ? nullptr : rule->if_object();
}

}  // namespace

std::vector<std::pair<std::string, std::string>> complaints_about_postcodes(
    const json::object& profile
) {
    const std::string place = "/force/postcode";
    const json::object* rule = rule_in(profile);
    if (rule == nullptr) return {{place, "must be an object with shapes and an example"}};
    const auto* shapes = rule->if_contains("shapes");
    if (shapes == nullptr || !shapes->is_array() || shapes->get_array().empty())
        return {{place + "/shapes", "must be a list of shapes, such as AA9 9AA"}};
    std::vector<std::pair<std::string, std::string>> problems;
    std::set<std::string> seen;
    for (std::size_t at = 0; at < shapes->get_array().size(); ++at) {
        const auto* shape = shapes->get_array()[at].if_string();
        const std::string here = place + "/shapes/" + std::to_string(at);
        if (shape == nullptr || !is_shape(*shape)) {
            problems.emplace_back(here, "must be made of A for a letter, 9 for a digit and spaces");
        } else if (!seen.insert(without_spaces(*shape)).second) {
            problems.emplace_back(here, "is there twice");
        }
    }
    const auto* example = rule->if_contains("example");
    const bool is_one =
        example != nullptr && example->is_string() &&
        core::could_be_postcode(example->get_string(), core::postcode_rule_of(profile));
    if (!is_one) problems.emplace_back(place + "/example", "must be a postcode of these shapes");
    return problems;
}

}  // namespace clarion::files
