// Every word of a journey, in one walk: what is to be translated is what is translated.
#include "adapters/http/intake/journey.hpp"

namespace clarion::http::intake {

namespace {

// `say` is given each text and the place that tells equal English words apart; it may change it.
template <class Say>
void walk(Field& field, const Say& say) {
    say(field.label, "");
    for (Variant& variant : field.variants)
        say(variant.words, "");
    for (std::string* words :
         {&field.spoken,
          &field.summary,
          &field.hint,
          &field.rows.item,
          &field.rows.age,
          &field.rows.add,
          &field.rows.remove}) {
        say(*words, "");
    }
    // What is answered depends on the question: Welsh, for one, has no word for yes.
    for (Option& option : field.options) {
        say(option.label, field.pointer + "=" + option.value);
        say(option.hint, "");
    }
    for (auto& [code, words] : field.messages)
        say(words, "");
}

template <class Say>
void walk(Page& page, const Say& say) {
    say(page.heading, "");
    for (Variant& variant : page.variants)
        say(variant.words, "");
    say(page.spoken, "");
    for (std::string& words : page.paragraphs)
        say(words, "");
    say(page.notice, "");
    say(page.button, "");
    say(page.section, "");
    for (Field& field : page.fields)
        walk(field, say);
}

template <class Say, class Count>
void walk(Words& words, const Say& say, const Count& count) {
    say(words.heading, "");
    say(words.button, "");
    const auto walk_one = [&](Paragraph& paragraph) {
        if (paragraph.many.empty()) {
            say(paragraph.words, "");
        } else {
            count(paragraph);
        }
    };
    for (Paragraph& paragraph : words.paragraphs)
        walk_one(paragraph);
    for (Step& step : words.steps) {
        say(step.title, "");
        walk_one(step.detail);
    }
}

template <class Say, class Count>
void walk(Journey& journey, const Say& say, const Count& count) {
    for (Words* words : {&journey.start, &journey.check, &journey.sent})
        walk(*words, say, count);
    for (std::string& section : journey.sections)
        say(section, "");
    for (Page& page : journey.pages)
        walk(page, say);
    walk(journey.stop_contact, say);
    for (Doubt& doubt : journey.doubts) {
        for (std::string* words : {&doubt.heading, &doubt.yes, &doubt.change})
            say(*words, "");
    }
}

}  // namespace

Journey in_tongue(const Journey& journey, const web::Tongue& tongue, const web::Facts& facts) {
    Journey said = journey;
    walk(
        said,
        [&](std::string& words, const std::string& place) {
            words = web::filled(tongue.say(words, place), facts);
        },
        // Its number is known when it is shown.
        [](Paragraph&) {}
    );
    return said;
}

std::vector<web::Message> messages_in(const Journey& journey) {
    std::vector<web::Message> messages;
    Journey read = journey;
    walk(
        read,
        [&](const std::string& words, const std::string& place) {
            if (!words.empty()) messages.push_back({.place = place, .english = words, .many = {}});
        },
        [&](const Paragraph& paragraph) {
            messages.push_back({.place = {}, .english = paragraph.words, .many = paragraph.many});
        }
    );
    return messages;
}

}  // namespace clarion::http::intake
