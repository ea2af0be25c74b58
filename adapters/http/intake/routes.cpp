#include <memory>

#include "adapters/http/intake/form_desk.hpp"

namespace clarion::http::intake {

namespace {

// A robots file keeps the pages out of search engines, whose results a watcher could read.
void robots(Call call) {
    Response response;
    response.with("content-type", "text/plain; charset=utf-8").body =
        "User-agent: *\nDisallow: /\n";
    call.reply(std::move(response));
}

// Every page of the form under one language's addresses. The patterns live as long as the handlers.
class RoutesOf {
public:
    struct On {
        ListenerKind listener;
        Access access;
    };
    RoutesOf(std::shared_ptr<FormDesk> desk, web::Tongue tongue, std::vector<Route>& routes, On on)
        : desk_(std::move(desk)), tongue_(std::move(tongue)), routes_(routes), on_(on) {}

    // What filling in the form takes, whoever does it.
    void add_questions() {
        for (const std::string_view folder : {"q/", "p/"}) {
            const std::string pattern = "/" + std::string(folder) + "{name}";
            row(Method::get, pattern, in(&FormDesk::show, folder));
            row(Method::post, pattern, in(&FormDesk::take, folder));
        }
        row(Method::get, "/answers", to(&FormDesk::summary));
        row(Method::get, "/sent", to(&FormDesk::sent));
        row(Method::get, "/help-now", to(&FormDesk::help));
        row(Method::get, "/help-now/not-sure", to(&FormDesk::help));
    }

    void add_assisted() {
        row(Method::get, "/", [desk = desk_](Call call) { desk->choose_channel(std::move(call)); });
        row(Method::post, "/begin", to(&FormDesk::begin_for_somebody));
        row(Method::post, "/send", to(&FormDesk::open_for_somebody));
        add_questions();
    }

    void add_all() {
        row(Method::get, "/", [desk = desk_](Call call) { desk->start(std::move(call)); });
        row(Method::post, "/begin", to(&FormDesk::begin));
        row(Method::get, "/leaving-quickly", to(&FormDesk::leaving));
        row(Method::post, "/send", to(&FormDesk::send));
        add_questions();
        row(Method::get, "/still-there", to(&FormDesk::still_there));
        row(Method::post, "/still-there", to(&FormDesk::stay));
        row(Method::get, "/stop-contact", [desk = desk_](Call call) {
            desk->stop_contact(std::move(call));
        });
        row(Method::post, "/stop-contact", to(&FormDesk::report));
        row(Method::get, "/accessibility", to(&FormDesk::accessibility));
        row(Method::post, "/fill-in", to(&FormDesk::fill_in));
        for (const auto& [path, name] :
             {std::pair{"/ended", "ended"},
              {"/stay-safe-online", "stay_safe"},
              {"/privacy", "privacy"},
              {"/cookies", "cookies"}}) {
            row(Method::get, path, [desk = desk_, page = name](Call call) {
                desk->plain(std::move(call), page);
            });
        }
    }

    void row(Method method, std::string_view path, Handler handler) {
        const auto pattern = std::make_shared<const std::string>(tongue_.address(path));
        routes_.push_back(
            {method,
             *pattern,
             on_.listener,
             on_.access,
             Style::page,
             [pattern, handler = std::move(handler)](Call call) { handler(std::move(call)); }}
        );
    }

private:
    [[nodiscard]] Handler to(void (FormDesk::*member)(Call)) const {
        return [desk = desk_, member](Call call) { ((*desk).*member)(std::move(call)); };
    }
    [[nodiscard]] Handler in(
        void (FormDesk::*member)(Call, std::string_view), std::string_view folder
    ) const {
        return [desk = desk_, member, folder](Call call) {
            ((*desk).*member)(std::move(call), folder);
        };
    }

    std::shared_ptr<FormDesk> desk_;
    web::Tongue tongue_;
    std::vector<Route>& routes_;
    On on_;
};

constexpr RoutesOf::On kInPublic{ListenerKind::public_form, Access::anyone};
constexpr RoutesOf::On kForStaff{ListenerKind::staff, Access::staff};
constexpr std::string_view kStaffBase = "/console/ask";
constexpr std::string_view kStaffCookie = "__Host-ask";

}  // namespace

std::vector<Route> intake_routes(runtime::WorkQueue& queue, IntakeSettings settings) {
    const web::StaticFiles& files = settings.files;
    const std::vector<web::Tongue> tongues = settings.tongues;
    const auto desk = std::make_shared<FormDesk>(queue, std::move(settings));
    std::vector<Route> routes;
    for (const web::Tongue& tongue : tongues)
        RoutesOf(desk, tongue, routes, kInPublic).add_all();
    RoutesOf plain(desk, tongues.front(), routes, kInPublic);
    plain.row(Method::get, "/exit", [desk](Call call) { desk->exit(std::move(call)); });
    plain.row(Method::get, "/robots.txt", robots);
    routes.push_back(files.route(ListenerKind::public_form));
    return routes;
}

std::vector<Route> assisted_routes(runtime::WorkQueue& queue, IntakeSettings settings) {
    settings.cookie_name = kStaffCookie;
    for (web::Tongue& tongue : settings.tongues)
        tongue.base.insert(0, kStaffBase);
    const std::vector<web::Tongue> tongues = settings.tongues;
    const auto desk = std::make_shared<FormDesk>(queue, std::move(settings));
    std::vector<Route> routes;
    for (const web::Tongue& tongue : tongues)
        RoutesOf(desk, tongue, routes, kForStaff).add_assisted();
    return routes;
}

PageFault intake_faults(IntakeSettings settings) {
    // Kept together: the pages borrow the settings and the journey.
    struct Faults {
        explicit Faults(IntakeSettings given)
            : settings(std::move(given)), languages(every_language(settings)) {}
        IntakeSettings settings;
        AllSpoken languages;
    };
    const auto faults = std::make_shared<Faults>(std::move(settings));
    return [faults](const Request& request, int status) {
        constexpr int kServerFault = 500;
        constexpr int kTooLong = 413;
        const Pages& pages = spoken_at(faults->languages, request.path).pages;
        if (status == kTooLong) return pages.fixed("too_long", {.status = status});
        if (status >= kServerFault) return pages.busy(status);
        return pages.fixed("not_found", {.status = status});
    };
}

}  // namespace clarion::http::intake
