// What auditors ask of many entries, and one entry in words.
#include "adapters/http/audit_run.hpp"
#include "adapters/http/console/console_desk.hpp"
#include "adapters/http/console/words.hpp"
#include "adapters/http/percent_encoding.hpp"
#include "engine/core/safe_integer.hpp"
#include "engine/runtime/audit_questions.hpp"

namespace clarion::http::console {

namespace json = core::json;
using web::View;

namespace {

// What a value of a facet is asked for with.
std::string narrowed(const std::string& query, std::string_view member, const std::string& value) {
    const std::string quoted = value.find(' ') == std::string::npos ? value : '"' + value + '"';
    const std::string term = std::string(member) + ":" + quoted;
    return "/console/audit?q=" + encode_percent(query.empty() ? term : query + " " + term);
}

// Since when entries were looked at, and whether that was all.
void add_window(View& view, const json::value& found) {
    const std::string since = text_at(found, "since");
    view.text("entries", json::serialize(at(found, "entries")))
        .text("since", since.empty() ? "" : day_words(since))
        .flag("incomplete", at(found, "complete") != json::value(true));
}

View::List facets_of(const json::value& found, const std::string& query) {
    View::List facets;
    const auto* members = at(found, "facets").if_object();
    if (members == nullptr) return facets;
    for (const auto& [member, values] : *members) {
        View::List rows;
        for (const json::value& value : values.as_array()) {
            const std::string text = text_at(value, "value");
            rows.push_back(View()
                               .text("value", text)
                               .text("count", json::serialize(at(value, "count")))
                               .text("value_href", narrowed(query, member, text)));
        }
        facets.push_back(View().text("member", std::string(member)).list("values", std::move(rows))
        );
    }
    return facets;
}

View::List rows_of_answer(const json::value& found) {
    View::List rows;
    if (const auto* all = at(found, "rows").if_array()) {
        for (const json::value& row : *all) {
            rows.push_back(View()
                               .text("times", json::serialize(at(row, "times")))
                               .text("actor", text_at(row, "actor"))
                               .text("with", text_at(row, "with"))
                               .text("subject", text_at(row, "case"))
                               .text("what", title_of_code(text_at(row, "what")))
                               .text("first", moment_words(text_at(row, "first")))
                               .text("last", moment_words(text_at(row, "last"))));
        }
    }
    return rows;
}

}  // namespace

Response ConsolePages::audit_facets(
    const Reader& reader, const std::string& query, const json::value& found
) const {
    View view;
    view.text("query", query).list("facets", facets_of(found, query));
    add_window(view, found);
    return framed(
        reader,
        200,
        "Counts of the log",
        settings_.templates.render("console/audit_facets.html", view)
    );
}

Response ConsolePages::audit_questions(const Reader& reader) const {
    View::List rows;
    for (const runtime::NamedQuestion& known : runtime::audit_questions()) {
        rows.push_back(View()
                           .text("question", std::string(known.title))
                           .text("href", "/console/audit/questions/" + std::string(known.name)));
    }
    View view;
    view.list("rows", std::move(rows));
    return framed(
        reader,
        200,
        "Questions to the log",
        settings_.templates.render("console/audit_questions.html", view)
    );
}

Response ConsolePages::audit_answer(const Reader& reader, const json::value& found) const {
    auto rows = rows_of_answer(found);
    View view;
    view.flag("any", !rows.empty());
    view.text("heading", text_at(found, "title"))
        .text("action", "/console/audit/questions/" + text_at(found, "name"))
        .text("query", text_at(found, "query"))
        .list("rows", std::move(rows))
        .flag("more", at(found, "more") == json::value(true));
    add_window(view, found);
    return framed(
        reader,
        200,
        text_at(found, "title"),
        settings_.templates.render("console/audit_answer.html", view)
    );
}

Response ConsolePages::audit_entry(const Reader& reader, const json::value& found) const {
    View::List words;
    if (const auto* all = at(found, "in_words").if_array()) {
        for (const json::value& sentence : *all)
            words.push_back(View().text("sentence", std::string(sentence.as_string())));
    }
    const json::value& entry = at(found, "entry");
    View view;
    const json::value& log = at(found, "log");
    view.text("seq", json::serialize(at(entry, "seq")))
        .text("log", log.is_null() ? "" : json::serialize(log))
        .list("words", std::move(words))
        .html("members_html", rows_of(entry, nullptr));
    return framed(
        reader,
        200,
        "Entry " + json::serialize(at(entry, "seq")),
        settings_.templates.render("console/audit_entry.html", view)
    );
}

void ConsoleDesk::ask_log(Call call, runtime::ReadAuditPart asked, DrawMade draw) {
    asked.query = std::string(call.request.query_value("q").value_or(""));
    asked.all_time = call.request.query_value("all").value_or("") == "yes";
    const auto self = shared_from_this();
    run_audit(
        queue_,
        call,
        std::move(asked),
        std::move(draw),
        [self, reader = reader_of(call)](const runtime::Answer& answer) {
            return self->said_no(reader, answer);
        }
    );
}

void ConsoleDesk::audit_facets(Call call) {
    const std::string query(call.request.query_value("q").value_or(""));
    auto draw = [self = shared_from_this(), reader = reader_of(call), query](
                    const json::object& found
                ) { return self->pages_.audit_facets(reader, query, json::value(found)); };
    ask_log(std::move(call), {.query = {}, .purpose = "audit_facets"}, std::move(draw));
}

void ConsoleDesk::audit_questions(Call call) {
    call.reply(pages_.audit_questions(reader_of(call)));
}

void ConsoleDesk::audit_answer(Call call) {
    runtime::ReadAuditPart asked{.query = {}, .purpose = "audit_question"};
    asked.question = call.request.path_params["name"];
    auto draw = [self = shared_from_this(), reader = reader_of(call)](const json::object& found) {
        return self->pages_.audit_answer(reader, json::value(found));
    };
    ask_log(std::move(call), std::move(asked), std::move(draw));
}

void ConsoleDesk::audit_entry(Call call) {
    const auto seq = core::parse_safe_integer(call.request.path_params["seq"]);
    const auto said = call.request.query_value("log").value_or("");
    const auto log = core::parse_safe_integer(said);
    const Reader reader = reader_of(call);
    if (!seq || (!log && !said.empty())) {
        return call.reply(pages_.message(reader, 404, "Page not found", "There is no such entry."));
    }
    const runtime::ExplainAuditEntry asked{.seq = *seq, .log = log};
    gather(queue_, call, {asked}, [self = shared_from_this(), reader](const Answers& answers) {
        const auto* found = std::get_if<runtime::Answered>(&answers[0]);
        if (!found) return self->said_no(reader, answers[0]);
        return self->pages_.audit_entry(reader, found->document);
    });
}

}  // namespace clarion::http::console
