#include "adapters/http/console/console_pages.hpp"

#include "adapters/http/console/words.hpp"

namespace clarion::http::console {

namespace json = core::json;
using web::SafeHtml;
using web::View;

namespace {

// The workflow gives its tasks 0 to 4; what waits for triage or in danger stands first.
View priority_view(const json::value& row) {
    constexpr std::int64_t kUrgentMin = 3;
    constexpr std::int64_t kHighMin = 2;
    const json::value& number = at(row, "priority");
    const std::int64_t priority = number.is_int64() ? number.get_int64() : 0;
    View view;
    view.flag("urgent", priority >= kHighMin)
        .text("priority", priority >= kUrgentMin ? "Urgent" : "High")
        .text("priority_colour", priority >= kUrgentMin ? "red" : "orange");
    return view;
}

}  // namespace

ConsolePages::ConsolePages(const ConsoleSettings& settings)
    : settings_(settings), components_(settings.templates, "Error:") {
    for (const char* form : {"request", "contact-plan", "agency-answer"}) {
        if (settings.forms.knows(form)) schemas_.emplace(form, settings.forms.schema(form));
    }
}

const json::value* ConsolePages::schema_of(std::string_view form) const {
    const auto found = schemas_.find(form);
    return found == schemas_.end() ? nullptr : &found->second;
}

Response ConsolePages::framed(
    const Reader& reader, int status, const std::string& title, const SafeHtml& content
) const {
    View view;
    view.text("title", title)
        .text("style", settings_.files.address("console.css"))
        .text("icon", settings_.files.address("favicon.svg"))
        .text("force_name", settings_.force_name)
        .text("reader", reader.name)
        .text("token", reader.token)
        .flag("cases", reader.cases)
        .flag("agency", reader.agency)
        .flag("audit", reader.audit)
        .flag("demo", settings_.demo)
        .html("content_html", content);
    return html_response(status, settings_.templates.render("console/frame.html", view).text());
}

Response ConsolePages::sign_in() const {
    View::List personas;
    for (const Persona& persona : settings_.personas) {
        personas.push_back(
            View()
                .text("name", persona.name)
                .text("title", persona.title.empty() ? title_of_code(persona.name) : persona.title)
        );
    }
    return framed(
        {},
        200,
        "Sign in",
        settings_.templates.render(
            "console/sign_in.html", View().list("personas", std::move(personas))
        )
    );
}

Response ConsolePages::message(
    const Reader& reader, int status, const std::string& heading, const std::string& words
) const {
    const View view = View().text("heading", heading).text("words", words);
    return framed(
        reader, status, heading, settings_.templates.render("console/message.html", view)
    );
}

SafeHtml ConsolePages::rows_of(const json::value& value, const json::value* schema) const {
    std::vector<web::SummaryRow> rows;
    for (Said& said : say(value, schema)) {
        rows.push_back({said.title, std::move(said.lines), "", ""});
    }
    return rows.empty() ? SafeHtml() : components_.summary_list(rows, "");
}

Response ConsolePages::queue(
    const Reader& reader, const json::value& list, const std::string& chosen
) const {
    View::List tabs;
    tabs.push_back(
        View().text("name", "All cases").text("href", "/console").flag("current", chosen.empty())
    );
    if (const auto* queues = at(list, "queues").if_array()) {
        for (const json::value& queue : *queues) {
            const std::string name =
                queue.is_string() ? std::string(queue.get_string()) : text_at(queue, "name");
            tabs.push_back(View()
                               .text("name", title_of_code(name))
                               .text("href", "/console?queue=" + name)
                               .flag("current", chosen == name));
        }
    }
    View::List rows;
    if (const auto* items = at(list, "items").if_array()) {
        for (const json::value& row : *items) {
            const ClockWords clock = clock_words(row, settings_.clock.now());
            const std::string reference = text_at(row, "reference");
            rows.push_back(priority_view(row)
                               .text("reference", reference)
                               .text("href", "/console/cases/" + reference)
                               .text("stage", text_at(row, "title"))
                               .text("queue", title_of_code(text_at(row, "queue")))
                               .text("due", due_words(text_at(row, "due_at")))
                               .text("clock", clock.words)
                               .text("clock_colour", clock.colour));
        }
    }
    const std::string cursor = text_at(list, "next_cursor");
    View view;
    view.text("heading", chosen.empty() ? "All cases" : title_of_code(chosen))
        .text("count", std::to_string(rows.size()))
        .flag("any", !rows.empty())
        .text("next_href", cursor.empty() ? "" : "/console?queue=" + chosen + "&cursor=" + cursor);
    view.list("tabs", std::move(tabs)).list("rows", std::move(rows));
    return framed(reader, 200, "Cases", settings_.templates.render("console/queue.html", view));
}

}  // namespace clarion::http::console
