#include <memory>

#include "adapters/http/intake/form_desk.hpp"
#include "adapters/http/intake/security_contact.hpp"

namespace clarion::http::intake {

namespace {

// A robots file keeps the pages out of search engines, whose results a watcher could read.
void robots(Call call) {
    Response response;
    response.with("content-type", "text/plain; charset=utf-8").body =
        "User-agent: *\nDisallow: /\n";
    call.reply(std::move(response));
}

Handler security_of(const IntakeSettings& settings) {
    std::vector<std::string> languages;
    for (const web::Tongue& tongue : settings.tongues)
        languages.push_back(tongue.code);
    return [languages, contact = settings.security_contact, &clock = settings.clock](Call call) {
        Response response;
        response.with("content-type", "text/plain; charset=utf-8").body =
            security_text(contact, languages, clock.now());
        call.reply(std::move(response));
    };
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
            row(Method::get, pattern, going_on(in(&FormDesk::show, folder)));
            row(Method::post, pattern, going_on(in(&FormDesk::take, folder)));
        }
        row(Method::get, "/answers", going_on(to(&FormDesk::summary)));
        row(Method::get, "/sent", going_on(to(&FormDesk::sent)));
        row(Method::get, "/help-now", always(to(&FormDesk::help)));
        row(Method::get, "/help-now/not-sure", always(to(&FormDesk::help)));
    }

    void add_assisted() {
        row(Method::get, "/", going_on(to(&FormDesk::choose_channel)));
        row(Method::post, "/begin", going_on(to(&FormDesk::begin_for_somebody)));
        row(Method::post, "/send", going_on(to(&FormDesk::open_for_somebody)));
        add_questions();
    }

    void add_all() {
        row(Method::get, "/", always(to(&FormDesk::start)));
        row(Method::post, "/begin", {to(&FormDesk::begin), Urgency::begin});
        row(Method::get, "/leaving-quickly", always(to(&FormDesk::leaving)));
        row(Method::post, "/send", going_on(to(&FormDesk::send)));
        add_questions();
        row(Method::get, "/still-there", going_on(to(&FormDesk::still_there)));
        row(Method::post, "/still-there", going_on(to(&FormDesk::stay)));
        row(Method::get, "/stop-contact", always(to(&FormDesk::stop_contact)));
        row(Method::post, "/stop-contact", going_on(to(&FormDesk::report)));
        row(Method::get, "/accessibility", always(to(&FormDesk::accessibility)));
        row(Method::post, "/fill-in", going_on(to(&FormDesk::fill_in)));
        for (const auto& [path, name] :
             {std::pair{"/ended", "ended"},
              {"/stay-safe-online", "stay_safe"},
              {"/privacy", "privacy"},
              {"/cookies", "cookies"},
              {"/contact", "contact"}}) {
            row(Method::get, path, always([desk = desk_, page = name](Call call) {
                    desk->plain(std::move(call), page);
                }));
        }
    }

    struct Asked {
        Handler handler;
        Urgency urgency;
    };
    [[nodiscard]] static Asked always(Handler handler) {
        return {std::move(handler), Urgency::always};
    }

    void row(Method method, std::string_view path, Asked asked) {
        const auto pattern = std::make_shared<const std::string>(tongue_.address(path));
        Route route{method, *pattern, on_.listener, on_.access, Style::page, {}};
        // Staff's rows are as urgent as what staff do.
        if (on_.listener == ListenerKind::public_form) route.urgency = asked.urgency;
        route.handler = [pattern, desk = desk_, asked = std::move(asked)](Call call) {
            desk->let_in(std::move(call), asked.urgency, asked.handler);
        };
        routes_.push_back(std::move(route));
    }

private:
    [[nodiscard]] static Asked going_on(Handler handler) {
        return {std::move(handler), Urgency::going_on};
    }
    template <class Member>
    [[nodiscard]] Handler to(Member member) const {
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
constexpr std::string_view kSecurityPath = "/.well-known/security.txt";
constexpr std::string_view kStaffBase = "/console/ask";
constexpr std::string_view kStaffCookie = "__Host-ask";

}  // namespace

std::vector<Route> intake_routes(runtime::WorkQueue& queue, IntakeSettings settings) {
    const web::StaticFiles& files = settings.files;
    const std::vector<web::Tongue> tongues = settings.tongues;
    const bool has_contact = !settings.security_contact.empty();
    Handler security = security_of(settings);
    const auto desk = std::make_shared<FormDesk>(queue, std::move(settings));
    std::vector<Route> routes;
    for (const web::Tongue& tongue : tongues)
        RoutesOf(desk, tongue, routes, kInPublic).add_all();
    RoutesOf plain(desk, tongues.front(), routes, kInPublic);
    plain.row(Method::get, "/exit", RoutesOf::always([desk](Call call) {
                  desk->exit(std::move(call));
              }));
    plain.row(Method::get, "/robots.txt", RoutesOf::always(robots));
    if (has_contact) {
        plain.row(Method::get, kSecurityPath, RoutesOf::always(std::move(security)));
    }
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
