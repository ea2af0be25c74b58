// The page of one case, its timeline and its diagram.
#include <algorithm>
#include <array>

#include "adapters/http/console/console_pages.hpp"
#include "adapters/http/console/words.hpp"
#include "adapters/http/web/drawing.hpp"
#include "engine/core/access/redaction.hpp"

namespace clarion::http::console {

namespace json = core::json;
using web::SafeHtml;
using web::View;

namespace {

// How many of the newest events the case's own page shows.
constexpr std::size_t kRecentMax = 5;

std::string joined(const json::value& list) {
    std::string text;
    const auto* items = list.if_array();
    if (!items) return text;
    for (const json::value& item : *items) {
        if (item.is_string()) text += (text.empty() ? "" : ", ") + std::string(item.get_string());
    }
    return text;
}

// The titles of the innermost states an event led into; `states_titles` goes beside `entered`.
std::string innermost(const json::value& event) {
    const auto* entered = at(event, "entered").if_array();
    const auto* titles = at(event, "states_titles").if_array();
    if (!entered || !titles || entered->size() != titles->size()) {
        return joined(at(event, "states_titles"));
    }
    std::string text;
    for (std::size_t i = 0; i < entered->size(); ++i) {
        const std::string inside = std::string((*entered)[i].as_string()) + ".";
        const bool outer =
            inside == "." ||
            std::any_of(entered->begin(), entered->end(), [&](const json::value& id) {
                return std::string_view(id.as_string()).starts_with(inside);
            });
        if (outer || !(*titles)[i].is_string()) continue;
        text += (text.empty() ? "" : ", ") + std::string((*titles)[i].as_string());
    }
    return text;
}

// An applicant has no account, so no name here; what nobody did has no actor at all.
std::string actor_words(const json::value& actor) {
    if (!actor.is_object()) return "The system";
    const std::string name = text_at(actor, "name");
    return name.empty() ? title_of_code(joined(at(actor, "roles"))) : name;
}

View event_view(const json::value& event) {
    const std::string title = text_at(event, "title");
    return View()
        .text("what", title.empty() ? title_of_code(text_at(event, "type")) : title)
        .text("who", actor_words(at(event, "by")))
        .text("when", moment_words(text_at(event, "at")))
        .text("into", innermost(event));
}

View::List events_of(const json::value& timeline, std::size_t newest) {
    View::List events;
    const auto* items = at(timeline, "items").if_array();
    if (!items) return events;
    for (auto event = items->rbegin(); event != items->rend() && events.size() < newest; ++event) {
        events.push_back(event_view(*event));
    }
    return events;
}

// The stages of the process so far, oldest first; the last is where it is.
View::List stages_of(const json::value& timeline) {
    constexpr std::string_view kProcess = ".process.";  // the region, within the machine
    std::vector<std::string> titles;
    const auto* events = at(timeline, "items").if_array();
    if (!events) return {};
    for (const json::value& event : *events) {
        const auto* entered = at(event, "entered").if_array();
        const auto* names = at(event, "states_titles").if_array();
        if (!entered || !names || entered->size() != names->size()) continue;
        std::string deepest, title;
        for (std::size_t i = 0; i < entered->size(); ++i) {
            const std::string_view id = (*entered)[i].as_string();
            if (id.find(kProcess) == std::string_view::npos || id.size() < deepest.size()) continue;
            if (!(*names)[i].is_string()) continue;
            deepest = id;
            title = (*names)[i].as_string();
        }
        if (!title.empty() && (titles.empty() || titles.back() != title)) titles.push_back(title);
    }
    View::List stages;
    for (const std::string& title : titles) {
        stages.push_back(
            View().text("stage_title", title).flag("now", stages.size() + 1 == titles.size())
        );
    }
    return stages;
}

// What the list is for: the work that waits, whatever else may be done, and what may not.
enum class Openness { awaited, allowed, refused };

Openness openness_of(const json::value& action) {
    if (at(action, "allowed") != json::value(true)) return Openness::refused;
    return at(action, "awaited") == json::value(true) ? Openness::awaited : Openness::allowed;
}

View::List actions_of(const json::value& actions, const std::string& reference, Openness openness) {
    View::List views;
    const auto* items = at(actions, "items").if_array();
    if (!items) return views;
    for (const json::value& action : *items) {
        if (openness_of(action) != openness) continue;
        const json::value& why = at(action, "why_not");
        views.push_back(
            View()
                .text("action", text_at(action, "title"))
                .text("href", "/console/cases/" + reference + "/actions/" + text_at(action, "name"))
                .text("why", why_not_in_words(why))
        );
    }
    return views;
}

// In a state whose id ends so.
bool is_in(const json::value& document, std::string_view end) {
    const auto* list = at(document, "states").if_array();
    return list && std::any_of(list->begin(), list->end(), [end](const json::value& state) {
               return state.is_string() && std::string_view(state.get_string()).ends_with(end);
           });
}

bool is_contact_stopped(const json::value& document) {
    constexpr std::array kStopped{
        "contact.unsafe", "contact.held", "contact.reported", "contact.unknown", "contact.not_yet"};
    return std::any_of(kStopped.begin(), kStopped.end(), [&](std::string_view end) {
        return is_in(document, end);
    });
}

View::List flags_of(const json::value& document) {
    View::List flags;
    const auto flag = [&](std::string_view words, std::string_view colour) {
        flags.push_back(View().text("flag", std::string(words)).text("colour", std::string(colour))
        );
    };
    const auto any = [&](std::string_view end) { return is_in(document, end); };
    const json::value& record = at(document, "record");
    const bool third_party = at(record, "third_party") == json::value(true);
    if (third_party) flag("Asked for somebody else", "blue");
    for (const std::string_view who : {"applicant", "person_at_risk"}) {
        const bool is_applicant = !third_party && !text_at(record, "applicant_age").empty();
        if (who == "person_at_risk" && is_applicant) continue;  // the same person
        const std::string age = text_at(record, std::string(who) + "_age");
        if (!age.starts_with("under_")) continue;
        flag(title_of_code(std::string(who)) + ": " + title_of_code(age), "orange");
    }
    if (at(record, "mappa_flag") == json::value(true)) flag("Managed by others", "orange");
    if (any("danger.raised")) flag("Danger raised", "red");
    if (any("danger.being_handled")) flag("Danger being handled", "orange");
    if (any("risk.high")) flag("High risk", "orange");
    if (any("risk.medium")) flag("Medium risk", "yellow");
    if (any("risk_review.watched.due")) flag("Risk to be looked at again", "yellow");
    if (any("contact.unsafe")) flag("Contact unsafe", "red");
    if (any("contact.reported")) flag("Contact said to be unsafe", "red");
    if (any("contact.unknown")) flag("Contact not as we knew it", "red");
    // Somebody who only wants to know what is held may be the one it is kept from.
    if (const auto* signs = at(record, "misuse_signs").if_array()) {
        for (const json::value& sign : *signs) {
            if (sign.is_string()) flag(title_of_code(std::string(sign.get_string())), "yellow");
        }
    }
    if (any("contact.held")) flag("Contact held", "yellow");
    if (at(document, "closed") == json::value(true)) flag("Closed", "grey");
    return flags;
}

View::List tasks_of(const json::value& document) {
    View::List tasks;
    const auto* items = at(document, "tasks").if_array();
    if (!items) return tasks;
    for (const json::value& task : *items) {
        tasks.push_back(View()
                            .text("task", text_at(task, "title"))
                            .text("who", title_of_code(joined(at(task, "roles"))))
                            .text(
                                "about",
                                title_of_code(
                                    text_at(task, "agency").empty() ? text_at(task, "about")
                                                                    : text_at(task, "agency")
                                )
                            )
                            .text("handed_on", handed_on_words(document, text_at(task, "agency")))
                            .text("due", due_words(text_at(task, "due_at"))));
    }
    return tasks;
}

// Where it is uncovered; empty for whoever is not covered.
std::string reveal_href(const std::string& base, std::string_view code, const json::value& person) {
    const bool is_covered = text_at(person, "name") == core::kCoveredText;
    return is_covered ? base + "/people/" + std::string(code) : std::string();
}

View person_view(const std::string& role, const json::value& person, const std::string& about) {
    return View()
        .text("role", role)
        .text("name", text_at(person, "name"))
        .text("born", date_words(text_at(person, "birth_date")))
        .text("about", about);
}

View::List links_of(const json::value& document) {
    View::List links;
    const auto* items = at(document, "links").if_array();
    if (!items) return links;
    for (const json::value& link : *items) {
        const std::string reference = text_at(link, "reference");
        links.push_back(View()
                            .text("relation", title_of_code(text_at(link, "relation")))
                            .text("linked", reference)
                            .text("href", "/console/cases/" + reference)
                            .text("since", day_words(text_at(link, "at")))
                            .flag("shut", at(link, "closed") == json::value(true)));
    }
    return links;
}

// The children as one person without a name, where something that tells of them is covered.
json::value covered_children(const json::value& request) {
    const json::value& children = at(request, "children");
    bool is_covered = text_at(children, "words") == core::kCoveredText;
    if (const auto* list = at(children, "list").if_array()) {
        for (const json::value& child : *list)
            is_covered = is_covered || text_at(child, "name") == core::kCoveredText;
    }
    if (!is_covered) return nullptr;
    return json::object{{"name", core::kCoveredText}};
}

View::List people_of(const json::value& request, const std::string& base) {
    View::List people;
    const auto add = [&](std::string_view code, const std::string& role, const std::string& about) {
        const json::value& person = at(request, code);
        if (!person.is_object()) return;
        View view = person_view(role, person, about);
        view.text("reveal_href", reveal_href(base, code, person));
        people.push_back(std::move(view));
    };
    add("applicant", "Applicant", title_of_code(text_at(request, "asking_about")));
    add("person_at_risk", "Person at risk", "");
    if (json::value children = covered_children(request); !children.is_null()) {
        View view = person_view("Children", children, "");
        view.text("reveal_href", reveal_href(base, "children", children));
        people.push_back(std::move(view));
    }
    View subject =
        person_view("Subject", at(request, "subject"), text_at(at(request, "subject"), "address"));
    subject.text("reveal_href", "");
    people.push_back(std::move(subject));
    return people;
}

}  // namespace

View ConsolePages::clock_view(const json::value& clock) const {
    const ClockWords words = clock_words(clock);
    return View()
        .text("clock", words.words)
        .text("clock_colour", words.colour)
        .text("clock_due", due_words(text_at(clock, "due_at")))
        .text("forecast", due_words(text_at(clock, "forecast_at")))
        .flag("forecast_late", text_at(clock, "forecast_at") > text_at(clock, "due_at"))
        .text("decided", moment_words(text_at(clock, "decided_at")))
        .text("told", moment_words(text_at(clock, "outcome_communicated_at")))
        .text("closed", moment_words(text_at(clock, "closed_at")))
        .text("clock_value", std::to_string(std::clamp(words.day, 0, words.total)))
        .text("clock_total", std::to_string(std::max(words.total, 1)));
}

Response ConsolePages::open_case(
    const Reader& reader,
    const json::value& document,
    const json::value& actions,
    const json::value& timeline,
    bool just_done
) const {
    const std::string reference = text_at(document, "reference");
    View::List awaited = actions_of(actions, reference, Openness::awaited);
    View::List allowed = actions_of(actions, reference, Openness::allowed);
    View::List refused = actions_of(actions, reference, Openness::refused);
    View::List tasks = tasks_of(document);
    View::List stages = stages_of(timeline);
    View::List links = links_of(document);
    const std::string form = text_at(document, "opened_with");
    const json::value begun_with =
        settings_.forms.knows(form) ? json::value(settings_.forms.schema(form)) : nullptr;
    View view = clock_view(at(document, "clock"));
    view.text("reference", reference)
        .text("stage", text_at(document, "title"))
        .text("queue", title_of_code(text_at(document, "queue")))
        .text("outcome", title_of_code(text_at(document, "outcome")))
        .text("received", moment_words(text_at(document, "received_at")))
        .text("channel", title_of_code(text_at(document, "channel")))
        .text("language", text_at(document, "language") == "cy" ? "Welsh" : "English")
        .text("base", "/console/cases/" + reference)
        .flag("just_done", just_done)
        .flag("keeps_it", reader.records && at(document, "closed") == json::value(true))
        .flag("contact_stopped", is_contact_stopped(document))
        .flag("any_awaited", !awaited.empty())
        .flag("any_actions", !allowed.empty())
        .flag("nothing_to_do", awaited.empty() && allowed.empty())
        .flag("any_refused", !refused.empty())
        .flag("any_tasks", !tasks.empty())
        .flag("any_stages", !stages.empty())
        .flag("any_links", !links.empty())
        .list("flags", flags_of(document));
    view.list("stages", std::move(stages))
        .list("awaited", std::move(awaited))
        .list("actions", std::move(allowed))
        .list("refused", std::move(refused))
        .list("tasks", std::move(tasks))
        .text("workflow", text_at(at(document, "workflow"), "title"))
        .list("links", std::move(links))
        .list("people", people_of(at(document, "request"), "/console/cases/" + reference))
        .list("events", events_of(timeline, kRecentMax))
        .html("plan_html", contact_plan(at(document, "contact_plan")))
        .html(
            "request_html",
            rows_of(at(document, "request"), begun_with.is_null() ? nullptr : &begun_with)
        )
        .html("record_html", rows_of(at(document, "record"), nullptr));
    return framed(
        reader, 200, "Case " + reference, settings_.templates.render("console/case.html", view)
    );
}

Response ConsolePages::timeline(
    const Reader& reader, const std::string& reference, const json::value& document
) const {
    const json::value& next = at(document, "next");
    const std::string base = "/console/cases/" + reference;
    View view;
    view.text("reference", reference)
        .text("base", base)
        .list("events", events_of(document, SIZE_MAX))
        .text("next_href", next.is_null() ? "" : base + "/timeline?after=" + json::serialize(next));
    return framed(
        reader,
        200,
        "Timeline of " + reference,
        settings_.templates.render("console/timeline.html", view)
    );
}

Response ConsolePages::diagram(
    const Reader& reader,
    const std::string& reference,
    const json::value& drawn,
    const json::value& timeline
) const {
    SafeHtml picture;
    if (settings_.draw) {
        try {
            picture = web::drawing(settings_.draw(text_at(drawn, "dot")));
        } catch (const std::exception&) {
            picture = {};  // the list below says the same
        }
    }
    View view;
    view.text("reference", reference)
        .text("base", "/console/cases/" + reference)
        .flag("drawn", !picture.empty())
        .html("picture_html", picture)
        .list("events", events_of(timeline, SIZE_MAX));
    return framed(
        reader,
        200,
        "Diagram of " + reference,
        settings_.templates.render("console/diagram.html", view)
    );
}

}  // namespace clarion::http::console
