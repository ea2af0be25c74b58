#include "deploy/clarion/front_of_house.hpp"

#include "adapters/diagrams/graphviz.hpp"
#include "adapters/files/json_text.hpp"
#include "adapters/http/intake/intake.hpp"
#include "deploy/clarion/draft_sealing.hpp"
#include "deploy/clarion/house.hpp"

namespace clarion::deploy {

namespace json = core::json;

namespace {

constexpr std::string_view kScheme = "dvds";
constexpr std::string_view kStaffCookie = "__Host-console";

std::string draw(const std::string& dot) {
    thread_local diagrams::Graphviz kGraphviz;  // one at a time, and io threads are several
    return kGraphviz.draw(dot);
}

std::string text_in(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

std::vector<http::intake::Helpline> helplines_of(const files::FileSet& house) {
    constexpr std::string_view kPath = "workflows/catalogue/helplines.json";
    const json::object catalogue = files::parse_json_object(kPath, files::file_named(house, kPath));
    std::vector<http::intake::Helpline> helplines;
    for (const auto& item : catalogue.at("helplines").as_array()) {
        const json::object& line = item.as_object();
        if (text_in(line, "telephone").empty()) continue;
        helplines.push_back(
            {text_in(line, "name"), text_in(line, "telephone"), text_in(line, "audience")}
        );
    }
    return helplines;
}

}  // namespace

FrontOfHouse::FrontOfHouse(
    EngineRoom& room, runtime::WorkQueue& queue, const files::FileSet& house, FrontSettings settings
)
    : room_(room),
      queue_(queue),
      settings_(std::move(settings)),
      templates_(page_templates()),
      files_(page_assets(), room.sha256) {
    if (settings_.demo) personas_.emplace(room.ids, room.clock, room.sha256);
    router_ = std::make_unique<http::Router>(
        all_routes(house), [this](const http::Request& request) { return who(request); }
    );
}

std::optional<core::Principal> FrontOfHouse::who(const http::Request& request) const {
    if (!personas_) return std::nullopt;
    if (const auto header = request.header("authorization"))
        return personas_->by_authorization(*header);
    if (const auto cookie = request.cookie(kStaffCookie))
        return personas_->by_session(*cookie);
    return std::nullopt;
}

std::vector<http::Route> FrontOfHouse::all_routes(const files::FileSet& house) {
    const std::string scheme_folder = "workflows/" + std::string(kScheme) + "/";
    const std::string profile_path = scheme_folder + "profile.json";
    const json::object profile =
        files::parse_json_object(profile_path, files::file_named(house, profile_path));
    const std::string journey_path = scheme_folder + "journey.json";

    std::vector<http::Route> routes = http::api_routes(
        queue_,
        {
            .sha256 = room_.sha256,
            .cursor_key = room_.ids.new_token() + room_.ids.new_token(),
            .render_dot = draw,
            .openapi_json = files::file_named(house, "schemas/openapi.json"),
            .readiness = settings_.readiness,
            .metrics = [this] { return room_.metrics.exposition(); },
        }
    );
    const auto add = [&routes](std::vector<http::Route> more) {
        for (http::Route& route : more)
            routes.push_back(std::move(route));
    };
    add(http::intake::intake_routes(
        queue_,
        {
            .journey = files::parse_json(journey_path, files::file_named(house, journey_path)),
            .templates = templates_,
            .files = files_,
            .forms = room_.forms,
            .clock = room_.clock,
            .ids = room_.ids,
            .sha256 = room_.sha256,
            .sealing = draft_sealing(room_.sha256),
            .force_name = text_in(profile.at("force").as_object(), "name"),
            .exit_target = text_in(profile.at("exit").as_object(), "target"),
            .helplines = helplines_of(house),
            .demo = settings_.demo,
        }
    ));
    return routes;
}

}  // namespace clarion::deploy
