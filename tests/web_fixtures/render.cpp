// Draws each fixture {component, options} of standard input, one a line, with our components, and
// answers {html, left} a line: the markup, and the options that our components do not offer.
#include <algorithm>
#include <functional>
#include <iostream>
#include <map>

#include "adapters/files/file_set.hpp"
#include "adapters/http/web/components.hpp"
#include "tests/web_fixtures/options.hpp"

namespace clarion::test {
namespace {

namespace json = core::json;
namespace web = http::web;

// `govuk-label--l` as `l`; other classes are not offered, which the markup then shows.
std::string size_of(const Options& options, std::string_view path, std::string_view prefix) {
    const std::string classes = options.text(path);
    return classes.starts_with(prefix) ? classes.substr(prefix.size()) : "";
}

std::string without_ending(std::string text, std::string_view ending) {
    if (text.ends_with(ending)) text.resize(text.size() - ending.size());
    return text;
}

std::string first_of(std::string text, std::string otherwise) {
    return text.empty() ? std::move(otherwise) : std::move(text);
}

void say(web::Control& control, const Options& options) {
    control.name = options.text("name");
    control.id = first_of(options.text("id"), control.name);
    control.hint = options.text("hint.text");
    control.error = options.text("errorMessage.text");
    control.classes = options.text("classes");
}

web::Control one_line(const Options& options) {
    web::Control control;
    say(control, options);
    control.label = options.text("label.text");
    control.size = size_of(options, "label.classes", "govuk-label--");
    control.heading = options.flag("label.isPageHeading");
    control.value = options.text("value");
    control.autocomplete = options.text("autocomplete");
    control.inputmode = options.text("inputmode");
    control.spellcheck = options.text_or_false("spellcheck");
    if (const std::string rows = options.text("rows"); !rows.empty())
        control.rows = std::stoi(rows);
    return control;
}

web::SafeHtml character_count(const web::Components& components, const Options& options) {
    const std::string limit = options.text("maxlength");
    static_cast<void>(options.flag("countType"));
    web::Components::Count count;
    count.limit = limit.empty() ? 0 : std::stoi(limit);
    if (!limit.empty()) count.up_to = "You can enter up to " + limit + " characters";
    const std::string at_limit = options.text("charactersAtLimitText");
    if (!at_limit.empty()) count.words.emplace_back("characters-at-limit", at_limit);
    for (const auto& [option, key] :
         {std::pair<std::string, std::string>{"Under", "under"}, {"Over", "over"}}) {
        for (const std::string form : {"one", "other"}) {
            const std::string said = options.text("characters" + option + "LimitText." + form);
            if (!said.empty())
                count.words.emplace_back("characters-" + key + "-limit." + form, said);
        }
    }
    return components.character_count(one_line(options), count);
}

void say_legend(web::Control& control, const Options& options) {
    control.label = options.text("fieldset.legend.text");
    control.size = size_of(options, "fieldset.legend.classes", "govuk-fieldset__legend--");
    control.heading = options.flag("fieldset.legend.isPageHeading");
}

web::Control choices(const Options& options) {
    web::Control control;
    say(control, options);
    control.id = first_of(options.text("idPrefix"), control.name);
    say_legend(control, options);
    const std::string chosen = options.text("value");
    const std::set<std::string> ticked = options.texts("values");
    for (const Options& item : options.list("items")) {
        const std::string value = item.text("value");
        const bool given = item.text_or_false("checked") != "false" &&
                           (ticked.contains(value) || (!chosen.empty() && chosen == value));
        control.choices.push_back(
            {value, item.text("text"), item.text("hint.text"), given || item.flag("checked")}
        );
    }
    return control;
}

struct Part {
    std::string name, label, value, classes, id, inputmode, autocomplete;
    bool wrong = false, never_wrong = false;
};

Part part_of(const Options& item, const std::string& name, const std::string& path) {
    Part part;
    part.name = first_of(item.text(path + "name"), name);
    part.label = item.text(path + "label");
    part.value = item.text(path + "value");
    part.classes = item.text(path + "classes");
    part.id = item.text(path + "id");
    part.inputmode = item.text(path + "inputmode");
    part.autocomplete = item.text(path + "autocomplete");
    const std::string error = item.text_or_false(path + "error");
    const bool by_class = part.classes.find("govuk-input--error") != std::string::npos;
    part.wrong = error == "true" || by_class;
    part.never_wrong = error == "false";
    return part;
}

std::vector<Part> parts_of(const Options& options) {
    std::vector<Part> parts;
    for (const Options& item : options.list("items"))
        parts.push_back(part_of(item, "", ""));
    if (!parts.empty()) return parts;
    for (const char* name : {"day", "month", "year"}) {
        const bool is_left_out = options.has(name) && options.text_or_false(name) == "false";
        if (!is_left_out) parts.push_back(part_of(options, name, std::string(name) + "."));
    }
    return parts;
}

web::DateBox box_of(const Part& part, const Options& options, bool all_wrong) {
    const std::string prefix = options.text("namePrefix");
    web::DateBox box;
    box.name = prefix.empty() ? part.name : prefix + "-" + part.name;
    box.id = first_of(part.id, options.text("id") + "-" + part.name);
    box.label = part.label;
    if (box.label.empty()) {
        box.label = part.name;
        box.label[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(box.label[0])));
        std::transform(box.label.begin() + 1, box.label.end(), box.label.begin() + 1, [](char c) {
            return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        });
    }
    box.value = first_of(part.value, options.text("values." + box.name));
    box.classes = part.classes;
    if (part.classes.find("govuk-input--width-") == std::string::npos) {
        box.classes = (part.name == "year" ? "govuk-input--width-4" : "govuk-input--width-2") +
                      (part.classes.empty() ? "" : " " + part.classes);
    }
    box.inputmode = first_of(part.inputmode, "numeric");
    box.autocomplete = part.autocomplete;
    const bool is_marked = part.classes.find("govuk-input--error") != std::string::npos;
    box.wrong = !is_marked && (part.wrong || (all_wrong && !part.never_wrong));
    return box;
}

web::SafeHtml date(const web::Components& components, const Options& options) {
    web::DateControl date;
    say(date.control, options);
    date.control.classes.clear();
    say_legend(date.control, options);
    const auto parts = parts_of(options);
    const bool some_wrong =
        std::any_of(parts.begin(), parts.end(), [](const Part& part) { return part.wrong; });
    for (const Part& part : parts) {
        date.boxes.push_back(box_of(part, options, !date.control.error.empty() && !some_wrong));
    }
    return components.date(date);
}

web::SafeHtml error_summary(const web::Components& components, const Options& options) {
    std::vector<web::Problem> problems;
    for (const Options& item : options.list("errorList"))
        problems.push_back({item.text("href"), item.text("text")});
    return components.error_summary(options.text("titleText"), problems);
}

web::SafeHtml summary_list(const web::Components& components, const Options& options) {
    std::vector<web::SummaryRow> rows;
    std::string change;
    for (const Options& item : options.list("rows")) {
        web::SummaryRow row;
        row.key = item.text("key.text");
        row.lines = {item.text("value.text")};
        const auto actions = item.list("actions.items");
        if (actions.size() == 1) {
            row.change_href = actions[0].text("href");
            row.change_what = actions[0].text("visuallyHiddenText");
            change = actions[0].text("text");
        }
        rows.push_back(std::move(row));
    }
    return components.summary_list(rows, change);
}

web::SafeHtml button(const web::Components& components, const Options& options) {
    web::Button button;
    button.text = options.text("text");
    button.href = options.text("href");
    button.classes = options.text("classes");
    button.name = options.text("name");
    button.value = options.text("value");
    button.start = options.flag("isStartButton");
    return components.button(button);
}

class Drawer {
public:
    explicit Drawer(const web::Templates& templates)
        : templates_(templates), components_(templates, "Error:") {}

    [[nodiscard]] std::string draw(const std::string& component, const Options& options) const {
        const auto found = known().find(component);
        return found == known().end() ? "" : found->second(*this, options);
    }

private:
    using Draw = std::function<std::string(const Drawer&, const Options&)>;
    static const std::map<std::string, Draw>& known();

    [[nodiscard]] std::string plain(const char* name, web::View view) const {
        return templates_.render(std::string("components/") + name, view).text();
    }

    [[nodiscard]] std::string hint(const Options& options) const {
        web::Control control;
        control.id = without_ending(options.text("id"), "-hint");
        control.hint = options.text("text");
        return plain("hint_and_error.html", components_.view_of(control));
    }

    [[nodiscard]] std::string error_message(const Options& options) const {
        web::Control control;
        control.id = without_ending(options.text("id"), "-error");
        control.error = options.text("text");
        std::string word = options.has("visuallyHiddenText") ? options.text("visuallyHiddenText")
                                                             : std::string("Error");
        if (!word.empty()) word += ":";
        const web::Components worded(templates_, word);
        return plain("hint_and_error.html", worded.view_of(control));
    }

    [[nodiscard]] std::string label(const Options& options) const {
        web::Control control;
        control.id = options.text("for");
        control.label = options.text("text");
        control.size = size_of(options, "classes", "govuk-label--");
        control.heading = options.flag("isPageHeading");
        return plain("label.html", components_.view_of(control));
    }

    [[nodiscard]] std::string fieldset(const Options& options) const {
        web::Control control;
        control.label = options.text("legend.text");
        control.size = size_of(options, "legend.classes", "govuk-fieldset__legend--");
        control.heading = options.flag("legend.isPageHeading");
        web::View view;
        view.text("described", options.text("describedBy"))
            .flag("grouped", options.text("role") == "group")
            .also(components_.view_of(control));
        return plain("fieldset.html", std::move(view)) + "</fieldset>";
    }

    [[nodiscard]] std::string header(const Options& options) const {
        web::View view;
        view.text("home_href", first_of(options.text("url"), "/"))
            .text("force_name", options.text("logoText"))
            .html("mark_html", {});
        return plain("header.html", std::move(view));
    }

    [[nodiscard]] std::string exit(const Options& options) const {
        web::View view;
        view.text("leave_region", "Leave this page")
            .text("emergency", options.has("text") ? "" : "Emergency")
            .text("exit_this_page", first_of(options.text("text"), "Exit this page"))
            .text("exit_activated", options.text("activatedText"))
            .text("exit_timed_out", options.text("timedOutText"))
            .text("exit_two_more", options.text("pressTwoMoreTimesText"))
            .text("exit_one_more", options.text("pressOneMoreTimeText"));
        return plain("exit.html", std::move(view));
    }

    [[nodiscard]] std::string languages(const Options& options) const {
        web::View::List languages;
        for (const Options& item : options.list("items")) {
            const std::string href = item.text("href");
            languages.push_back(web::View()
                                    .text("language_code", item.text("lang"))
                                    .text("language_name", item.text("text"))
                                    .text("language_href", href)
                                    .flag("current", item.flag("current") || href.empty()));
        }
        web::View view;
        view.text("language_region", first_of(options.text("ariaLabel"), "Language"))
            .flag("sends_form", false)
            .list("languages", std::move(languages));
        return plain("language_navigation.html", std::move(view));
    }

    const web::Templates& templates_;
    web::Components components_;
};

const std::map<std::string, Drawer::Draw>& Drawer::known() {
    using D = const Drawer&;
    using O = const Options&;
    const auto linked = [](const char* file, const char* href, const char* word) {
        return [=](D self, O o) {
            const std::string place = std::string(href) == "back_href" ? "#" : "#content";
            const std::string usual = std::string(href) == "back_href" ? "Back" : "";
            web::View view;
            view.text(href, first_of(o.text("href"), place))
                .text(word, first_of(o.text("text"), usual));
            return self.plain(file, std::move(view));
        };
    };
    static const std::map<std::string, Draw> kKnown{
        {"back-link", linked("back_link.html", "back_href", "back_word")},
        {"button", [](D self, O o) { return button(self.components_, o).text(); }},
        {"character-count",
         [](D self, O o) { return character_count(self.components_, o).text(); }},
        {"checkboxes", [](D self, O o) { return self.components_.checkboxes(choices(o)).text(); }},
        {"date-input", [](D self, O o) { return date(self.components_, o).text(); }},
        {"error-message", [](D self, O o) { return self.error_message(o); }},
        {"error-summary", [](D self, O o) { return error_summary(self.components_, o).text(); }},
        {"exit-this-page", [](D self, O o) { return self.exit(o); }},
        {"fieldset", [](D self, O o) { return self.fieldset(o); }},
        {"generic-header", [](D self, O o) { return self.header(o); }},
        {"hint", [](D self, O o) { return self.hint(o); }},
        {"input", [](D self, O o) { return self.components_.input(one_line(o)).text(); }},
        {"inset-text",
         [](D self, O o) {
             return self.plain("inset_text.html", web::View().text("notice", o.text("text")));
         }},
        {"label", [](D self, O o) { return self.label(o); }},
        {"language-navigation", [](D self, O o) { return self.languages(o); }},
        {"radios", [](D self, O o) { return self.components_.radios(choices(o)).text(); }},
        {"skip-link", linked("skip_link.html", "skip_href", "skip_word")},
        {"summary-list", [](D self, O o) { return summary_list(self.components_, o).text(); }},
        {"tag",
         [](D self, O o) {
             const std::string colour = size_of(o, "classes", "govuk-tag--");
             return self.components_.tag(o.text("text"), colour).text();
         }},
        {"textarea", [](D self, O o) { return self.components_.textarea(one_line(o)).text(); }},
    };
    return kKnown;
}

}  // namespace
}  // namespace clarion::test

int main(int count, char** words) {
    if (count != 2) return 2;
    namespace json = clarion::core::json;
    const clarion::http::web::Templates templates(clarion::files::read_folder(words[1], ""));
    const clarion::test::Drawer drawer(templates);
    for (std::string line; std::getline(std::cin, line);) {
        const json::value asked = json::parse(line);
        const clarion::test::Options options(asked.at("options"));
        const std::string html =
            drawer.draw(std::string(asked.at("component").as_string()), options);
        json::array left;
        for (const std::string& option : options.left())
            left.emplace_back(option);
        std::cout << json::serialize(json::object{{"html", html}, {"left", left}}) << "\n";
    }
    return 0;
}
