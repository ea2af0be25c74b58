// Journey: the form's pages as data. Which questions there are, in which order, under which
// conditions, and where in the request each answer goes.
//
// Threads: any; nothing changes once it is read.
// Failure: read_journey throws BadJourney with the place and what is wrong there.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"

namespace clarion::http::intake {

struct BadJourney : std::runtime_error {
    using std::runtime_error::runtime_error;
};

enum class FieldKind {
    radios,
    checkboxes,  // a list of values
    flags,       // boxes, each a true or nothing at a pointer of its own
    tick,        // one box: true when ticked
    text,        // one line
    area,        // several lines, one text
    lines,       // several lines, a list of texts
    people,      // several lines, `name, age` each
    date,        // three boxes
    number,
    times,  // days by parts of the day
};

struct Option {
    std::string value;
    std::string label;
    std::string hint;
    std::string pointer;  // of a flag
};

// Holds when the answer at `pointer` is one of `any_of`, or for checkboxes when one of them is
// ticked.
struct Condition {
    std::string pointer;
    std::vector<std::string> any_of;
};

struct Field {
    std::string pointer;  // into the request
    FieldKind kind = FieldKind::text;
    std::string label;
    std::string summary;  // what the summary calls it
    std::string hint;
    std::vector<Option> options;
    // All of them. Without scripts a field that hangs on an answer of its own page is shown all the
    // same, and forgotten when the condition does not hold.
    std::vector<Condition> when;
    std::vector<std::pair<std::string, std::string>> messages;  // by code, before the schema's own
    std::string autocomplete = "off";
    std::string inputmode;
    std::string width;  // a class
    bool optional = false;
};

struct Page {
    std::string slug;  // q/7: its address, and all that a browser's history shows
    std::string heading;
    std::string section;  // where the summary shows it
    std::vector<std::string> paragraphs;
    std::string notice;  // set apart before the questions
    std::vector<Field> fields;
    std::vector<Condition> when;        // all of them
    std::vector<Condition> when_any;    // and one of these, when there are any
    std::vector<Condition> help_first;  // answers that lead to /help-now before the form goes on
    std::string button;
};

// What stands on a page that asks nothing.
struct Words {
    std::string heading;
    std::vector<std::string> paragraphs;
    std::string button;
};

struct Journey {
    std::string id;
    Words start;
    Words check;
    Words sent;
    std::vector<std::string> sections;  // in the summary's order
    std::vector<Page> pages;
    core::json::object constants;  // what every request of this journey says

    [[nodiscard]] const Page* find(std::string_view slug) const;
};

[[nodiscard]] Journey read_journey(const core::json::value& document);

}  // namespace clarion::http::intake
