#include "adapters/http/console/console_pages.hpp"

#include "adapters/http/console/words.hpp"

namespace clarion::http::console {

namespace json = core::json;
using web::SafeHtml;
using web::View;

ConsolePages::ConsolePages(const ConsoleSettings& settings)
    : settings_(settings), components_(settings.templates, "Error:") {
    for (const char* form :
         {"request",
          "contact-plan",
          "agency-answer",
          "search",
          "reveal",
          "break-glass",
          "alert-finding",
          "audit-query",
          "log-export",
          "log-export-settlement"}) {
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
        .text("force_name", settings_.look.force_name)
        .text("colour", settings_.look.colour)
        .html("mark_html", settings_.look.mark)
        .text("skip_href", "#main")
        .text("skip_word", "Skip to main content")
        .text("reader", reader.name)
        .text("token", reader.token)
        .text("sign_out", settings_.ways ? "/sign-out" : "/demo/sign-out")
        .flag("cases", reader.cases)
        .flag("opens", reader.cases || reader.agency)
        .flag("agency", reader.agency)
        .flag("audit", reader.audit)
        .flag("exports", reader.exports && !reader.audit)
        .flag("reports", reader.reports)
        .flag("records", reader.records)
        .flag("alerts", reader.alerts)
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

}  // namespace clarion::http::console
