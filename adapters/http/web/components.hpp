// Components: the pieces pages are made of, as govuk-frontend draws them, with the places for its
// hints and errors.
//
// Threads: any; borrows the templates, which must outlive it.
#pragma once

#include <string>
#include <vector>

#include "adapters/http/web/templates.hpp"

namespace clarion::http::web {

struct Choice {
    std::string value;
    std::string label;
    std::string hint;
    bool checked = false;
};

// One thing to fill in. `id` is also where the error summary leads.
struct Control {
    std::string id;
    std::string name;
    std::string label;
    std::string hint;
    std::string error;
    std::string value;
    std::vector<Choice> choices;
    bool heading = false;  // the label is the page's heading
    bool strong = false;
    bool inline_choices = false;
    bool spellcheck = false;
    int rows = 5;
    std::string width;         // a class, such as govuk-input--width-10
    std::string autocomplete;  // a token, `off`, or nothing
    std::string inputmode;
};

// Three boxes; `wrong` are the boxes to mark: any of d, m and y.
struct DateControl {
    Control control;
    std::string day, month, year;
    std::string wrong;
};

struct DateWords {
    std::string day, month, year;
};

struct Problem {
    std::string href;  // #id of the field, or nothing
    std::string message;
};

struct SummaryRow {
    std::string key;
    std::vector<std::string> lines;
    std::string change_href;  // nothing: cannot be changed here
    std::string change_what;  // what the hidden text after Change names
};

class Components {
public:
    // `error_word` stands hidden before each message: "Error:".
    Components(const Templates& templates, std::string error_word);

    [[nodiscard]] SafeHtml radios(const Control& control) const;
    [[nodiscard]] SafeHtml checkboxes(const Control& control) const;
    [[nodiscard]] SafeHtml checkbox(const Control& control) const;
    [[nodiscard]] SafeHtml input(const Control& control) const;
    [[nodiscard]] SafeHtml textarea(const Control& control) const;
    [[nodiscard]] SafeHtml date(const DateControl& date, const DateWords& words) const;
    // Seven days by the parts of a day. `days` are headings; values are `<day>_<part>`.
    struct Day {
        std::string label;
        std::vector<Choice> parts;
    };
    [[nodiscard]] SafeHtml times(const Control& control, const std::vector<Day>& days) const;
    [[nodiscard]] SafeHtml error_summary(
        const std::string& title, const std::vector<Problem>& problems
    ) const;
    [[nodiscard]] SafeHtml summary_list(
        const std::vector<SummaryRow>& rows, const std::string& change_word
    ) const;
    [[nodiscard]] SafeHtml tag(const std::string& label, const std::string& colour) const;

private:
    [[nodiscard]] View view_of(const Control& control) const;
    const Templates& templates_;
    std::string error_word_;
};

}  // namespace clarion::http::web
