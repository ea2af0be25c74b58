#include "adapters/http/intake/form_desk.hpp"

#include <algorithm>
#include <chrono>

namespace clarion::http::intake {

namespace {

constexpr int kUnprocessable = 400;
constexpr int kUnavailable = 503;
// Not "cookies": that would clear every service of the force's domain, which a watcher could
// notice. Our one cookie is expired instead.
constexpr std::string_view kClearSiteData = "\"cache\", \"storage\"";

}  // namespace

FormDesk::FormDesk(runtime::WorkQueue& queue, IntakeSettings settings)
    : settings_(std::move(settings)),
      journey_(read_journey(settings_.journey)),
      drafts_(settings_.sealing, settings_.sha256, settings_.clock, settings_.ids),
      pages_(settings_, journey_),
      queue_(queue) {}

Today FormDesk::today() const {
    const auto day = std::chrono::floor<std::chrono::days>(settings_.clock.now());
    const std::chrono::year_month_day date(day);
    return {
        static_cast<int>(date.year()),
        static_cast<int>(static_cast<unsigned>(date.month())),
        static_cast<int>(static_cast<unsigned>(date.day()))};
}

std::optional<Visit> FormDesk::visit_of(const Request& request) {
    const auto cookie = request.cookie(kCookieName);
    if (!cookie || cookie->empty()) return std::nullopt;
    auto draft = drafts_.open(*cookie);
    if (!draft) return std::nullopt;
    return Visit(std::string(*cookie), std::move(*draft));
}

// No page of ours is shown from an address that needs a form in progress: the browser goes on to a
// neutral one.
Response FormDesk::ended() const {
    return redirect("/ended").with("set-cookie", expire_cookie());
}

Response FormDesk::end(const Visit& visit) {
    drafts_.end(visit.cookie());
    return ended();
}

Response FormDesk::keep(const Visit& visit, Response response) {
    if (!drafts_.keep(visit.cookie(), visit.draft())) return ended();
    return response;
}

std::optional<FormDesk::Posted> FormDesk::posted(Call& call, const Page* page) {
    auto visit = visit_of(call.request);
    if (!visit || visit->sent()) {
        // Sending once more, such as by a second press of the button, leads where the first did.
        const bool sends_again = visit && call.request.path == "/send";
        call.reply(sends_again ? redirect("/sent") : visit ? end(*visit) : ended());
        return std::nullopt;
    }
    auto fields = parse_form(
        call.request.body, page ? repeatable_names(*page) : std::vector<std::string_view>()
    );
    if (!fields || !visit->is_ours(*fields)) {
        call.reply(pages_.fixed(
            "not_understood",
            {.title = "Page", .back_href = {}, .wrong = true, .status = kUnprocessable}
        ));
        return std::nullopt;
    }
    return Posted{std::move(*visit), std::move(*fields)};
}

void FormDesk::plain(Call call, std::string_view name) const {
    Response response = pages_.fixed(name, {});
    if (name == "ended") response.with("clear-site-data", std::string(kClearSiteData));
    call.reply(std::move(response));
}

void FormDesk::start(Call call) const {
    call.reply(pages_.start());
}

void FormDesk::begin(Call call) {
    // Another site must not start a form in somebody's browser: that would leave a trace.
    if (const auto site = call.request.header("sec-fetch-site");
        site && *site != "same-origin" && *site != "none") {
        return call.reply(redirect("/"));
    }
    if (const auto cookie = call.request.cookie(kCookieName)) drafts_.end(*cookie);
    const Visit visit = Visit::begin(settings_.ids);
    const bool can_take = !settings_.can_take || settings_.can_take();
    const auto cookie = can_take ? drafts_.begin(visit.draft()) : std::nullopt;
    if (!cookie) {
        return call.reply(pages_.fixed(
            "busy", {.title = "Page", .back_href = {}, .wrong = false, .status = kUnavailable}
        ));
    }
    call.reply(redirect(first_open(journey_, visit)).with("set-cookie", set_cookie(*cookie)));
}

void FormDesk::leaving(Call call) {
    const auto visit = visit_of(call.request);
    web::View view;
    view.text("continue_href", visit ? first_open(journey_, *visit) : "/");
    call.reply(pages_.fixed(
        "leaving", {.title = "Page", .back_href = "/", .wrong = false, .status = 200}, view
    ));
}

void FormDesk::show(Call call, std::string_view folder) {
    const auto visit = visit_of(call.request);
    if (!visit) return call.reply(ended());
    if (visit->sent()) return call.reply(end(*visit));
    const Page* page = journey_.find(std::string(folder) + call.request.path_params["name"]);
    if (!page) {
        return call.reply(pages_.fixed(
            "not_found", {.title = "Page", .back_href = {}, .wrong = false, .status = 404}
        ));
    }
    if (!applies(journey_, *visit, *page)) {
        return call.reply(redirect(first_open(journey_, *visit)));
    }
    call.reply(pages_.question(*page, *visit, visit->answers(), {}, before(journey_, *visit, *page))
    );
}

void FormDesk::take(Call call, std::string_view folder) {
    const Page* page = journey_.find(std::string(folder) + call.request.path_params["name"]);
    auto post = posted(call, page);
    if (!post) return;
    Visit& visit = post->visit;
    if (!page || !applies(journey_, visit, *page)) {
        return call.reply(redirect(first_open(journey_, visit)));
    }
    const Answers given = answers_of(*page, post->fields);
    Visit trial = visit;
    take_answers(journey_, trial, given);
    const auto problems = check_page(journey_, *page, trial.answers(), settings_.forms, today());
    if (!problems.empty()) {
        return call.reply(
            pages_.question(*page, trial, given, problems, before(journey_, visit, *page))
        );
    }
    const auto dropped = would_forget(journey_, visit, given);
    const bool sure = std::find(
                          post->fields.begin(),
                          post->fields.end(),
                          std::pair<std::string, std::string>("sure", "yes")
                      ) != post->fields.end();
    if (!dropped.empty() && !sure) {
        return call.reply(pages_.confirm_change(*page, visit, post->fields, dropped));
    }
    visit = std::move(trial);
    visit.pass(page->slug);
    const std::string next = after(journey_, visit, *page);
    const bool help = holds_any(page->help_first, visit.answers());
    call.reply(keep(visit, redirect(help ? "/help-now" : next)));
}

void FormDesk::summary(Call call) {
    auto visit = visit_of(call.request);
    if (!visit) return call.reply(ended());
    if (visit->sent()) return call.reply(end(*visit));
    const std::string open = first_open(journey_, *visit);
    if (open != kSummaryAddress) return call.reply(redirect(open));
    visit->see_summary();
    call.reply(keep(*visit, pages_.summary(*visit, last(journey_, *visit))));
}

// Shown once: whoever comes to this browser later must not find it.
void FormDesk::sent(Call call) {
    const auto visit = visit_of(call.request);
    if (!visit) return call.reply(ended());
    if (!visit->sent()) return call.reply(redirect(first_open(journey_, *visit)));
    Response response = pages_.sent(*visit->sent());
    if (call.request.method == Method::get) {
        drafts_.end(visit->cookie());
        response.with("set-cookie", expire_cookie())
            .with("clear-site-data", std::string(kClearSiteData));
    }
    call.reply(std::move(response));
}

void FormDesk::exit(Call call) {
    if (const auto cookie = call.request.cookie(kCookieName)) drafts_.end(*cookie);
    call.reply(redirect(settings_.exit_target)
                   .with("set-cookie", expire_cookie())
                   .with("clear-site-data", std::string(kClearSiteData)));
}

void FormDesk::help(Call call) {
    const auto visit = visit_of(call.request);
    web::View view;
    const bool going = visit && !visit->sent();
    view.text("continue_href", going ? first_open(journey_, *visit) : "");
    call.reply(pages_.fixed("help-now", {}, view));
}

void FormDesk::accessibility(Call call) {
    const auto visit = visit_of(call.request);
    const bool going = visit && !visit->sent();
    web::View view;
    view.text("token", going && !visit->may_fill_in() ? visit->token() : "")
        .flag("fills_in", going && visit->may_fill_in())
        .text("force_name", settings_.look.force_name)
        .text("prepared_on", settings_.statement.prepared_on)
        .text("tested_by", settings_.statement.tested_by)
        .text("appeal", settings_.statement.appeal)
        .text("telephone", settings_.statement.telephone);
    call.reply(pages_.fixed("accessibility", {}, view));
}

void FormDesk::fill_in(Call call) {
    auto post = posted(call, nullptr);
    if (!post) return;
    post->visit.let_fill_in();
    call.reply(keep(post->visit, redirect(first_open(journey_, post->visit))));
}

void FormDesk::still_there(Call call) {
    const auto visit = visit_of(call.request);
    if (!visit) return call.reply(ended());
    web::View view;
    view.text("token", visit->token());
    call.reply(pages_.fixed("still_there", {}, view));
}

void FormDesk::stay(Call call) {
    const auto post = posted(call, nullptr);
    if (post) call.reply(redirect(first_open(journey_, post->visit)));
}

}  // namespace clarion::http::intake
