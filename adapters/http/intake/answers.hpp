// Answers: what somebody has filled in so far, as they typed it, and the request it makes.
//
// An answer is a text, a list of texts or of names with ages, or an object of three texts for a
// date. What they typed is kept, so that a page shown again shows just that.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/intake/journey.hpp"
#include "adapters/http/message.hpp"
#include "engine/core/cases/refusal.hpp"
#include "engine/core/json.hpp"
#include "engine/ports/form_checker.hpp"

namespace clarion::http::intake {

inline constexpr std::string_view kRequestForm = "request";

// By pointer.
using Answers = core::json::object;

// What a page's form said: trimmed, line ends made one, control characters gone.
[[nodiscard]] Answers answers_of(const Page& page, const FormFields& fields);
// The same with the empty boxes of a list.
[[nodiscard]] Answers typed_answers(const Page& page, const FormFields& fields);
// When the button pressed was one that adds or removes a box: what was typed, with that done.
[[nodiscard]] std::optional<Answers> with_other_rows(const Page& page, const FormFields& fields);
[[nodiscard]] bool is_list(FieldKind kind);
// The names under which a page's fields come more than once.
[[nodiscard]] std::vector<std::string_view> repeatable_names(const Page& page);
// The name of a field in the page's form: a and its place, so that a browser has nothing to
// remember by.
[[nodiscard]] std::string name_of(const Page& page, const Field& field);

[[nodiscard]] bool holds(const std::vector<Condition>& conditions, const Answers& answers);
[[nodiscard]] bool holds_any(const std::vector<Condition>& conditions, const Answers& answers);
[[nodiscard]] bool applies(const Page& page, const Answers& answers);
// Whether a page that is shown shows this field: answers of the page itself are not known yet.
[[nodiscard]] bool is_shown(const Page& page, const Field& field, const Answers& answers);
[[nodiscard]] bool is_answered(const Answers& answers, const Field& field);
[[nodiscard]] std::vector<const Page*> active_pages(const Journey& journey, const Answers& answers);

// The request these answers make. `asked`: a page whose required answers must be there, so that
// what lies around them is made too.
[[nodiscard]] core::json::object request_of(
    const Journey& journey, const Answers& answers, const Page* asked = nullptr
);

// `code` and words for one field of a page.
struct PageProblem {
    const Field* field = nullptr;
    std::string code;
    std::string message;
    std::string wrong;  // of a date: the boxes to mark
};
struct Today {
    int year, month, day;
};
// By which rules and in which language a page is checked.
struct Checking {
    const ports::FormChecker& forms;
    const web::Tongue& tongue;
    Today today;
};
// What is wrong with the answers of one page, by our rules for dates and the request's schema for
// all else.
[[nodiscard]] std::vector<PageProblem> check_page(
    const Journey& journey, const Page& page, const Answers& answers, const Checking& by
);
// A page before `given` whose answer is wrong since that page was answered: two people are one.
[[nodiscard]] const Page* made_wrong_by(
    const Journey& journey, const Page& given, const Answers& answers, const Checking& by
);
// Whether somebody born then is younger than this many years; false for what is no date.
[[nodiscard]] bool is_younger_than(int years, const core::json::value& boxes, Today today);

// What a date's three boxes say.
struct ReadDate {
    std::string text;   // 1985-03-27 when it is one
    std::string code;   // otherwise why not: required, incomplete, not_real, year_digits
    std::string wrong;  // boxes to mark
};
[[nodiscard]] ReadDate read_date(const core::json::value& boxes);
// 1 to 12 for a number or a name in English or Welsh, whole or its first three letters.
[[nodiscard]] std::optional<int> read_month(std::string_view text);

}  // namespace clarion::http::intake
