#include "engine/runtime/case_queries.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/cases/advance.hpp"
#include "engine/core/cases/form_dates.hpp"
#include "engine/core/cases/projection.hpp"
#include "engine/core/cases/risk_score.hpp"
#include "engine/core/reference.hpp"
#include "engine/core/statechart/plot.hpp"
#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/case_parts.hpp"
#include "engine/runtime/colleagues.hpp"
#include "engine/runtime/form_check.hpp"
#include "engine/runtime/shown.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

constexpr int kTimelineEventsMax = 50;
constexpr int kDiagramEventsMax = 500;  // of the way a case has come

const std::vector<std::string> kEverything{
    "casework", "existence", "operational", "police", "safety"};

Answered versioned(json::object document, const CaseInHand& held) {
    Answered answered = answered_with(std::move(document));
    answered.version = held.row.version;
    return answered;
}

std::string title_of(const core::Process& process, const std::string& state_id) {
    const auto found = process.definition.by_id.find(state_id);
    if (found == process.definition.by_id.end()) return state_id;
    const std::string& title = process.state_rules[found->second].title;
    return title.empty() ? state_id : title;
}

json::value why_not(const std::optional<core::Refusal>& refusal) {
    if (!refusal) return nullptr;
    return json::object{
        {"code", std::string(core::to_string(refusal->code))},
        {"detail", refusal->detail},
        {"rule", text_or_null(refusal->rule)},
        {"reasons", json::value_from(refusal->reasons)}};
}

// Who did it, without their person id, which is nobody's business on a screen.
json::value by(const json::value& actor) {
    const json::object* person = actor.if_object();
    if (person == nullptr) return nullptr;
    const json::value& agency = member(*person, "agency");
    const bool is_police = !agency.is_string() || agency.get_string().empty();
    return json::object{
        {"name", member(*person, "name")},
        {"roles", member(*person, "roles")},
        {"agency", is_police ? json::value(nullptr) : agency},
    };
}

// What to read before acting, in the order the workflow gives; what is not there yet is left out.
json::array shown_for(const CaseInHand& held, const core::ActionView& action, const Shown& to) {
    json::array shown;
    const auto rule = held.process->actions.find(action.name);
    if (!action.allowed || rule == held.process->actions.end()) return shown;
    for (const std::string& path : rule->second.shows) {
        const json::value* value = held.snapshot->machine.context.find(path);
        if (value == nullptr || value->is_null()) continue;
        shown.push_back(json::object{{"at", path}, {"value", to.of(path, *value)}});
    }
    return shown;
}

bool is_for_agency(const core::TaskView& task) {
    return std::find(task.roles.begin(), task.roles.end(), "agency_member") != task.roles.end();
}

}  // namespace

core::Result<CaseInHand, Refused> CaseQueries::look_at(
    const Caller& caller,
    std::string_view reference,
    std::string_view type,
    std::vector<std::string> fields
) {
    auto row = access_.find(caller, reference, type);
    if (!row) return core::failure(std::move(row).error());
    parts_.recorder.record(caller, consultation(caller, *row, type, std::move(fields)));
    return parts_.vault.open(std::move(row).value());
}

json::array CaseQueries::tasks_of(const core::CaseId& id) {
    json::array tasks;
    for (const ports::TaskRow& row : parts_.store.open_tasks_of(id)) {
        tasks.push_back(json::object{
            {"id", row.id.text},
            {"title", row.view.title},
            {"queue", text_or_null(row.view.queue)},
            {"roles", text_array(row.view.roles)},
            {"due_at", time_or_null(row.view.due)},
            {"agency", text_or_null(is_for_agency(row.view) ? row.view.each : "")},
            {"about", text_or_null(is_for_agency(row.view) ? "" : row.view.each)},
        });
    }
    return tasks;
}

// The cases it goes on from and those that go on from it, as far as the caller may know of them.
json::array CaseQueries::links_of(const Caller& caller, const core::statechart::Context& context) {
    json::array links;
    const json::array* kept = member(context, core::kLinks).if_array();
    if (kept == nullptr) return links;
    for (const json::value& entry : *kept) {
        const json::object& link = entry.as_object();
        const auto row = access_.known(
            caller, core::Reference{std::string(member(link, "reference").as_string())}
        );
        if (!row) continue;
        parts_.recorder.record(caller, consultation(caller, *row, "see_link", {"existence"}));
        links.push_back(json::object{
            {"reference", core::format_reference(row->reference)},
            {"relation", member(link, "relation")},
            {"route", member(link, "route")},
            {"at", member(link, "at")},
            {"closed", row->closed},
        });
    }
    return links;
}

Outcome CaseQueries::open(const Caller& caller, const OpenCase& asked) {
    auto held = look_at(caller, asked.reference, "open_case", kEverything);
    if (!held) return core::failure(std::move(held).error());
    const core::statechart::Context& context = held->snapshot->machine.context;
    // In one piece of memory: it is all of the case, and lives until it is written as text.
    json::object document(
        case_state(held->row), json::make_shared_resource<json::monotonic_resource>()
    );
    document["title"] = where_in_region(*held->process, held->row.states, "process").title;
    document["channel"] = member(context, "channel");
    document["language"] = member(context, "language");
    document["workflow"] = json::object{
        {"id", held->process->id},
        {"version", held->process->version},
        {"hash", held->process->hash.text},
        {"title", held->process->title},
    };
    document["opened_with"] = held->process->opening.form;
    document["links"] = links_of(caller, context);
    document["clock"] = clock_document(*held->process, *held->snapshot, parts_.clock.now());
    const Shown shown = shown_to(parts_, caller, *held);
    const json::value request = shown.of("request", member(context, "request"));
    // How and when it is safe is shown; by what number or address, and the words, are uncovered.
    json::value plan = shown.of("contact_plan", member(context, "contact_plan"));
    const json::object* form = request.if_object();
    if (plan.is_null() && form != nullptr) plan = member(*form, "contact");
    document["contact_plan"] = std::move(plan);
    document["people"] = people_of(request);
    document["agencies"] = agencies_of(context, parts_.store.open_tasks_of(held->row.id));
    for (const std::string_view part : {"checks", "decision", "contact_attempts"})
        document[part] = shown.of(part, member(context, part));
    document["request"] = request;
    json::object& record = document["record"].emplace_object();
    record.reserve(context.parts().size());
    for (const auto& part : context.parts()) {
        if (part->key() != "request" && part->key() != core::kLinks)
            record[part->key()] = shown.of(part->key(), part->value());
    }
    document["risk_scores"] = core::risk_scores(*held->process, context);
    document["tasks"] = tasks_of(held->row.id);
    return versioned(std::move(document), *held);
}

Outcome CaseQueries::actions(const Caller& caller, const ListActions& asked) {
    auto held = look_at(caller, asked.reference, "list_actions", {"operational"});
    if (!held) return core::failure(std::move(held).error());
    parts_.store.keep_colleague(colleague_of(caller.principal));
    const Shown shown = shown_to(parts_, caller, *held);
    const ports::FormChecker& forms = parts_.definitions.forms_of(held->row.bundle);
    const auto today = today_of(*held->process, parts_.clock.now());
    json::array items;
    for (core::ActionView& action :
         core::actions_for(*held->process, *held->snapshot, caller.principal, parts_.clock.now())) {
        const auto& rule = held->process->actions.find(action.name)->second;
        if (!access_.acts_on(caller, held->row, rule.behind_glass)) {
            action.allowed = false;
            action.why_not = refusal_of(core::RefusalCode::role_not_allowed, action.name);
        }
        const bool has_form = !action.form.empty() && forms.knows(action.form);
        items.push_back(json::object{
            {"name", action.name},
            {"title", action.title},
            {"allowed", action.allowed},
            {"awaited", action.awaited},
            {"depends_on_form", action.depends},
            {"why_not", why_not(action.why_not)},
            {"form",
             has_form ? json::value(core::with_examples_of(
                            with_colleagues(parts_.store, forms.schema(action.form)), today
                        ))
                      : nullptr},
            {"form_name", text_or_null(action.form)},
            {"shows", shown_for(*held, action, shown)},
        });
    }
    return versioned({{"items", std::move(items)}}, *held);
}

json::object CaseQueries::event_document(const core::Process& process, const core::CaseEvent& event)
    const {
    json::array titles;
    for (const std::string& state : event.entered)
        titles.emplace_back(title_of(process, state));
    return {
        {"sequence", event.sequence},
        {"type", event.type},
        {"title", event.title},
        {"at", core::to_rfc3339(event.at)},
        {"by", by(event.actor)},
        {"entered", text_array(event.entered)},
        {"left", text_array(event.left)},
        {"states_titles", std::move(titles)},
    };
}

std::vector<core::CaseEvent> CaseQueries::history_of(
    const CaseInHand& held, std::uint64_t after, int limit
) {
    std::vector<core::CaseEvent> events;
    std::uint64_t expected = after;
    const auto rows = parts_.store.events_of(held.row.id, after, limit);
    for (const ports::EventRow& row : rows) {
        if (row.sequence == ++expected) events.push_back(parts_.vault.open_event(held, row));
    }
    const std::uint64_t last = after + events.size();
    const bool is_whole = events.size() == rows.size() &&
                          (last == held.row.version || std::cmp_equal(rows.size(), limit));
    if (!is_whole) parts_.vault.shut(held.row, "event " + std::to_string(last + 1) + " is missing");
    return events;
}

Outcome CaseQueries::timeline(const Caller& caller, const ReadTimeline& asked) {
    auto held = look_at(caller, asked.reference, "read_timeline", {"casework", "operational"});
    if (!held) return core::failure(std::move(held).error());
    json::array items;
    // Nothing comes after the last event, however large the number asked with.
    std::uint64_t last = std::min(asked.after, held->row.version);
    for (const core::CaseEvent& event : history_of(*held, last, kTimelineEventsMax)) {
        items.push_back(event_document(*held->process, event));
        last = event.sequence;
    }
    json::value next = nullptr;
    if (last < held->row.version) next = last;
    return answered_with({{"items", std::move(items)}, {"next", std::move(next)}});
}

Outcome CaseQueries::clock(const Caller& caller, const ReadClock& asked) {
    auto held = look_at(caller, asked.reference, "read_clock", {"operational"});
    if (!held) return core::failure(std::move(held).error());
    return answered_with(clock_document(*held->process, *held->snapshot, parts_.clock.now()));
}

Outcome CaseQueries::diagram(const Caller& caller, const DrawDiagram& asked) {
    auto held = look_at(caller, asked.reference, "draw_diagram", {"operational"});
    if (!held) return core::failure(std::move(held).error());
    const core::statechart::Definition& definition = held->process->definition;
    core::statechart::PlotOptions options;
    for (const auto state : held->snapshot->machine.active)
        options.highlight.insert(definition.at(state).id);
    for (const core::CaseEvent& event : history_of(*held, 0, kDiagramEventsMax))
        options.visited.insert(event.entered.begin(), event.entered.end());
    return versioned({{"dot", core::statechart::to_dot(definition, options)}}, *held);
}

}  // namespace clarion::runtime
