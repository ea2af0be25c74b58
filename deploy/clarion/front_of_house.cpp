#include "deploy/clarion/front_of_house.hpp"

#include "adapters/diagrams/graphviz.hpp"
#include "adapters/files/json_text.hpp"
#include "adapters/files/scheme.hpp"
#include "adapters/http/console/console.hpp"
#include "adapters/http/intake/intake.hpp"
#include "adapters/http/refusal_notes.hpp"
#include "adapters/http/web/drawing.hpp"
#include "deploy/clarion/draft_sealing.hpp"
#include "deploy/clarion/helplines.hpp"
#include "deploy/clarion/house.hpp"
#include "deploy/clarion/page_words.hpp"
#include "deploy/clarion/promises.hpp"

namespace clarion::deploy {

namespace json = core::json;

namespace {

constexpr std::string_view kStaffCookie = "__Host-staff";

std::string draw(const std::string& dot) {
    thread_local diagrams::Graphviz kGraphviz;  // one at a time, and io threads are several
    return kGraphviz.draw(dot);
}

std::string text_in(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

json::object profile_in(const files::FileSet& house) {
    return files::profile_of(house, files::scheme_of(house));
}

// Asked anew for each page: what nobody verifies goes on its day, not at the next start.
std::shared_ptr<HelplineWatch> helplines_of(
    const files::FileSet& house, EngineRoom& room, runtime::WorkQueue& queue
) {
    constexpr std::string_view kPath = "workflows/catalogue/helplines.json";
    json::object catalogue = files::parse_json_object(kPath, files::file_named(house, kPath));
    const std::string force = text_in(profile_in(house).at("force").as_object(), "id");
    const auto tell = [&queue](const std::string& why) {
        const std::string rule = "helplines_unverified";
        return queue.offer(
            {.caller = {core::system_principal(), "helplines"},
             .asked = runtime::RaiseAlert{rule, rule + ": " + why},
             .answer = [](const runtime::Answer&) {}}
        );
    };
    return std::make_shared<HelplineWatch>(
        std::move(catalogue), force, HelplineWatch::World{room.clock, room.log, room.metrics, tell}
    );
}

http::intake::AccessibilityStatement statement_of(const json::object& profile) {
    const json::object& said = profile.at("accessibility").as_object();
    return {text_in(said, "tested_by"), text_in(said, "appeal")};
}

// Throws FileProblem when it cannot be used: pages nobody can read are worse than none.
http::web::Look look_of(const files::FileSet& house) {
    const std::string scheme = files::scheme_of(house);
    const json::object force = files::profile_of(house, scheme).at("force").as_object();
    http::web::Look look;
    look.force_name = text_in(force, "name");
    if (const std::string colour = text_in(force, "colour"); !colour.empty()) look.colour = colour;
    std::string complaint = http::web::complaint_about_colour(look.colour);
    if (!complaint.empty()) throw files::FileProblem("profile /force/colour: " + complaint);
    if (const std::string mark = text_in(force, "mark"); !mark.empty()) {
        const std::string path = files::path_in_scheme(house, scheme, mark);
        const std::string& svg = files::file_named(house, path);
        complaint = http::web::complaint_about_mark(svg);
        if (!complaint.empty()) throw files::FileProblem(path + ": " + complaint);
        look.mark = http::web::drawing(svg);
    }
    return look;
}

}  // namespace

FrontOfHouse::FrontOfHouse(
    EngineRoom& room, runtime::WorkQueue& queue, const files::FileSet& house, FrontSettings settings
)
    : room_(room),
      queue_(queue),
      settings_(std::move(settings)),
      templates_(page_templates()),
      look_(look_of(house)),
      files_(http::web::in_colour(page_assets(), look_.colour), room.sha256),
      helplines_(helplines_of(house, room, queue)) {
    helplines_->look();
    if (settings_.demo) personas_.emplace(room.ids, room.clock, room.sha256);
    const auto console = console_settings(house);
    const auto intake = intake_settings(house);
    const auto for_applicants = http::intake::intake_faults(intake);
    const auto for_staff = http::console::console_faults(console);
    router_ = std::make_unique<http::Router>(
        all_routes(house, console, intake),
        [this](const http::Request& request) { return who(request); },
        [for_applicants, for_staff](const http::Request& request, int status) {
            const bool is_public = request.listener == http::ListenerKind::public_form;
            return is_public ? for_applicants(request, status) : for_staff(request, status);
        },
        settings_.sign_in != nullptr ? settings_.sign_in->challenge()
                                     : std::string(http::kBearerChallenge),
        http::notes_kept_by(queue_, room_.metrics)
    );
    if (settings_.admission != nullptr) router_->limit_by(*settings_.admission);
}

http::console::ConsoleSettings FrontOfHouse::console_settings(const files::FileSet& house) {
    std::vector<http::console::Persona> personas;
    if (personas_) {
        for (const std::string& name : personas_->names())
            personas.push_back({name, ""});
    }
    return {
        .templates = templates_,
        .files = files_,
        .forms = room_.forms,
        .clock = room_.clock,
        .ids = room_.ids,
        .sha256 = room_.sha256,
        .look = look_,
        .demo = settings_.demo,
        .asked_route = text_in(profile_in(house), "requests"),
        .cookie_name = std::string(kStaffCookie),
        .personas = std::move(personas),
        .sign_in = [this](const std::string& persona) -> std::optional<std::string> {
            return personas_ ? personas_->sign_in(persona) : std::nullopt;
        },
        .sign_out =
            [this](const std::string& cookie) {
                if (personas_) personas_->sign_out(cookie);
            },
        .ways =
            settings_.sign_in != nullptr ? std::optional(settings_.sign_in->ways()) : std::nullopt,
        .draw = draw,
    };
}

http::Found FrontOfHouse::who(const http::Request& request) const {
    if (settings_.sign_in != nullptr) return settings_.sign_in->who(request);
    if (auto found = persona(request)) return std::move(*found);
    return core::failure(http::Stranger::no_credentials);
}

std::optional<core::Principal> FrontOfHouse::persona(const http::Request& request) const {
    if (!personas_) return std::nullopt;
    if (const auto header = request.header("authorization"))
        return personas_->by_authorization(*header);
    // A browser sends its cookies to every port of a host; ours belong to one listener each.
    if (request.listener != http::ListenerKind::staff) return std::nullopt;
    if (const auto cookie = request.cookie(kStaffCookie)) return personas_->by_session(*cookie);
    return std::nullopt;
}

http::intake::IntakeSettings FrontOfHouse::intake_settings(const files::FileSet& house) {
    const json::object profile = profile_in(house);
    const std::string journey_path =
        files::path_in_scheme(house, files::scheme_of(house), "journey.json");
    return {
        .journey = files::parse_json(journey_path, files::file_named(house, journey_path)),
        .page_files = page_templates(),
        .files = files_,
        .forms = room_.forms,
        .clock = room_.clock,
        .ids = room_.ids,
        .sha256 = room_.sha256,
        .sealing = draft_sealing(room_.sha256),
        .look = look_,
        .tongues = tongues_of(house),
        .facts = [profile](const http::web::Tongue& tongue) { return facts_of(profile, tongue); },
        .promises = promises_of(house, room_),
        .exit_target = text_in(profile.at("exit").as_object(), "target"),
        .helplines = [watch = helplines_] { return watch->shown(); },
        .statement = statement_of(profile),
        .demo = settings_.demo,
        .can_take = [this] { return room_.store_state.is_good(); },
        .admission = settings_.admission,
        .security_contact = text_in(profile.at("force").as_object(), "security_contact"),
    };
}

std::vector<http::Route> FrontOfHouse::all_routes(
    const files::FileSet& house,
    const http::console::ConsoleSettings& console,
    const http::intake::IntakeSettings& intake
) {
    std::vector<http::Route> routes = http::api_routes(
        queue_,
        {
            .sha256 = room_.sha256,
            .cursor_key = room_.ids.new_token() + room_.ids.new_token(),
            .render_dot = draw,
            .openapi_json = files::file_named(house, "schemas/openapi.json"),
            .protected_resource =
                settings_.sign_in != nullptr ? settings_.sign_in->protected_resource() : "",
            .readiness = settings_.readiness,
            .metrics =
                [this] {
                    // Also where nobody opens a page.
                    helplines_->look();
                    return room_.metrics.exposition();
                },
        }
    );
    const auto add = [&routes](std::vector<http::Route> more) {
        for (http::Route& route : more)
            routes.push_back(std::move(route));
    };
    add(http::intake::intake_routes(queue_, intake));
    http::intake::IntakeSettings assisted = intake;
    assisted.assisted = {text_in(profile_in(house), "requests"), "/console"};
    add(http::intake::assisted_routes(queue_, std::move(assisted)));
    add(http::console::console_routes(queue_, console));
    return routes;
}

}  // namespace clarion::deploy
