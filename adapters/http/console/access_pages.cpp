// Access itself: uncovering who somebody is, breaking a glass, the alerts that supervisors work.
#include "adapters/http/console/console_desk.hpp"
#include "adapters/http/console/form_of_schema.hpp"
#include "adapters/http/console/posted_page.hpp"
#include "adapters/http/console/words.hpp"
#include "adapters/http/problem.hpp"
#include "adapters/http/report_run.hpp"

namespace clarion::http::console {

namespace json = core::json;
using web::View;

namespace {

constexpr std::string_view kReference = "reference";

View::List rows_of_alerts(const json::value& list) {
    View::List rows;
    const auto* items = at(list, "items").if_array();
    if (!items) return rows;
    for (const json::value& alert : *items) {
        const std::string reference = text_at(alert, "reference");
        rows.push_back(View()
                           .text("rule", title_of_code(text_at(alert, "rule")))
                           .text("person", text_at(alert, "person"))
                           .text("reference", reference)
                           .text("href", "/console/cases/" + reference)
                           .text("raised", moment_words(text_at(alert, "raised_at")))
                           .text("count", number_text(at(alert, "count")))
                           .text("work_href", "/console/alerts/" + text_at(alert, "id")));
    }
    return rows;
}

// Who they are and where they live. What nobody was asked, or is answered otherwise, is left out.
std::vector<web::SummaryRow> rows_of_person(const json::value& person) {
    std::vector<web::SummaryRow> rows;
    const auto add = [&](std::string_view title, const std::string& words) {
        if (!words.empty()) rows.push_back({std::string(title), {words}, "", ""});
    };
    add("Name", text_at(person, "name"));
    std::string others;
    if (const auto* names = at(person, "other_names").if_array()) {
        for (const json::value& name : *names) {
            if (name.is_string())
                others += (others.empty() ? "" : ", ") + std::string(name.get_string());
        }
    }
    add("Other names", others.empty() ? text_at(person, "other_names") : others);
    add("Date of birth", date_words(text_at(person, "birth_date")));
    const json::value& home = at(person, "home");
    for (const json::value* place : {&person, &home}) {
        add("Address", text_at(*place, "address"));
        add("Postcode", text_at(*place, "postcode"));
        add("Town or area", text_at(*place, "area"));
    }
    add("A safe way to reach them", text_at(person, "safe_way"));
    return rows;
}

// Children are told of in a list, or in words.
std::vector<web::SummaryRow> rows_of_children(const json::value& children) {
    web::SummaryRow row{"Children", {}, "", ""};
    if (const auto* list = at(children, "list").if_array()) {
        for (const json::value& child : *list) {
            const json::value& age = at(child, "age");
            const std::string name = text_at(child, "name");
            row.lines.push_back(age.is_null() ? name : name + ", " + number_text(age));
        }
    }
    const std::string words = text_at(children, "words");
    if (!words.empty()) row.lines.push_back(words);
    if (row.lines.empty()) return {};
    return {std::move(row)};
}

// What each of these acts is asked with, and where it goes.
WhyPage reveal_page(const std::string& reference, const std::string& role) {
    WhyPage page;
    page.form = "reveal";
    page.back = "/console/cases/" + reference;
    page.action = page.back + "/people/" + role;
    return page;
}

WhyPage glass_page() {
    WhyPage page;
    page.form = "break-glass";
    page.back = "/console";
    page.action = "/console/break-glass";
    page.asks_reference = true;
    return page;
}

WhyPage alert_page(const std::string& id) {
    WhyPage page;
    page.form = "alert-finding";
    page.back = "/console/alerts";
    page.action = page.back + "/" + id;
    return page;
}

}  // namespace

Response ConsolePages::ask_why(const Reader& reader, const WhyPage& page) const {
    const json::value* schema = schema_of(page.form);
    const json::value nothing;
    const json::value& form = schema ? *schema : nothing;
    View view;
    view.text("heading", text_at(form, "title"))
        .text("intro", text_at(form, "description"))
        .text("token", reader.token)
        .text("action", page.action)
        .text("back", page.back)
        .text("reference", page.reference)
        .text("key", page.key)
        .text("trouble", page.trouble)
        .flag("asks_reference", page.asks_reference)
        .flag("sign_in_again", page.sign_in_again && settings_.ways.has_value())
        .html(
            "errors_html",
            components_.error_summary("There is a problem", form_problems(form, page.errors))
        )
        .html(
            "fields_html",
            form_fields(settings_.templates, components_, form, page.typed, page.errors)
        );
    const std::string title = text_at(form, "title");
    return framed(
        reader,
        page.status,
        page.errors.empty() ? title : "Error: " + title,
        settings_.templates.render("console/why.html", view)
    );
}

Response ConsolePages::revealed(
    const Reader& reader, const std::string& reference, const json::value& answer
) const {
    const std::string base = "/console/cases/" + reference;
    const std::string role = text_at(answer, "role");
    const json::value& person = at(answer, "person");
    const json::value& contact = at(answer, "contact");
    auto rows = role == "children" ? rows_of_children(person) : rows_of_person(person);
    for (const auto& [title, words] :
         {std::pair("Safe address", text_at(contact, "safe_address")),
          std::pair("Code word", text_at(contact, "code_word"))}) {
        if (!words.empty()) rows.push_back({title, {words}, "", ""});
    }
    const web::SafeHtml plan = contact_plan(at(contact, "plan"));
    View view;
    view.text("reference", reference)
        .text("base", base)
        .text("role", title_of_code(role))
        .html("person_html", components_.summary_list(rows, ""))
        .flag("any_plan", !plan.empty())
        .html("plan_html", plan);
    Response response = framed(
        reader, 200, "Case " + reference, settings_.templates.render("console/revealed.html", view)
    );
    // Without any script: the browser leaves the page by itself, and keeps no copy of it.
    response.with("refresh", number_text(at(answer, "shown_for_s")) + "; url=" + base);
    return response;
}

web::SafeHtml ConsolePages::contact_plan(const json::value& plan) const {
    if (!plan.is_object()) return {};
    // The ways are one answer, not five.
    json::object shown;
    json::array ways;
    const json::value* schema = schema_of("contact-plan");
    for (const auto& [name, value] : plan.get_object()) {
        const std::string_view key = name;
        if (!key.starts_with("by_") && key != "i_will_contact") continue;
        if (value != json::value(true)) continue;
        ways.emplace_back(text_at(at(at(schema ? *schema : plan, "properties"), key), "title"));
    }
    std::vector<web::SummaryRow> rows;
    web::SummaryRow first{"Safe ways", {}, "", ""};
    for (const json::value& way : ways)
        first.lines.emplace_back(way.as_string());
    if (!first.lines.empty()) rows.push_back(std::move(first));
    for (const auto& [name, value] : plan.get_object()) {
        const std::string_view key = name;
        if (!key.starts_with("by_") && key != "i_will_contact") shown[name] = value;
    }
    for (Said& said : say(json::value(std::move(shown)), schema)) {
        rows.push_back({said.title, std::move(said.lines), "", ""});
    }
    return components_.summary_list(rows, "");
}

Response ConsolePages::alerts(const Reader& reader, const json::value& list) const {
    View::List rows = rows_of_alerts(list);
    View view;
    view.flag("any", !rows.empty());
    view.list("rows", std::move(rows)).text("cursor", text_at(list, "next_cursor"));
    return framed(reader, 200, "Alerts", settings_.templates.render("console/alerts.html", view));
}

void ConsoleDesk::show_reveal(Call call) {
    auto& params = call.request.path_params;
    call.reply(pages_.ask_why(reader_of(call), reveal_page(params["ref"], params["role"])));
}

void ConsoleDesk::reveal(Call call) {
    const std::string reference = call.request.path_params["ref"];
    const std::string role = call.request.path_params["role"];
    send_why(
        std::move(call),
        reveal_page(reference, role),
        [&](json::value form) {
            return runtime::RevealPerson{reference, role, std::move(form)};
        },
        [this, reference](const Reader& reader, const json::value& answer) {
            return pages_.revealed(reader, reference, answer);
        }
    );
}

void ConsoleDesk::show_break_glass(Call call) {
    call.reply(pages_.ask_why(reader_of(call), glass_page()));
}

void ConsoleDesk::break_glass(Call call) {
    WhyPage page = glass_page();
    page.reference = peeked_value(call.request.body, kReference);
    const std::string reference = page.reference;
    send_why(
        std::move(call),
        std::move(page),
        [&](json::value form) {
            return runtime::BreakGlass{reference, std::move(form)};
        },
        [](const Reader&, const json::value& answer) {
            return redirect("/console/cases/" + text_at(answer, "reference"));
        }
    );
}

void ConsoleDesk::alerts(Call call) {
    gather(
        queue_,
        call,
        {runtime::ListAlerts{false, std::string(call.request.query_value("cursor").value_or(""))}},
        [self = shared_from_this(), reader = reader_of(call)](const Answers& answers) {
            const auto* answered = std::get_if<runtime::Answered>(&answers[0]);
            if (!answered) return self->said_no(reader, answers[0]);
            return self->pages_.alerts(reader, answered->document);
        }
    );
}

void ConsoleDesk::show_alert(Call call) {
    call.reply(pages_.ask_why(reader_of(call), alert_page(call.request.path_params["id"])));
}

void ConsoleDesk::settle_alert(Call call) {
    const std::string id = call.request.path_params["id"];
    send_why(
        std::move(call),
        alert_page(id),
        [&](json::value form) {
            return runtime::SettleAlert{id, std::move(form)};
        },
        [](const Reader&, const json::value&) { return redirect("/console/alerts"); }
    );
}

void ConsoleDesk::send_why(Call call, WhyPage page, const MakeAsked& make, DrawGood draw) {
    auto fields = posted(call, {});
    if (!fields) return;
    page.typed = std::move(*fields);
    const json::value schema = schema_of(page.form);
    gather(
        queue_,
        call,
        {make(json::value(read_form(schema, page.typed)))},
        [self = shared_from_this(), reader = reader_of(call), page, draw = std::move(draw)](
            const Answers& answers
        ) { return self->why_answered(reader, page, answers[0], draw); }
    );
}

Response ConsoleDesk::why_answered(
    const Reader& reader, WhyPage page, const runtime::Answer& answer, const DrawGood& draw
) const {
    if (const auto* answered = std::get_if<runtime::Answered>(&answer))
        return draw(reader, answered->document);
    const auto* refusal = std::get_if<core::Refusal>(&answer);
    const bool is_told =
        refusal != nullptr &&
        (!refusal->errors.empty() || refusal->code == core::RefusalCode::sign_in_too_old);
    if (!is_told) return said_no(reader, answer);
    page.errors = refusal->errors;
    page.trouble = words_for(*refusal);
    page.sign_in_again = refusal->code == core::RefusalCode::sign_in_too_old;
    page.status = status_of(refusal->code);
    return pages_.ask_why(reader, page);
}

}  // namespace clarion::http::console
