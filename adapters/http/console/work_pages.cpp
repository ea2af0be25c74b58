// Pages on which staff and agencies write, and those of the log.
#include "adapters/http/console/console_pages.hpp"
#include "adapters/http/console/form_of_schema.hpp"
#include "adapters/http/console/words.hpp"

namespace clarion::http::console {

namespace json = core::json;
using web::View;

namespace {

constexpr std::string_view kReferralForm = "forum-referral";  // its papers can be seen first

// Empty where nobody did.
std::string colleagues_words(const json::value& request) {
    const json::value& count = at(request, "handed_on");
    if (!count.is_number() || count.to_number<int>() == 0) return {};
    const auto number = count.to_number<int>();
    return number == 1
               ? "One colleague knows somebody in it and handed it on."
               : std::to_string(number) + " colleagues know somebody in it and handed it on.";
}

}  // namespace

View::List ConsolePages::papers_of(const json::value& preview) const {
    View::List papers;
    const auto* items = at(preview, "items").if_array();
    if (!items) return papers;
    for (const json::value& item : *items) {
        std::string withheld;
        if (const auto* places = at(item, "withheld").if_array()) {
            for (const json::value& place : *places) {
                if (place.is_string())
                    withheld += (withheld.empty() ? "" : ", ") + std::string(place.get_string());
            }
        }
        papers.push_back(View()
                             .text("paper_title", text_at(item, "title"))
                             .text("paper_due", due_words(text_at(item, "due_at")))
                             .text("withheld", withheld)
                             .text("hash", text_at(item, "hash"))
                             .html("paper_html", rows_of(at(item, "paper"), nullptr)));
    }
    return papers;
}

Response ConsolePages::action(const Reader& reader, const ActionPage& page) const {
    const json::value& schema = at(page.action, "form");
    const std::string title = text_at(page.action, "title");
    View::List shown;
    if (const auto* parts = at(page.action, "shows").if_array()) {
        for (const json::value& part : *parts) {
            shown.push_back(View()
                                .text("what", title_of_code(text_at(part, "at")))
                                .html("rows_html", rows_of(at(part, "value"), nullptr)));
        }
    }
    View view;
    view.list("shown", std::move(shown))
        .text("reference", page.reference)
        .text("base", page.base.empty() ? "/console/cases/" + page.reference : page.base)
        .text(
            "action",
            page.post_to.empty() ? "/console/cases/" + page.reference + "/actions/" + page.name
                                 : page.post_to
        )
        .text("heading", title.empty() ? title_of_code(page.name) : title)
        .text("intro", text_at(schema, "description"))
        .text("trouble", page.trouble)
        .flag("sign_in_again", page.sign_in_again && settings_.ways.has_value())
        .text("token", reader.token)
        .text("version", std::to_string(page.version))
        .text("key", page.key)
        .text("form_name", page.form_name)
        .flag("can_preview", page.form_name == kReferralForm)
        .flag("any_papers", at(page.preview, "items").is_array())
        .list("papers", papers_of(page.preview))
        .html(
            "errors_html",
            components_.error_summary("There is a problem", form_problems(schema, page.errors))
        )
        .html(
            "fields_html",
            form_fields(settings_.templates, components_, schema, page.typed, page.errors)
        );
    const std::string mark = page.errors.empty() ? "" : "Error: ";
    return framed(
        reader,
        page.status,
        mark + title + ", " + page.reference,
        settings_.templates.render("console/action.html", view)
    );
}

Response ConsolePages::agency_list(const Reader& reader, const json::value& list) const {
    View::List rows;
    if (const auto* items = at(list, "items").if_array()) {
        for (const json::value& item : *items) {
            rows.push_back(View()
                               .text("what", text_at(item, "title"))
                               .text("agency", title_of_code(text_at(item, "agency")))
                               .text("href", "/console/agency/" + text_at(item, "id"))
                               .text("handed_on", colleagues_words(item))
                               .text("asked", day_words(text_at(item, "opened_at")))
                               .text("due", due_words(text_at(item, "due_at"))));
        }
    }
    View view;
    view.flag("any", !rows.empty());
    view.list("rows", std::move(rows));
    return framed(reader, 200, "Requests", settings_.templates.render("console/agency.html", view));
}

Response ConsolePages::agency_request(const Reader& reader, const AgencyPage& page) const {
    const json::value& schema = at(page.request, "form");
    const json::value& question = at(page.request, "question");
    View view;
    view.text("heading", text_at(page.request, "title"))
        .text("action", "/console/agency/" + text_at(page.request, "id"))
        .text("due", due_words(text_at(page.request, "due_at")))
        .text("handed_on", colleagues_words(page.request))
        .text("question", question.is_string() ? std::string(question.get_string()) : "")
        .text("trouble", page.trouble)
        .text("token", reader.token)
        .text("key", page.key)
        .html("pack_html", rows_of(at(page.request, "pack"), nullptr))
        .html(
            "errors_html",
            components_.error_summary("There is a problem", form_problems(schema, page.errors))
        )
        .html(
            "fields_html",
            form_fields(settings_.templates, components_, schema, page.typed, page.errors)
        )
        .html(
            "conflict_html",
            form_fields(
                settings_.templates, components_, at(page.request, "conflict_form"), page.typed, {}
            )
        );
    return framed(
        reader,
        page.status,
        page.errors.empty() ? "Request" : "Error: Request",
        settings_.templates.render("console/agency_request.html", view)
    );
}

Response ConsolePages::audit(const Reader& reader, const AuditPage& page) const {
    View::List rows;
    if (const auto* items = at(page.events, "items").if_array()) {
        for (const json::value& entry : *items) {
            const json::value& log = at(entry, "log");
            rows.push_back(View()
                               .text("seq", json::serialize(at(entry, "seq")))
                               .text("log", log.is_null() ? "" : json::serialize(log))
                               .text("when", moment_words(text_at(entry, "ts")))
                               .text("kind", title_of_code(text_at(entry, "cls")))
                               .text("what", title_of_code(text_at(entry, "type")))
                               .text("actor", text_at(entry, "actor"))
                               .text("subject", text_at(entry, "subj"))
                               .flag("denied", text_at(entry, "out") == "denied")
                               .text("out", title_of_code(text_at(entry, "out"))));
        }
    }
    const std::string cursor = text_at(page.events, "next_cursor");
    const json::value& size = at(page.events, "size");
    View view;
    view.text("query", page.query)
        .text("kept", page.kept)
        .text("token", reader.token)
        .flag("can_keep", page.kept.empty() && page.trouble.empty() && !page.query.empty())
        .text("trouble", page.trouble)
        .text("size", size.is_null() ? "" : json::serialize(size))
        .text("cursor", cursor)
        .flag("any", !rows.empty());
    view.list("rows", std::move(rows));
    return framed(
        reader,
        page.trouble.empty() ? 200 : 400,
        page.trouble.empty() ? "Log" : "Error: Log",
        settings_.templates.render("console/audit.html", view)
    );
}

Response ConsolePages::checkpoint(const Reader& reader, const std::string& note) const {
    return framed(
        reader,
        200,
        "Signed checkpoint",
        settings_.templates.render("console/checkpoint.html", View().text("note", note))
    );
}

}  // namespace clarion::http::console
