// Components: the pieces pages are made of, as govuk-frontend draws them, with the places for its
// hints and errors. tests/web_fixtures holds them against its own published examples.
//
// Threads: any; borrows the templates, which must outlive it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
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
    std::string label;  // of several choices: the legend; without one they stand alone
    std::string hint;
    std::string error;
    std::string value;
    std::vector<Choice> choices;
    bool heading = false;     // the label is the page's heading
    std::string size;         // of the label: s, m, l or xl; empty: as the text around it
    bool said_above = false;  // the page's heading says the very words of the legend
    std::string classes;      // such as govuk-input--width-10 or govuk-radios--inline
    int rows = 5;
    std::string autocomplete;  // a token, `off`, or nothing
    std::string inputmode;
    std::string spellcheck;  // true, false, or nothing: as the browser likes
    std::string info;        // id of what else describes it
};

struct DateBox {
    std::string id;
    std::string name;
    std::string label;
    std::string value;
    std::string classes;
    std::string inputmode = "numeric";
    std::string autocomplete;
    bool wrong = false;
};

struct DateControl {
    Control control;
    std::vector<DateBox> boxes;
};

struct DateWords {
    std::string day, month, year;
};

struct DateTyped {
    std::string day, month, year;
    std::string wrong;  // the boxes to mark: any of d, m and y
};

// The three boxes of a date as we ask for one: the month may be a word, so its box is wider and
// its keyboard has letters.
[[nodiscard]] std::vector<DateBox> date_boxes(
    const Control& control, const DateWords& words, const DateTyped& typed
);

struct Button {
    std::string text;
    std::string href;  // a link that looks like a button; nothing: it sends the form around it
    std::string classes;
    std::string name;
    std::string value;
    bool start = false;  // begins something long
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
    // One box on its own; its label is the control's.
    [[nodiscard]] SafeHtml checkbox(Control control) const;
    [[nodiscard]] SafeHtml input(const Control& control) const;
    [[nodiscard]] SafeHtml textarea(const Control& control) const;
    // Several lines whose characters, as people see them, are counted while one writes.
    struct Count {
        int limit = 0;
        std::string up_to;                                       // what is said without a script
        std::vector<std::pair<std::string, std::string>> words;  // what a script says, by its key
    };
    [[nodiscard]] SafeHtml character_count(Control control, const Count& count) const;
    [[nodiscard]] SafeHtml date(const DateControl& date) const;
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
    [[nodiscard]] SafeHtml button(const Button& button) const;

    // What the templates of controls are filled with.
    [[nodiscard]] View view_of(const Control& control) const;

private:
    const Templates& templates_;
    std::string error_word_;
};

}  // namespace clarion::http::web
