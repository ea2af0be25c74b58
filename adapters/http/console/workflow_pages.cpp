// The workflows that are served, with the scheme's figures and whether anybody verified them.
#include "adapters/http/console/console_desk.hpp"
#include "adapters/http/console/words.hpp"

namespace clarion::http::console {

namespace json = core::json;
using web::View;

namespace {

std::string value_words(const json::value& figure) {
    const json::value& value = at(figure, "value");
    if (value.is_null()) return "Not known";
    if (value.is_bool()) return value.get_bool() ? "Yes" : "No";
    std::string words =
        value.is_string() ? std::string(value.get_string()) : json::serialize(value);
    const std::string unit = text_at(figure, "unit");
    if (!unit.empty()) words += " " + title_of_code(unit);
    return words;
}

View::List figures_of(const json::value& workflow) {
    View::List views;
    for (const char* part : {"limits", "facts"}) {
        const auto* figures = at(workflow, part).if_array();
        if (!figures) continue;
        for (const json::value& figure : *figures) {
            const std::string title = text_at(figure, "title");
            const std::string name = text_at(figure, "name");
            views.push_back(View()
                                .text("figure", title.empty() ? title_of_code(name) : title)
                                .text("value", value_words(figure))
                                .text("sure", title_of_code(text_at(figure, "status")))
                                .flag("open", at(figure, "verified") != json::value(true))
                                .text("source", text_at(figure, "source")));
        }
    }
    return views;
}

}  // namespace

Response ConsolePages::workflows(const Reader& reader, const json::value& list) const {
    View::List rows;
    if (const auto* items = at(list, "items").if_array()) {
        for (const json::value& item : *items) {
            const json::value& unverified = at(item, "unverified");
            const std::string count = unverified.is_null() ? "0" : json::serialize(unverified);
            rows.push_back(View()
                               .text("anchor", "workflow-" + std::to_string(rows.size()))
                               .text("what", text_at(item, "title"))
                               .text("name", text_at(item, "id"))
                               .text("version", text_at(item, "version"))
                               .text("unverified", count == "0" ? "" : count)
                               .list("figures", figures_of(item)));
        }
    }
    View view;
    view.list("workflows", std::move(rows));
    return framed(
        reader, 200, "Workflows", settings_.templates.render("console/workflows.html", view)
    );
}

void ConsoleDesk::workflows(Call call) {
    gather(
        queue_,
        call,
        {runtime::ListWorkflows{}},
        [self = shared_from_this(), reader = reader_of(call)](const Answers& answers) {
            const auto* list = std::get_if<runtime::Answered>(&answers[0]);
            if (!list) return self->said_no(reader, answers[0]);
            return self->pages_.workflows(reader, list->document);
        }
    );
}

}  // namespace clarion::http::console
