// Tongue: the words of one language, found by what they say in English and by where they stand, and
// the addresses its pages lie at.
//
// Threads: any; nothing changes once it is made.
// To add words to a template: write them in English between [[ and ]]; an address likewise, so that
// it leads to the page in the same language. `deploy/clarion/words_lint` finds what a catalogue
// lacks.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clarion::http::web {

// Something to be said in every language: as a catalogue has it.
struct Message {
    std::string place = {};  // where one English word needs several others, such as /danger_now=yes
    std::string english;
    std::string many = {};  // the English plural; empty: it does not count
    friend auto operator<=>(const Message&, const Message&) = default;
};

struct Tongue {
    std::string code = "en";
    std::string name = "English";  // in itself
    std::string base = {};         // before every address: nothing, or /cy
    // Empty: it has no words for it, and says it in English.
    std::function<std::optional<std::string>(const Message&, int n)> find = {};

    [[nodiscard]] std::string say(std::string_view english, std::string_view place = {}) const;
    // The words that go with this number, {n} still in them; and with it put in.
    [[nodiscard]] std::string form_of(std::string_view one, std::string_view many, int n) const;
    [[nodiscard]] std::string count(std::string_view one, std::string_view many, int n) const;
    [[nodiscard]] std::string address(std::string_view path) const;
};

// {name} by its value. What is not known stays as it is.
using Facts = std::map<std::string, std::string, std::less<>>;
[[nodiscard]] std::string filled(std::string_view text, const Facts& facts);

// A template in this language: what stands between [[ and ]] is said, or led to when it begins
// with a slash.
[[nodiscard]] std::string in_tongue(
    std::string_view text, const Tongue& tongue, const Facts& facts
);
// What a template says between [[ and ]], addresses left out.
[[nodiscard]] std::vector<Message> messages_in(std::string_view text);

// Why words would not do for these English ones: other tags, or other names in braces. Empty: they
// do.
[[nodiscard]] std::string complaint_about(std::string_view words, const Message& message);

}  // namespace clarion::http::web
