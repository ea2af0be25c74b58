// ConsolePages: how the staff's pages look.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/http/console/console.hpp"
#include "adapters/http/web/components.hpp"
#include "engine/core/json.hpp"

namespace clarion::http::console {

// What a page needs to know of its reader and their browser.
struct Reader {
    std::string name;
    std::string token;  // against forged posts
    bool cases = false;
    bool agency = false;
    bool audit = false;
    bool exports = false;
    bool reports = false;
    bool records = false;
    bool alerts = false;
};

// What every page that staff write on has: what was typed, and what became of it.
struct WrittenPage {
    std::string key;
    FormFields typed;
    std::vector<core::FieldError> errors;
    std::string trouble;         // said above the form; empty when all is well
    bool sign_in_again = false;  // the trouble is that they signed in too long ago
    int status = 200;
};

struct ActionPage : WrittenPage {
    std::string reference;
    std::string name;
    core::json::value action;  // a row of ListActions
    std::string form_name;
    std::uint64_t version = 0;
    std::optional<core::json::value> draft;  // what was typed, when its papers are to be seen first
    core::json::value preview;               // of those papers
    std::string base = {};                   // where its case is; empty: the case's own page
    std::string post_to = {};                // empty: the action's own address
};

struct QueuePage {
    std::string queue;
    std::string clock;
    std::string priority;
    core::json::value list;
};

struct SearchPage {
    FormFields typed;
    std::vector<core::FieldError> errors;
    core::json::value found;  // null before anything was looked for
    int status = 200;
};

// A case that is being opened by hand.
struct OpeningPage : WrittenPage {
    std::string route;
    core::json::value opening;  // of a row of ListWorkflows
};

struct AgencyPage : WrittenPage {
    core::json::value request;
};

// A page that asks why before it does something: uncovers somebody, breaks a glass, settles an
// alert.
struct WhyPage : WrittenPage {
    std::string form;    // its name
    std::string action;  // where it is sent
    std::string back;
    bool asks_reference = false;
    std::string reference;
};

struct AuditPage {
    std::string query;
    std::string kept;  // its id, when it is a kept one
    std::string trouble;
    core::json::value events;  // null when there was trouble
};

class ConsolePages {
public:
    explicit ConsolePages(const ConsoleSettings& settings);

    struct Link {
        std::string href;
        std::string title;
    };

    [[nodiscard]] Response sign_in() const;
    // For whoever is not signed in: words, and where to go.
    // `is_refused`: one was sent, and is not taken.
    [[nodiscard]] Response emergency(bool is_refused) const;
    [[nodiscard]] Response linked(
        int status,
        const std::string& heading,
        const std::string& words,
        const std::vector<Link>& links
    ) const;
    // What somebody sent when their session was over, to be sent again.
    [[nodiscard]] Response locked(const std::string& path, const FormFields& typed) const;
    // What somebody sent when too much came from them at once, to be sent again.
    [[nodiscard]] Response wait_a_moment(const std::string& path, const FormFields& typed) const;
    [[nodiscard]] Response queue(const Reader& reader, const QueuePage& page) const;
    // `timeline` and `actions` may be null when they could not be read.
    [[nodiscard]] Response open_case(
        const Reader& reader,
        const core::json::value& document,
        const core::json::value& actions,
        const core::json::value& timeline,
        bool just_done
    ) const;
    [[nodiscard]] Response search(const Reader& reader, const SearchPage& page) const;
    [[nodiscard]] Response related(
        const Reader& reader, const std::string& reference, const core::json::value& list
    ) const;
    [[nodiscard]] Response action(const Reader& reader, const ActionPage& page) const;
    [[nodiscard]] Response workflows(const Reader& reader, const core::json::value& list) const;
    // Which kinds of case the reader may open.
    [[nodiscard]] Response openings(const Reader& reader, const core::json::value& list) const;
    [[nodiscard]] Response opening(const Reader& reader, const OpeningPage& page) const;
    // What an agency hears: it has no pages of cases.
    [[nodiscard]] Response opened(const Reader& reader, const core::json::value& answer) const;
    [[nodiscard]] Response timeline(
        const Reader& reader, const std::string& reference, const core::json::value& document
    ) const;
    [[nodiscard]] Response diagram(
        const Reader& reader,
        const std::string& reference,
        const core::json::value& drawn,
        const core::json::value& timeline
    ) const;
    [[nodiscard]] Response agency_list(const Reader& reader, const core::json::value& list) const;
    [[nodiscard]] Response agency_request(const Reader& reader, const AgencyPage& page) const;
    [[nodiscard]] Response audit(const Reader& reader, const AuditPage& page) const;
    [[nodiscard]] Response checkpoint(const Reader& reader, const std::string& note) const;
    [[nodiscard]] Response audit_facets(
        const Reader& reader, const std::string& query, const core::json::value& found
    ) const;
    [[nodiscard]] Response audit_questions(const Reader& reader) const;
    [[nodiscard]] Response audit_answer(const Reader& reader, const core::json::value& found) const;
    [[nodiscard]] Response audit_entry(const Reader& reader, const core::json::value& found) const;
    [[nodiscard]] Response kept_queries(const Reader& reader, const core::json::value& list) const;
    [[nodiscard]] Response exports(const Reader& reader, const core::json::value& list) const;
    [[nodiscard]] Response retention_list(const Reader& reader, const core::json::value& list)
        const;
    [[nodiscard]] Response retention(const Reader& reader, const core::json::value& document) const;
    [[nodiscard]] Response report(const Reader& reader, const core::json::object& report) const;
    [[nodiscard]] Response ask_why(const Reader& reader, const WhyPage& page) const;
    [[nodiscard]] Response revealed(
        const Reader& reader, const std::string& reference, const core::json::value& answer
    ) const;
    [[nodiscard]] Response alerts(const Reader& reader, const core::json::value& list) const;
    // A page that only says something.
    [[nodiscard]] Response message(
        const Reader& reader, int status, const std::string& heading, const std::string& words
    ) const;

private:
    [[nodiscard]] Response framed(
        const Reader& reader, int status, const std::string& title, const web::SafeHtml& content
    ) const;
    [[nodiscard]] web::SafeHtml rows_of(
        const core::json::value& value, const core::json::value* schema
    ) const;
    [[nodiscard]] web::View::List papers_of(const core::json::value& preview) const;
    [[nodiscard]] web::SafeHtml contact_plan(const core::json::value& plan) const;
    [[nodiscard]] web::View clock_view(const core::json::value& clock) const;
    [[nodiscard]] const core::json::value* schema_of(std::string_view form) const;

    const ConsoleSettings& settings_;
    web::Components components_;
    std::map<std::string, core::json::value, std::less<>> schemas_;
};

}  // namespace clarion::http::console
