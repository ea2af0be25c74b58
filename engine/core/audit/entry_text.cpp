#include "engine/core/audit/entry_text.hpp"

#include <algorithm>

namespace clarion::core {

namespace {

char plain(char letter) {
    if (letter == '_') return ' ';
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

std::string_view member_of(const json::object& entry, std::string_view name) {
    const json::value* value = entry.if_contains(name);
    if (value == nullptr || !value->is_string()) return {};
    return value->get_string();
}

}  // namespace

bool word_holds(std::string_view word, std::string_view text) {
    const auto same = [](char one, char other) { return plain(one) == plain(other); };
    return std::search(word.begin(), word.end(), text.begin(), text.end(), same) != word.end();
}

bool entry_says(const json::object& entry, std::string_view text) {
    const auto holds = [&](std::string_view name) {
        return word_holds(member_of(entry, name), text);
    };
    const auto is_it = [&](std::string_view name) { return member_of(entry, name) == text; };
    return std::any_of(kWordMembers.begin(), kWordMembers.end(), holds) ||
           std::any_of(kCodeMembers.begin(), kCodeMembers.end(), is_it);
}

}  // namespace clarion::core
