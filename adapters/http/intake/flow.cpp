#include "adapters/http/intake/flow.hpp"

#include <algorithm>

namespace clarion::http::intake {

namespace json = core::json;

namespace {

constexpr std::string_view kBirthday = "/applicant/birth_date";
constexpr int kYoungBelow = 16;
constexpr std::size_t kNumberDigits = 9;  // what a number has, whichever way it is written

std::string in_small_letters(std::string_view text) {
    std::string small(text);
    for (char& letter : small) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return small;
}

// Of an e-mail address its letters, small; else the last digits: +44 7700 900982 and
// 07700 900 982 are one number.
std::string reached_by(const Answers& answers, const std::string& pointer) {
    const json::value* answer = answers.if_contains(pointer);
    std::string digits;
    if (!answer || !answer->is_string()) return digits;
    const std::string_view text = answer->get_string();
    if (text.find('@') != std::string_view::npos) return in_small_letters(text);
    for (const char letter : text) {
        if (letter >= '0' && letter <= '9') digits += letter;
    }
    return digits.size() < kNumberDigits ? "" : digits.substr(digits.size() - kNumberDigits);
}

std::string address_of(const Page& page) {
    return "/" + page.slug;
}

Answers with(const Answers& answers, const Answers& given) {
    Answers all = answers;
    for (const auto& [pointer, answer] : given)
        all[pointer] = answer;
    return all;
}

// Every field that lies on a page, or stands under a condition, which `answers` do not meet.
std::vector<std::pair<const Page*, const Field*>> beside(
    const Journey& journey, const Answers& answers
) {
    std::vector<std::pair<const Page*, const Field*>> fields;
    for (const Page& page : journey.pages) {
        const bool shown = applies(page, answers);
        for (const Field& field : page.fields) {
            if (!shown || !holds(field.when, answers)) fields.emplace_back(&page, &field);
        }
    }
    return fields;
}

}  // namespace

std::string first_open(const Journey& journey, const Visit& visit) {
    for (const Page* page : active_pages(journey, visit.answers())) {
        if (!visit.has_passed(page->slug)) return address_of(*page);
    }
    return kSummaryAddress;
}

std::string after(const Journey& journey, const Visit& visit, const Page& page) {
    if (visit.has_seen_summary()) return first_open(journey, visit);
    bool passed = false;
    for (const Page* candidate : active_pages(journey, visit.answers())) {
        if (passed) return address_of(*candidate);
        passed = candidate == &page;
    }
    return kSummaryAddress;
}

std::string before(const Journey& journey, const Visit& visit, const Page& page) {
    if (visit.has_seen_summary() && visit.has_passed(page.slug)) return kSummaryAddress;
    std::string previous = "/";
    for (const Page* candidate : active_pages(journey, visit.answers())) {
        if (candidate == &page) return previous;
        previous = address_of(*candidate);
    }
    return previous;
}

std::string last(const Journey& journey, const Visit& visit) {
    const auto pages = active_pages(journey, visit.answers());
    return pages.empty() ? "/" : address_of(*pages.back());
}

bool applies(const Journey& journey, const Visit& visit, const Page& page) {
    const auto pages = active_pages(journey, visit.answers());
    return std::find(pages.begin(), pages.end(), &page) != pages.end();
}

void take_answers(const Journey& journey, Visit& visit, const Answers& given, Today today) {
    visit.answers() = with(visit.answers(), given);
    const json::value* born = visit.answers().if_contains(kBirthday);
    const bool young = born && born->is_object() && is_younger_than(kYoungBelow, *born, today);
    visit.answers()[kYoung] = young ? "yes" : "";
    for (const auto& [page, field] : beside(journey, visit.answers())) {
        visit.answers().erase(field->pointer);
        for (const Option& option : field->options) {
            if (!option.pointer.empty()) visit.answers().erase(option.pointer);
        }
    }
}

std::vector<std::string> would_forget(
    const Journey& journey, const Visit& visit, const Answers& given
) {
    std::vector<std::string> names;
    for (const auto& [page, field] : beside(journey, with(visit.answers(), given))) {
        if (!is_answered(visit.answers(), *field) || given.contains(field->pointer)) continue;
        const std::string& name = field->summary.empty() ? page->heading : field->summary;
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    return names;
}

const Doubt* doubt_about(const Journey& journey, const Page& page, const Answers& answers) {
    for (const Doubt& doubt : journey.doubts) {
        const bool here =
            std::any_of(page.fields.begin(), page.fields.end(), [&](const Field& one) {
                return std::find(doubt.pointers.begin(), doubt.pointers.end(), one.pointer) !=
                       doubt.pointers.end();
            });
        if (!here || doubt.pointers.empty()) continue;
        const std::string first = reached_by(answers, doubt.pointers.front());
        const bool same =
            std::all_of(doubt.pointers.begin(), doubt.pointers.end(), [&](const auto& pointer) {
                return reached_by(answers, pointer) == first;
            });
        if (same && !first.empty()) return &doubt;
    }
    return nullptr;
}

}  // namespace clarion::http::intake
