#include <memory>

#include "adapters/http/console/console_desk.hpp"

namespace clarion::http::console {

namespace {

Route page(Method method, std::string_view pattern, Access access, Handler handler) {
    return {method, pattern, ListenerKind::staff, access, Style::page, std::move(handler)};
}

// For whoever is about to sign in, or out elsewhere.
Route door(Method method, std::string_view pattern, Handler handler) {
    Route row = page(method, pattern, Access::anyone, std::move(handler));
    row.urgency = Urgency::sign_in;
    return row;
}

// What auditors keep, and exports of the log.
template <class To>
std::vector<Route> auditor_rows(const To& to) {
    using enum Method;
    constexpr Access kAuditor = Access::auditor;
    constexpr Access kExports = Access::exports;
    return {
        page(get, "/console/audit/kept", kAuditor, to(&ConsoleDesk::kept_queries)),
        page(post, "/console/audit/kept", kAuditor, to(&ConsoleDesk::keep_query)),
        page(get, "/console/audit/kept/new", kAuditor, to(&ConsoleDesk::show_keeping)),
        page(post, "/console/audit/kept/{id}/drop", kAuditor, to(&ConsoleDesk::drop_query)),
        page(get, "/console/audit/exports", kExports, to(&ConsoleDesk::exports)),
        page(get, "/console/audit/exports/new", kAuditor, to(&ConsoleDesk::show_asking)),
        page(post, "/console/audit/exports/new", kAuditor, to(&ConsoleDesk::ask_export)),
        page(get, "/console/audit/exports/{id}/{act}", kExports, to(&ConsoleDesk::show_settling)),
        page(post, "/console/audit/exports/{id}/{act}", kExports, to(&ConsoleDesk::settle_export)),
        page(
            get,
            "/console/audit/exports/{id}/files/{name}",
            kExports,
            to(&ConsoleDesk::fetch_export)
        ),
    };
}

// The log, and how long closed cases are kept.
template <class To>
std::vector<Route> log_and_records_rows(const To& to) {
    using enum Method;
    constexpr Access kAny = Access::signed_in;
    return {
        page(get, "/console/audit", Access::auditor, to(&ConsoleDesk::audit)),
        page(get, "/console/audit/checkpoint", Access::auditor, to(&ConsoleDesk::checkpoint)),
        page(get, "/console/audit/facets", Access::auditor, to(&ConsoleDesk::audit_facets)),
        page(get, "/console/audit/questions", Access::auditor, to(&ConsoleDesk::audit_questions)),
        page(
            get, "/console/audit/questions/{name}", Access::auditor, to(&ConsoleDesk::audit_answer)
        ),
        page(get, "/console/audit/events/{seq}", Access::auditor, to(&ConsoleDesk::audit_entry)),
        page(get, "/console/retention", Access::staff, to(&ConsoleDesk::retention_list)),
        page(get, "/console/cases/{ref}/retention", kAny, to(&ConsoleDesk::retention)),
        page(
            get, "/console/cases/{ref}/retention/{act}", kAny, to(&ConsoleDesk::show_retention_act)
        ),
        page(
            post, "/console/cases/{ref}/retention/{act}", kAny, to(&ConsoleDesk::take_retention_act)
        ),
    };
}

}  // namespace

std::vector<Route> console_routes(runtime::WorkQueue& queue, ConsoleSettings settings) {
    const bool demo = settings.demo;
    const bool has_ways = settings.ways.has_value();
    const web::StaticFiles& files = settings.files;
    const auto desk = std::make_shared<ConsoleDesk>(queue, std::move(settings));
    const auto to = [&desk](void (ConsoleDesk::*member)(Call)) {
        return [desk, member](Call call) { ((*desk).*member)(std::move(call)); };
    };
    using enum Method;
    // Whether one case or one agency's request is theirs to know is the engine's answer, the same
    // as for one that is not there, and it is logged.
    constexpr Access kAny = Access::signed_in;
    std::vector<Route> routes{
        page(get, "/", Access::anyone, [](Call call) { call.reply(redirect("/console")); }),
        page(get, "/console", Access::signed_in, to(&ConsoleDesk::home)),
        page(get, "/console/cases/{ref}", kAny, to(&ConsoleDesk::open_case)),
        page(get, "/console/search", Access::staff, to(&ConsoleDesk::show_search)),
        page(post, "/console/search", Access::staff, to(&ConsoleDesk::search)),
        page(get, "/console/cases/{ref}/related", kAny, to(&ConsoleDesk::related)),
        page(get, "/console/cases/{ref}/timeline", kAny, to(&ConsoleDesk::timeline)),
        page(get, "/console/cases/{ref}/diagram", kAny, to(&ConsoleDesk::diagram)),
        page(get, "/console/cases/{ref}/actions/{name}", kAny, to(&ConsoleDesk::show_action)),
        page(post, "/console/cases/{ref}/actions/{name}", kAny, to(&ConsoleDesk::take_action)),
        page(get, "/console/cases/{ref}/people/{role}", kAny, to(&ConsoleDesk::show_reveal)),
        page(post, "/console/cases/{ref}/people/{role}", kAny, to(&ConsoleDesk::reveal)),
        page(get, "/console/break-glass", Access::staff, to(&ConsoleDesk::show_break_glass)),
        page(post, "/console/break-glass", Access::staff, to(&ConsoleDesk::break_glass)),
        page(get, "/console/alerts", Access::alerts, to(&ConsoleDesk::alerts)),
        page(get, "/console/alerts/{id}", Access::alerts, to(&ConsoleDesk::show_alert)),
        page(post, "/console/alerts/{id}", Access::alerts, to(&ConsoleDesk::settle_alert)),
        page(get, "/console/workflows", kAny, to(&ConsoleDesk::workflows)),
        page(get, "/console/new", kAny, to(&ConsoleDesk::openings)),
        page(get, "/console/new/{route}", kAny, to(&ConsoleDesk::show_opening)),
        page(post, "/console/new/{route}", kAny, to(&ConsoleDesk::open_by_hand)),
        page(get, "/console/agency", Access::agency, to(&ConsoleDesk::agency_list)),
        page(get, "/console/agency/{id}", kAny, to(&ConsoleDesk::show_request)),
        page(post, "/console/agency/{id}", kAny, to(&ConsoleDesk::answer_request)),
        page(get, "/console/reports/statistics", Access::reports, to(&ConsoleDesk::report)),
        files.route(ListenerKind::staff),
    };
    for (Route& row : log_and_records_rows(to))
        routes.push_back(std::move(row));
    for (Route& row : auditor_rows(to))
        routes.push_back(std::move(row));
    if (has_ways) {
        for (Route& row : std::vector<Route>{
                 door(get, "/signin", to(&ConsoleDesk::show_ways)),
                 door(get, "/signin/emergency", to(&ConsoleDesk::ask_for_code)),
                 door(post, "/signin/emergency", to(&ConsoleDesk::take_code)),
                 door(get, "/auth/callback", to(&ConsoleDesk::come_back)),
                 page(get, "/signed-out", Access::anyone, to(&ConsoleDesk::signed_out)),
                 page(post, "/sign-out", Access::signed_in, to(&ConsoleDesk::say_goodbye)),
                 door(post, "/auth/backchannel-logout", to(&ConsoleDesk::back_channel_logout)),
             })
            routes.push_back(std::move(row));
    }
    if (demo) {
        routes.push_back(door(get, "/demo/sign-in", to(&ConsoleDesk::choose_persona)));
        routes.push_back(door(post, "/demo/sign-in", to(&ConsoleDesk::sign_in)));
        routes.push_back(page(post, "/demo/sign-out", Access::signed_in, to(&ConsoleDesk::sign_out))
        );
    }
    return routes;
}

PageFault console_faults(ConsoleSettings settings) {
    struct NoQueue : runtime::WorkQueue {
        bool offer(runtime::Work) override { return false; }
    };
    const auto none = std::make_shared<NoQueue>();
    const auto desk = std::make_shared<ConsoleDesk>(*none, std::move(settings));
    return
        [none, desk](const Request& request, int status) { return desk->fault(request, status); };
}

}  // namespace clarion::http::console
