#include "adapters/http/intake/form_desk.hpp"

#include <algorithm>
#include <chrono>

#include "adapters/http/intake/words.hpp"
#include "engine/core/name_sound.hpp"

namespace clarion::http::intake {

namespace {

constexpr int kUnprocessable = 400;
constexpr int kUnavailable = 503;
constexpr int kNotFound = 404;
// Not "cookies": that would clear every service of the force's domain, which a watcher could
// notice. Our one cookie is expired instead.
constexpr std::string_view kClearSiteData = "\"cache\", \"storage\"";

bool says(const FormFields& fields, std::string_view name, std::string_view value) {
    return std::any_of(fields.begin(), fields.end(), [&](const auto& field) {
        return field.first == name && field.second == value;
    });
}

bool names(const FormFields& fields, std::string_view name) {
    return std::any_of(fields.begin(), fields.end(), [name](const auto& field) {
        return field.first == name;
    });
}

// Whether another window has answered this page since this one was shown, and otherwise.
bool is_overtaken(
    const Visit& visit, const Page& page, const FormFields& fields, const Answers& given
) {
    const bool is_older = !page.fields.empty() && names(fields, kTimesField) &&
                          !says(fields, kTimesField, std::to_string(visit.times_taken(page.slug)));
    return is_older && std::any_of(given.begin(), given.end(), [&visit](const auto& answer) {
               const core::json::value* stored = visit.answers().if_contains(answer.key());
               return stored == nullptr || *stored != answer.value();
           });
}

constexpr std::string_view kAskedAbout = "/subject/name";

// Staff look when one form was about several people before it was sent.
void note_named(const Page& page, Visit& visit) {
    const bool is_asked = std::any_of(page.fields.begin(), page.fields.end(), [](const Field& one) {
        return one.pointer == kAskedAbout;
    });
    const core::json::value* name = is_asked ? visit.answers().if_contains(kAskedAbout) : nullptr;
    if (name && name->is_string()) visit.note_named(core::sound_of_name(name->get_string()));
}

// Another site must not start a form in somebody's browser: that would leave a trace.
bool is_from_elsewhere(const Request& request) {
    const auto site = request.header("sec-fetch-site");
    return site && *site != "same-origin" && *site != "none";
}

}  // namespace

AllSpoken every_language(const IntakeSettings& settings) {
    AllSpoken all;
    for (const web::Tongue& tongue : settings.tongues)
        all.push_back(std::make_unique<const Spoken>(settings, tongue));
    return all;
}

const Spoken& spoken_at(const AllSpoken& all, std::string_view path) {
    // One language's addresses may lie under another's: the longest that fits.
    const Spoken* found = all.front().get();
    for (const auto& one : all) {
        const std::string& base = one->speech.tongue.base;
        const bool under =
            path.starts_with(base) && (path.size() == base.size() || path[base.size()] == '/');
        if (under && base.size() > found->speech.tongue.base.size()) found = one.get();
    }
    return *found;
}

FormDesk::FormDesk(runtime::WorkQueue& queue, IntakeSettings settings)
    : settings_(std::move(settings)),
      languages_(every_language(settings_)),
      drafts_(settings_.sealing, settings_.sha256, settings_.clock, settings_.ids),
      pace_(settings_.clock),
      network_key_(settings_.ids.new_token() + settings_.ids.new_token()),
      queue_(queue) {}

Today FormDesk::today() const {
    const auto day = std::chrono::floor<std::chrono::days>(settings_.clock.now());
    const std::chrono::year_month_day date(day);
    return {
        static_cast<int>(date.year()),
        static_cast<int>(static_cast<unsigned>(date.month())),
        static_cast<int>(static_cast<unsigned>(date.day()))};
}

Checking FormDesk::checking(const Spoken& in) const {
    return {settings_.forms, in.speech.tongue, today()};
}

std::optional<Visit> FormDesk::visit_of(const Call& call) {
    const auto cookie = call.request.cookie(settings_.cookie_name);
    if (!cookie || cookie->empty()) return std::nullopt;
    // Staff share machines: what one has begun opens to nobody else.
    ports::Secret secret(std::string(*cookie) + holder_of(call));
    auto draft = drafts_.open(secret.reveal());
    if (!draft) return std::nullopt;
    return Visit(std::move(secret), std::move(*draft));
}

std::string FormDesk::holder_of(const Call& call) const {
    return settings_.assisted ? call.principal.person.text : std::string();
}

std::string FormDesk::set_cookie_to(std::string_view value) const {
    return set_cookie(settings_.cookie_name, value);
}

// No page of ours is shown from an address that needs a form in progress: the browser goes on to a
// neutral one.
Response FormDesk::ended(const Spoken& in) const {
    return in.go(settings_.assisted ? "/" : "/ended")
        .with("set-cookie", expire_cookie(settings_.cookie_name));
}

Response FormDesk::end(const Spoken& in, const Visit& visit) {
    drafts_.end(visit.secret().reveal());
    return ended(in);
}

Response FormDesk::keep(const Spoken& in, const Visit& visit, Response response) {
    if (!drafts_.keep(visit.secret().reveal(), visit.draft())) return ended(in);
    return response;
}

std::optional<FormDesk::Posted> FormDesk::posted(Call& call, const Page* page) {
    const Spoken& in = spoken(call.request);
    auto visit = visit_of(call);
    if (!visit || visit->sent()) {
        // Sending once more, such as by a second press of the button, leads where the first did.
        const bool sends_again = visit && call.request.path == in.speech.tongue.address("/send");
        call.reply(sends_again ? in.go("/sent") : visit ? end(in, *visit) : ended(in));
        return std::nullopt;
    }
    auto fields = parse_form(
        call.request.body, page ? repeatable_names(*page) : std::vector<std::string_view>()
    );
    if (!fields || !visit->is_ours(*fields)) {
        call.reply(in.pages.fixed("not_understood", {.wrong = true, .status = kUnprocessable}));
        return std::nullopt;
    }
    return Posted{std::move(*visit), std::move(*fields)};
}

void FormDesk::plain(Call call, std::string_view name) const {
    const Spoken& in = spoken(call.request);
    const std::string& base = in.speech.tongue.base;
    PageFrame frame;
    frame.here = call.request.path.substr(base.size());
    Response response = in.pages.fixed(name, frame);
    if (name == "ended") response.with("clear-site-data", std::string(kClearSiteData));
    call.reply(std::move(response));
}

void FormDesk::start(Call call) const {
    call.reply(spoken(call.request).pages.start());
}

void FormDesk::begin(Call call) {
    const Spoken& in = spoken(call.request);
    if (is_from_elsewhere(call.request)) return call.reply(in.go("/"));
    Visit visit = Visit::begin(settings_.ids);
    if (const auto cookie = call.request.cookie(settings_.cookie_name)) {
        if (const auto before = visit_of(call)) visit.remember_named(*before);
        drafts_.end(*cookie);
    }
    const bool can_take = !settings_.can_take || settings_.can_take();
    const auto cookie = can_take ? drafts_.begin(visit.draft()) : std::nullopt;
    if (!cookie) return call.reply(in.pages.busy(kUnavailable));
    call.reply(in.go(first_open(in.journey(), visit)).with("set-cookie", set_cookie_to(*cookie)));
}

void FormDesk::leaving(Call call) {
    const Spoken& in = spoken(call.request);
    const auto visit = visit_of(call);
    const bool going = visit && !visit->sent();
    web::View view;
    view.text(
        "continue_href", in.speech.tongue.address(going ? first_open(in.journey(), *visit) : "/")
    );
    call.reply(in.pages.fixed("leaving", {.back_href = "/", .here = "/leaving-quickly"}, view));
}

void FormDesk::show(Call call, std::string_view folder) {
    const Spoken& in = spoken(call.request);
    const auto visit = visit_of(call);
    if (!visit) return call.reply(ended(in));
    if (visit->sent()) return call.reply(end(in, *visit));
    const Page* page = in.journey().find(std::string(folder) + call.request.path_params["name"]);
    if (!page) return call.reply(in.pages.fixed("not_found", {.status = kNotFound}));
    if (!applies(in.journey(), *visit, *page)) {
        return call.reply(in.go(first_open(in.journey(), *visit)));
    }
    // What was typed here and could not be taken, if that was the last thing that happened.
    const Answers* typed = visit->typed_on(page->slug);
    const Answers& shown = typed ? *typed : visit->answers();
    std::vector<PageProblem> problems;
    if (visit->is_reopened(page->slug)) {
        problems = check_page(in.journey(), *page, visit->answers(), checking(in));
    }
    call.reply(
        in.pages.question(*page, *visit, shown, problems, before(in.journey(), *visit, *page))
    );
}

void FormDesk::take(Call call, std::string_view folder) {
    const Spoken& in = spoken(call.request);
    const Page* page = in.journey().find(std::string(folder) + call.request.path_params["name"]);
    auto post = posted(call, page);
    if (!post) return;
    Visit& visit = post->visit;
    if (!page || !applies(in.journey(), visit, *page)) {
        return call.reply(in.go(first_open(in.journey(), visit)));
    }
    if (const auto other = with_other_rows(*page, post->fields)) {
        visit.keep_typed(page->slug, *other);
        return call.reply(keep(in, visit, in.go("/" + page->slug)));
    }
    const Answers given = answers_of(*page, post->fields);
    if (names(post->fields, kSpeakField)) {
        visit.keep_typed(page->slug, given);
        return call.reply(keep(in, visit, in.go("/" + page->slug)));
    }
    Visit trial = visit;
    take_answers(in.journey(), trial, given, today());
    auto problems = check_page(in.journey(), *page, trial.answers(), checking(in));
    if (is_overtaken(visit, *page, post->fields, given)) {
        problems.insert(
            problems.begin(),
            PageProblem{
                &page->fields.front(),
                "answered_elsewhere",
                in.speech.tongue.say(words::kAnsweredElsewhere),
                {}}
        );
    }
    if (problems.empty()) {
        return call.reply(taken(in, *page, *post, std::move(trial), given));
    }
    visit.keep_typed(page->slug, given);
    call.reply(keep(
        in,
        visit,
        in.pages.question(*page, trial, given, problems, before(in.journey(), visit, *page))
    ));
}

Response FormDesk::taken(
    const Spoken& in, const Page& page, const Posted& post, Visit trial, const Answers& given
) {
    const auto dropped = would_forget(in.journey(), post.visit, given);
    if (!dropped.empty() && !says(post.fields, "sure", "yes")) {
        return in.pages.confirm_change(page, post.visit, post.fields, dropped);
    }
    const Doubt* doubt = doubt_about(in.journey(), page, trial.answers());
    if (doubt && !says(post.fields, "safe", "yes")) {
        Visit asked = post.visit;
        asked.keep_typed(page.slug, given);
        return keep(in, asked, in.pages.confirm_doubt(page, asked, post.fields, *doubt));
    }
    trial.forget_typed();
    trial.pass(page.slug);
    note_named(page, trial);
    if (const Page* wrong = made_wrong_by(in.journey(), page, trial.answers(), checking(in))) {
        trial.reopen(wrong->slug);
        return keep(in, trial, in.go("/" + wrong->slug));
    }
    const bool help = holds_any(page.help_first, trial.answers());
    const bool softly = holds_any(page.help_softly, trial.answers());
    const std::string next = after(in.journey(), trial, page);
    const std::string to = help ? "/help-now" : softly ? "/help-now/not-sure" : next;
    return keep(in, trial, chosen_language(in, page, given).go(to));
}

// Who chooses a language that the pages speak goes on in it.
const Spoken& FormDesk::chosen_language(const Spoken& in, const Page& page, const Answers& given)
    const {
    const core::json::value* chosen = page.languages ? given.if_contains("/language") : nullptr;
    if (!chosen) return in;
    for (const auto& one : languages_) {
        if (*chosen == core::json::value(one->speech.tongue.code)) return *one;
    }
    return in;
}

void FormDesk::summary(Call call) {
    const Spoken& in = spoken(call.request);
    auto visit = visit_of(call);
    if (!visit) return call.reply(ended(in));
    if (visit->sent()) return call.reply(end(in, *visit));
    const std::string open = first_open(in.journey(), *visit);
    if (open != kSummaryAddress) return call.reply(in.go(open));
    visit->see_summary();
    visit->forget_typed();
    call.reply(keep(in, *visit, in.pages.summary(*visit, last(in.journey(), *visit))));
}

// Shown once: whoever comes to this browser later must not find it.
void FormDesk::sent(Call call) {
    const Spoken& in = spoken(call.request);
    const auto visit = visit_of(call);
    if (!visit) return call.reply(ended(in));
    if (!visit->sent()) return call.reply(in.go(first_open(in.journey(), *visit)));
    Response response = in.pages.sent(*visit->sent());
    // Staff may look at the words once more; nobody else comes to their pages.
    if (call.request.method == Method::get && !settings_.assisted) {
        drafts_.end(visit->secret().reveal());
        response.with("set-cookie", expire_cookie(settings_.cookie_name))
            .with("clear-site-data", std::string(kClearSiteData));
    }
    call.reply(std::move(response));
}

void FormDesk::exit(Call call) {
    if (const auto cookie = call.request.cookie(settings_.cookie_name)) drafts_.end(*cookie);
    call.reply(redirect(settings_.exit_target)
                   .with("set-cookie", expire_cookie(settings_.cookie_name))
                   .with("clear-site-data", std::string(kClearSiteData)));
}

void FormDesk::help(Call call) {
    const Spoken& in = spoken(call.request);
    const auto visit = visit_of(call);
    const bool going = visit && !visit->sent();
    const auto has_fact = [&facts = in.speech.facts](std::string_view name) {
        const auto fact = facts.find(name);
        return fact != facts.end() && !fact->second.empty();
    };
    web::View view;
    view.text(
            "continue_href", going ? in.speech.tongue.address(first_open(in.journey(), *visit)) : ""
    )
        .flag("not_sure", call.request.path.ends_with("/not-sure"))
        .flag("has_silent", has_fact("silent"))
        .flag("has_relay", has_fact("relay_text"));
    call.reply(in.pages.fixed("help-now", {.here = "/help-now"}, view));
}

void FormDesk::accessibility(Call call) {
    const Spoken& in = spoken(call.request);
    const auto visit = visit_of(call);
    const bool going = visit && !visit->sent();
    web::View view;
    view.text("token", going && !visit->may_fill_in() ? visit->token() : "")
        .flag("fills_in", going && visit->may_fill_in())
        .text("tested_by", settings_.statement.tested_by)
        .text("appeal", settings_.statement.appeal);
    call.reply(in.pages.fixed("accessibility", {.here = "/accessibility"}, view));
}

void FormDesk::fill_in(Call call) {
    const Spoken& in = spoken(call.request);
    auto post = posted(call, nullptr);
    if (!post) return;
    post->visit.let_fill_in();
    const std::string open = first_open(in.journey(), post->visit);
    call.reply(keep(in, post->visit, in.go(open)));
}

void FormDesk::still_there(Call call) {
    const Spoken& in = spoken(call.request);
    const auto visit = visit_of(call);
    if (!visit) return call.reply(ended(in));
    web::View view;
    view.text("token", visit->token());
    call.reply(in.pages.fixed("still_there", {.here = "/still-there"}, view));
}

void FormDesk::stay(Call call) {
    const Spoken& in = spoken(call.request);
    const auto post = posted(call, nullptr);
    if (post) call.reply(in.go(first_open(in.journey(), post->visit)));
}

}  // namespace clarion::http::intake
