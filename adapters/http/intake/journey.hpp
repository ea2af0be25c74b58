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

#include "adapters/http/web/tongue.hpp"
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
    lines,       // a list of texts, a box each: add another, remove
    people,      // the same with a name and an age each
    date,        // three boxes
    number,
    times,  // days by parts of the day
};

using Messages = std::vector<std::pair<std::string, std::string>>;  // by code

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

// Other words where these conditions hold, such as for somebody who asks about somebody else.
struct Variant {
    std::vector<Condition> when;
    std::string words;
};

// Of a list: what stands beside each of its boxes, with {n}, and on its buttons.
struct Rows {
    std::string item;    // Name {n}
    std::string age;     // Age of child {n}; empty: no ages
    std::string add;     // Add another name
    std::string remove;  // Remove name {n}
    int most = 0;
};

struct Field {
    std::string pointer;  // into the request
    FieldKind kind = FieldKind::text;
    std::string label;
    std::vector<Variant> variants;  // of the label
    std::string spoken;             // how somebody asks it on the telephone
    Rows rows;
    int count_to = 0;     // characters that are counted while one writes; 0: not counted
    std::string summary;  // what the summary calls it
    std::string hint;
    std::vector<Option> options;
    // All of them. Without scripts a field that hangs on an answer of its own page is shown all the
    // same, and forgotten when the condition does not hold.
    std::vector<Condition> when;
    Messages messages;  // before the schema's own
    std::string autocomplete = "off";
    std::string inputmode;
    std::string width;  // a class
    bool optional = false;
};

struct Page {
    std::string slug;  // q/7: its address, and all that a browser's history shows
    std::string heading;
    std::vector<Variant> variants;  // of the heading
    std::string spoken;
    std::string section;  // where the summary shows it
    std::vector<std::string> paragraphs;
    std::string notice;  // set apart before the questions
    std::vector<Field> fields;
    std::vector<Condition> when;         // all of them
    std::vector<Condition> when_any;     // and one of these, when there are any
    std::vector<Condition> help_first;   // answers that lead to /help-now before the form goes on
    std::vector<Condition> help_softly;  // the same, for who is not sure
    bool languages = false;              // only where the force serves several
    bool own_device = false;             // of no use to whom staff ask
    std::string button;
};

// One paragraph. With a limit it says how many days that is, or by which date: {n}, {date}.
struct Paragraph {
    std::string words;
    std::string many = {};   // the plural, where it counts the limit's days
    std::string limit = {};  // of the profile
};

// What happens after one asks.
struct Step {
    std::string title;
    Paragraph detail;
};

// What stands on a page that asks nothing.
struct Words {
    std::string heading;
    std::vector<Paragraph> paragraphs;
    std::vector<Step> steps;
    std::string button;
};

// Two answers that should not be one: asked about before the form goes on.
struct Doubt {
    std::vector<std::string> pointers;
    std::string heading;
    std::string yes;     // goes on
    std::string change;  // back to the page
};

struct Journey {
    std::string id;
    Words start;
    Words check;
    Words sent;
    std::vector<std::string> sections;  // in the summary's order
    std::vector<Page> pages;
    Page stop_contact;             // asked of anybody, beside the form
    std::vector<Doubt> doubts;     // over telephone numbers and e-mail addresses
    core::json::object constants;  // what every request of this journey says

    [[nodiscard]] const Page* find(std::string_view slug) const;
};

[[nodiscard]] Journey read_journey(const core::json::value& document);

// The same pages in another language, with what the force is called and reached by put in.
[[nodiscard]] Journey in_tongue(
    const Journey& journey, const web::Tongue& tongue, const web::Facts& facts
);
// Everything it says.
[[nodiscard]] std::vector<web::Message> messages_in(const Journey& journey);

}  // namespace clarion::http::intake
