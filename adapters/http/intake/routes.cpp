#include <memory>

#include "adapters/http/intake/form_desk.hpp"

namespace clarion::http::intake {

namespace {

Route page(Method method, std::string_view pattern, Handler handler) {
    return {
        method,
        pattern,
        ListenerKind::public_form,
        Access::anyone,
        Style::page,
        std::move(handler)};
}

// A robots file keeps the pages out of search engines, whose results a watcher could read.
void robots(Call call) {
    Response response;
    response.with("content-type", "text/plain; charset=utf-8").body =
        "User-agent: *\nDisallow: /\n";
    call.reply(std::move(response));
}

}  // namespace

std::vector<Route> intake_routes(runtime::WorkQueue& queue, IntakeSettings settings) {
    const web::StaticFiles& files = settings.files;
    const auto desk = std::make_shared<FormDesk>(queue, std::move(settings));
    const auto plain = [&desk](std::string_view name) {
        return [desk, name](Call call) { desk->plain(std::move(call), name); };
    };
    const auto to = [&desk](void (FormDesk::*member)(Call)) {
        return [desk, member](Call call) { ((*desk).*member)(std::move(call)); };
    };
    const auto in = [&desk](
                        void (FormDesk::*member)(Call, std::string_view), std::string_view folder
                    ) {
        return [desk, member, folder](Call call) { ((*desk).*member)(std::move(call), folder); };
    };
    return {
        page(Method::get, "/", [desk](Call call) { desk->start(std::move(call)); }),
        page(Method::post, "/begin", to(&FormDesk::begin)),
        page(Method::get, "/leaving-quickly", to(&FormDesk::leaving)),
        page(Method::get, "/q/{name}", in(&FormDesk::show, "q/")),
        page(Method::post, "/q/{name}", in(&FormDesk::take, "q/")),
        page(Method::get, "/p/{name}", in(&FormDesk::show, "p/")),
        page(Method::post, "/p/{name}", in(&FormDesk::take, "p/")),
        page(Method::get, "/answers", to(&FormDesk::summary)),
        page(Method::post, "/send", to(&FormDesk::send)),
        page(Method::get, "/sent", to(&FormDesk::sent)),
        page(Method::get, "/exit", to(&FormDesk::exit)),
        page(Method::get, "/help-now", to(&FormDesk::help)),
        page(Method::get, "/still-there", to(&FormDesk::still_there)),
        page(Method::post, "/still-there", to(&FormDesk::stay)),
        page(Method::get, "/ended", plain("ended")),
        page(Method::get, "/stay-safe-online", plain("stay_safe")),
        page(Method::get, "/privacy", plain("privacy")),
        page(Method::get, "/cookies", plain("cookies")),
        page(Method::get, "/accessibility", to(&FormDesk::accessibility)),
        page(Method::post, "/fill-in", to(&FormDesk::fill_in)),
        page(Method::get, "/robots.txt", robots),
        files.route(ListenerKind::public_form),
    };
}

PageFault intake_faults(IntakeSettings settings) {
    // Kept together: the pages borrow the settings and the journey.
    struct Faults {
        explicit Faults(IntakeSettings given)
            : settings(std::move(given)),
              journey(read_journey(settings.journey)),
              pages(settings, journey) {}
        IntakeSettings settings;
        Journey journey;
        Pages pages;
    };
    const auto faults = std::make_shared<Faults>(std::move(settings));
    return [faults](const Request&, int status) {
        constexpr int kServerFault = 500;
        const PageFrame frame{.title = "Page", .back_href = {}, .wrong = false, .status = status};
        constexpr int kTooLong = 413;
        if (status == kTooLong) return faults->pages.fixed("too_long", frame);
        return faults->pages.fixed(status >= kServerFault ? "busy" : "not_found", frame);
    };
}

}  // namespace clarion::http::intake
