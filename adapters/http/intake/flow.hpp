// Flow: which page comes next. Pure: the journey and one visit in, an address out.
#pragma once

#include <string>
#include <vector>

#include "adapters/http/intake/answers.hpp"
#include "adapters/http/intake/visit.hpp"

namespace clarion::http::intake {

inline constexpr const char* kSummaryAddress = "/answers";

// The first page of those that now apply that has not been passed; the summary when all have been.
[[nodiscard]] std::string first_open(const Journey& journey, const Visit& visit);
// After `page`: the next in order; once the summary was seen, whatever is still open, or back to
// the summary.
[[nodiscard]] std::string after(const Journey& journey, const Visit& visit, const Page& page);
[[nodiscard]] std::string before(const Journey& journey, const Visit& visit, const Page& page);
// The last page before the summary.
[[nodiscard]] std::string last(const Journey& journey, const Visit& visit);
[[nodiscard]] bool applies(const Journey& journey, const Visit& visit, const Page& page);

// Not an answer but what follows from one: yes when the applicant is younger than 16.
inline constexpr std::string_view kYoung = "/young";

// Puts a page's answers into the visit, and forgets those of pages that no longer apply.
void take_answers(const Journey& journey, Visit& visit, const Answers& given, Today today);
// The doubt about answers of this page, where two that should differ are the same number.
[[nodiscard]] const Doubt* doubt_about(
    const Journey& journey, const Page& page, const Answers& answers
);
// What take_answers would forget, by the names the summary uses.
[[nodiscard]] std::vector<std::string> would_forget(
    const Journey& journey, const Visit& visit, const Answers& given
);

}  // namespace clarion::http::intake
