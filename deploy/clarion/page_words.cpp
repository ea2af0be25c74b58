#include "deploy/clarion/page_words.hpp"

#include <set>

#include "adapters/files/json_text.hpp"
#include "adapters/files/schema.hpp"
#include "adapters/files/scheme.hpp"
#include "adapters/http/intake/journey.hpp"
#include "adapters/http/intake/words.hpp"
#include "engine/core/cases/form_dates.hpp"
#include "engine/core/time/instant.hpp"

namespace clarion::deploy {

namespace json = core::json;
using http::web::Message;
using http::web::Tongue;

namespace {

// The pages are written in it; it needs no catalogue.
constexpr std::string_view kWritten = "en";
constexpr std::string_view kNameOfIt = "name of this language";

std::vector<std::string> languages_of(const json::object& profile) {
    std::vector<std::string> languages{std::string(kWritten)};
    const auto* named = profile.if_contains("languages");
    if (named == nullptr || !named->is_array()) return languages;
    for (const json::value& language : named->get_array()) {
        if (language.is_string() && language.get_string() != kWritten)
            languages.emplace_back(language.get_string());
    }
    return languages;
}

std::string text_at(const json::object& profile, std::string_view part, std::string_view name) {
    const auto* object = profile.if_contains(part);
    const auto* value = object == nullptr || !object->is_object()
                            ? nullptr
                            : object->get_object().if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

// Every text under an x-messages, however deep.
void collect_complaints(const json::value& schema, std::vector<Message>& messages) {
    if (const auto* list = schema.if_array()) {
        for (const json::value& part : *list)
            collect_complaints(part, messages);
    }
    const auto* object = schema.if_object();
    if (object == nullptr) return;
    for (const auto& [name, value] : *object) {
        if (name != "x-messages") {
            collect_complaints(value, messages);
            continue;
        }
        for (const auto& [code, words] : value.as_object())
            messages.push_back({.place = {}, .english = std::string(words.as_string()), .many = {}}
            );
    }
}

// Limits are said with their numbers, a sentence for each: none is made of parts.
void collect_limits(const json::value& schema, std::vector<Message>& messages) {
    if (const auto* list = schema.if_array()) {
        for (const json::value& part : *list)
            collect_limits(part, messages);
    }
    const auto* object = schema.if_object();
    if (object == nullptr) return;
    const auto add = [&messages](std::string words) {
        messages.push_back({.place = {}, .english = std::move(words), .many = {}});
    };
    for (const auto& [name, value] : *object) {
        const auto* limit = value.if_int64();
        if (limit == nullptr) {
            collect_limits(value, messages);
        } else if (*limit == 0) {
            continue;  // what may not be there at all has words of its own
        } else if (name == "maxLength") {
            add(files::words_of_length(static_cast<std::size_t>(*limit)));
        } else if (name == "maxItems") {
            add(files::words_of_count(static_cast<std::size_t>(*limit)));
        }
    }
}

std::vector<Message> said_of_helplines(const json::object& catalogue) {
    std::vector<Message> messages;
    for (const json::value& line : catalogue.at("helplines").as_array()) {
        for (const char* part : {"audience", "hours", "languages"}) {
            const auto* said = line.as_object().if_contains(part);
            if (said != nullptr && said->is_string())
                messages.push_back(
                    {.place = {}, .english = std::string(said->get_string()), .many = {}}
                );
        }
    }
    return messages;
}

// What a force says of itself on its pages.
std::vector<Message> said_of_force(const json::object& profile) {
    std::vector<Message> messages;
    for (const char* name : {"appeal", "tested_by"}) {
        std::string words = text_at(profile, "accessibility", name);
        if (!words.empty()) messages.push_back({.english = std::move(words)});
    }
    return messages;
}

std::string force_name(const json::object& profile, std::string_view language) {
    const auto* force = profile.if_contains("force");
    const auto* names = force == nullptr || !force->is_object()
                            ? nullptr
                            : force->get_object().if_contains("names");
    const auto* own = names == nullptr || !names->is_object()
                          ? nullptr
                          : names->get_object().if_contains(language);
    return own != nullptr && own->is_string() ? std::string(own->get_string())
                                              : text_at(profile, "force", "name");
}

std::string postcode_example(const json::object& profile) {
    const auto* force = profile.if_contains("force");
    return force == nullptr || !force->is_object()
               ? std::string()
               : text_at(force->get_object(), "postcode", "example");
}

std::string said_day(const std::string& date, const Tongue& tongue) {
    const auto read = core::parse_rfc3339(date + "T00:00:00Z");
    if (!read) return date;
    const auto day = std::chrono::floor<std::chrono::days>(*read).time_since_epoch();
    return http::intake::words::full_date(tongue, static_cast<int>(day.count()));
}

std::string shown(const Message& message) {
    return "\"" + message.english + "\"" +
           (message.place.empty() ? std::string() : " (" + message.place + ")");
}

}  // namespace

std::string texts_scheme(const files::FileSet& house) {
    const std::string folder = files::path_in_scheme(house, files::scheme_of(house), "texts/");
    constexpr std::string_view kBefore = "workflows/";
    return folder.substr(kBefore.size(), folder.find('/', kBefore.size()) - kBefore.size());
}

std::vector<Tongue> tongues_of(const files::FileSet& house) {
    const auto languages = languages_of(files::profile_of(house, files::scheme_of(house)));
    std::vector<Tongue> tongues(1);
    if (languages.size() == 1) return tongues;
    const auto texts = std::make_shared<const files::Texts>(house, texts_scheme(house));
    for (const std::string& language : languages) {
        if (language == kWritten) continue;
        if (!texts->has_pages_in(language)) continue;
        Tongue tongue;
        tongue.code = language;
        tongue.base = "/" + language;
        tongue.find = [texts, language](const Message& message, int n) {
            return texts->on_page(language, {message.place, message.english, message.many}, n);
        };
        tongue.name = tongue.say("English", kNameOfIt);
        tongues.push_back(std::move(tongue));
    }
    return tongues;
}

http::web::Facts facts_of(const json::object& profile, const Tongue& tongue) {
    return {
        {"telephone", text_at(profile, "force", "telephone")},
        {"non_emergency", text_at(profile, "force", "non_emergency")},
        {"emergency", text_at(profile, "force", "emergency")},
        {"silent", text_at(profile, "help_now", "silent")},
        {"relay_text", text_at(profile, "help_now", "relay_text")},
        {"force", force_name(profile, tongue.code)},
        {"appeal", tongue.say(text_at(profile, "accessibility", "appeal"))},
        {"tested_by", tongue.say(text_at(profile, "accessibility", "tested_by"))},
        {"prepared_on", said_day(text_at(profile, "accessibility", "prepared_on"), tongue)},
        {"postcode", postcode_example(profile)},
        {"support_service", text_at(profile, "support_service", "name")},
    };
}

std::vector<Message> page_messages(
    const files::FileSet& house, const std::string& scheme, const http::web::Files& templates
) {
    const auto document = [&house](const std::string& path) {
        return files::parse_json_object(path, files::file_named(house, path));
    };
    std::vector<Message> all = http::intake::interface_messages();
    const auto add = [&all](const std::vector<Message>& more) {
        all.insert(all.end(), more.begin(), more.end());
    };
    const json::object journey = document(files::path_in_scheme(house, scheme, "journey.json"));
    add(http::intake::messages_in(http::intake::read_journey(journey)));
    add(said_of_force(files::profile_of(house, scheme)));
    add(said_of_helplines(document("workflows/catalogue/helplines.json")));
    for (const auto& [name, text] : templates) {
        const bool said = name.starts_with("applicant/") || name.starts_with("assisted/") ||
                          name.starts_with("components/");
        if (said) add(http::web::messages_in(text));
    }
    for (const auto& usual : {files::usual_complaints(), core::date_complaints()}) {
        for (const auto& [code, words] : usual)
            all.push_back({.place = {}, .english = std::string(words), .many = {}});
    }
    const json::value request(document("schemas/forms/request.schema.json"));
    collect_complaints(request, all);
    collect_limits(request, all);
    all.push_back({.place = std::string(kNameOfIt), .english = "English", .many = {}});
    const std::set<Message> once(all.begin(), all.end());
    return {once.begin(), once.end()};
}

Problems missing_words(
    const json::object& profile, const files::Texts& texts, const std::vector<Message>& messages
) {
    // One number for each form that a language may have.
    constexpr int kNumbers[] = {0, 1, 2, 3, 6, 5};
    Problems problems;
    for (const std::string& language : languages_of(profile)) {
        if (language == kWritten) continue;
        for (const Message& message : messages) {
            std::string wrong;
            for (const int n : kNumbers) {
                const auto words =
                    texts.on_page(language, {message.place, message.english, message.many}, n);
                wrong = words ? http::web::complaint_about(*words, message) : "is missing";
                if (!wrong.empty()) break;
            }
            if (!wrong.empty()) problems.push_back({"/" + language, shown(message) + " " + wrong});
        }
    }
    return problems;
}

}  // namespace clarion::deploy
