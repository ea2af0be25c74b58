// What stands around every page, and the pages that ask nothing.
#include "adapters/http/intake/pages.hpp"

#include "adapters/http/intake/words.hpp"

namespace clarion::http::intake {

namespace json = core::json;
using web::SafeHtml;
using web::View;

namespace {

constexpr std::size_t kSizeStep = 4096;
constexpr std::chrono::minutes kWarnBefore{5};

// Comments of spaces up to the next step: whoever counts bytes on the wire learns nothing.
void pad(std::string& body) {
    static constexpr std::string_view kOpen = "<!--";
    static constexpr std::string_view kClose = "-->\n";
    const std::size_t least = body.size() + kOpen.size() + kClose.size();
    const std::size_t wanted = (least + kSizeStep - 1) / kSizeStep * kSizeStep;
    body.append(kOpen).append(wanted - least, ' ').append(kClose);
}

std::string seconds_of(std::chrono::seconds time) {
    return std::to_string(time.count());
}

// Ways to say the same page, the one that speaks first.
View::List languages_of(
    const IntakeSettings& settings, const web::Tongue& spoken, const std::string& here
) {
    View::List languages;
    if (settings.tongues.size() < 2 || here.empty()) return languages;
    for (const web::Tongue& tongue : settings.tongues) {
        languages.push_back(View()
                                .text("language_name", tongue.name)
                                .text("language_code", tongue.code)
                                .text("language_href", tongue.address(here))
                                .flag("current", tongue.code == spoken.code));
    }
    return languages;
}

View::List helplines_of(const IntakeSettings& settings, const web::Tongue& tongue) {
    View::List helplines;
    const auto lines = settings.helplines ? settings.helplines() : std::vector<Helpline>();
    const std::string& written = settings.tongues.front().code;
    for (const Helpline& line : lines) {
        const auto own = line.names.find(tongue.code);
        const bool is_own = own != line.names.end() || tongue.code == written;
        helplines.push_back(View()
                                .text("name", own == line.names.end() ? line.name : own->second)
                                .text("name_language", is_own ? "" : written)
                                .text("telephone", line.telephone)
                                .text("audience", tongue.say(line.audience))
                                .text("hours", tongue.say(line.hours))
                                .text("speaks", tongue.say(line.languages)));
    }
    return helplines;
}

}  // namespace

Pages::Pages(const IntakeSettings& settings, const Speech& speech)
    : settings_(settings),
      speech_(speech),
      components_(speech.templates, speech.tongue.say(words::kError)) {}

std::string Pages::say(std::string_view english) const {
    return speech_.tongue.say(english);
}

SafeHtml Pages::render(std::string_view name, const View& view) const {
    const std::string file = std::string(name) + ".html";
    // Staff have pages of their own where the applicant's would not do.
    const bool own = settings_.assisted && speech_.templates.has("assisted/" + file);
    return speech_.templates.render((own ? "assisted/" : "applicant/") + file, view);
}

SafeHtml Pages::button(std::string_view text) const {
    web::Button button;
    button.text = text;
    return components_.button(button);
}

View Pages::exit_words() const {
    return View()
        .text("leave_region", say(words::kLeave))
        .text("emergency", say(words::kEmergency))
        .text("exit_this_page", say(words::kExit))
        .text("exit_activated", say(words::kLeaving))
        .text("exit_timed_out", say(words::kTimedOut))
        .text("exit_two_more", say(words::kTwoMore))
        .text("exit_one_more", say(words::kOneMore));
}

std::string Pages::name_of_force() const {
    const auto name = speech_.facts.find("force");
    return name == speech_.facts.end() ? settings_.look.force_name : name->second;
}

SafeHtml Pages::said_aloud(const std::string& words) const {
    if (!settings_.assisted || words.empty()) return {};
    return render("spoken", View().text("spoken", words));
}

Response Pages::framed(const PageFrame& frame, const SafeHtml& content) const {
    const web::Tongue& tongue = speech_.tongue;
    const std::string title = frame.title.empty() ? say(words::kPage) : frame.title;
    auto languages = languages_of(settings_, tongue, frame.here);
    View view = exit_words();
    view.flag("has_languages", !languages.empty());
    view.text(
            "title", frame.wrong ? web::filled(say(words::kErrorTitle), {{"title", title}}) : title
    )
        .text("language", tongue.code)
        .text("language_region", say(words::kLanguage))
        .flag("sends_form", frame.keeps_typed)
        .list("languages", std::move(languages))
        .text("style", settings_.files.address("applicant.css"))
        .text(
            "script", settings_.files.address(frame.token.empty() ? "outside.js" : "applicant.js")
        )
        .text("icon", settings_.files.address("favicon.svg"))
        .text("force_name", name_of_force())
        .text("cases_href", settings_.assisted ? settings_.assisted->cases_href : "")
        .text("colour", settings_.look.colour)
        .html("mark_html", settings_.look.mark)
        .text("home_href", tongue.address("/"))
        .text("skip_href", "#main")
        .text("skip_word", say(words::kSkip))
        .text("back_word", say(words::kBack))
        .text("back_href", tongue.address(frame.back_href))
        .flag("demo", settings_.demo)
        .text("token", frame.token)
        .text("idle_seconds", seconds_of(kDraftIdle))
        .text("warn_seconds", seconds_of(kWarnBefore))
        .html("content_html", content);
    return html_response(frame.status, render("frame", view).text());
}

std::string Pages::said(const Paragraph& paragraph) const {
    if (paragraph.limit.empty()) return paragraph.words;
    const auto days = settings_.promises.days.find(paragraph.limit);
    const int n = days == settings_.promises.days.end() ? 0 : days->second;
    if (!paragraph.many.empty()) return speech_.tongue.count(paragraph.words, paragraph.many, n);
    const auto day = settings_.promises.day_of ? settings_.promises.day_of(paragraph.limit)
                                               : std::optional<int>();
    return web::filled(
        paragraph.words, {{"date", day ? words::weekday_date(speech_.tongue, *day) : ""}}
    );
}

View Pages::view_of(const Words& words) const {
    View::List paragraphs;
    for (const Paragraph& paragraph : words.paragraphs)
        paragraphs.push_back(View().text("words", said(paragraph)));
    return View()
        .text("heading", words.heading)
        .text("button", words.button)
        .list("paragraphs", std::move(paragraphs));
}

Response Pages::start() const {
    web::Button button;
    button.text = speech_.journey.start.button;
    button.start = true;
    View::List steps;
    for (const Step& step : speech_.journey.start.steps) {
        steps.push_back(View().text("step", step.title).text("detail", said(step.detail)));
    }
    return fixed(
        "start",
        {},
        view_of(speech_.journey.start)
            .list("steps", std::move(steps))
            .html("button_html", components_.button(button))
    );
}

Response Pages::fixed(std::string_view name, PageFrame frame, View view) const {
    view.list("helplines", helplines_of(settings_, speech_.tongue));
    if (settings_.assisted) view.text("cases_href", settings_.assisted->cases_href);
    if (name == "ended") frame.back_href.clear();
    return framed(frame, render(name, view));
}

Response Pages::busy(int status) const {
    return fixed("busy", {.status = status});
}

Response Pages::confirm_change(
    const Page& page,
    const Visit& visit,
    const FormFields& kept,
    const std::vector<std::string>& dropped
) const {
    View::List fields;
    for (const auto& [name, value] : kept) {
        if (name == kTokenField) continue;
        fields.push_back(View().text("name", name).text("value", value));
    }
    View::List names;
    for (const std::string& name : dropped)
        names.push_back(View().text("what", name));
    const std::string here = "/" + page.slug;
    View view;
    view.text("action", speech_.tongue.address(here))
        .text("token", visit.token())
        .list("fields", std::move(fields))
        .list("dropped", std::move(names));
    return framed(
        {.back_href = here, .here = here, .token = visit.token()}, render("confirm_change", view)
    );
}

Response Pages::confirm_doubt(
    const Page& page, const Visit& visit, const FormFields& kept, const Doubt& doubt
) const {
    View::List fields;
    for (const auto& [name, value] : kept) {
        if (name == kTokenField) continue;
        fields.push_back(View().text("name", name).text("value", value));
    }
    const std::string here = "/" + page.slug;
    View view;
    view.text("action", speech_.tongue.address(here))
        .text("token", visit.token())
        .text("heading", doubt.heading)
        .text("yes", doubt.yes)
        .text("change", doubt.change)
        .list("fields", std::move(fields));
    return framed(
        {.back_href = here, .here = here, .token = visit.token()}, render("confirm_doubt", view)
    );
}

// Who looks once more, in another language, would find that it has closed: it is shown once.
Response Pages::sent(const json::object& said) const {
    View view;
    const std::string reference(said.at("reference").as_string());
    view.text("reference", reference);
    if (settings_.assisted) {
        view.text("case_href", settings_.assisted->cases_href + "/cases/" + reference);
    }
    Response response = fixed(
        "sent",
        {.here = settings_.assisted ? "/sent" : ""},
        std::move(view.also(view_of(speech_.journey.sent)))
    );
    pad(response.body);
    return response;
}

Response Pages::channels(bool wrong) const {
    constexpr int kUnprocessable = 422;
    web::Control control;
    control.id = "channel";
    control.name = "channel";
    control.label = say(words::kHowTheyAsk);
    control.size = "m";
    if (wrong) control.error = say(words::kChooseHowTheyAsk);
    for (const auto& [value, label] :
         {std::pair{"phone", words::kByPhone},
          {"front_desk", words::kAtFrontDesk},
          {"officer", words::kToOfficer}}) {
        control.choices.push_back({value, say(label), "", false});
    }
    std::vector<web::Problem> problems;
    if (wrong) problems.push_back({"#channel", control.error});
    View view;
    view.html("errors_html", components_.error_summary(say(words::kProblem), problems))
        .html("channel_html", components_.radios(control))
        .html("button_html", button(say(words::kContinue)));
    return fixed(
        "start", {.wrong = wrong, .status = wrong ? kUnprocessable : 200}, std::move(view)
    );
}

Response Pages::contact_stopped() const {
    Response response = fixed("contact_stopped", {.here = "/stop-contact"});
    pad(response.body);
    return response;
}

}  // namespace clarion::http::intake
