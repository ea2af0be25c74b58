#include "engine/runtime/name_tokens.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "engine/core/name_sound.hpp"
#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/search_tokens.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

constexpr std::size_t kWordsMax = 6;
constexpr std::size_t kTokensMax = 128;  // of one person
constexpr std::array<std::string_view, 3> kRoles{"applicant", "person_at_risk", "subject"};

using Words = std::vector<std::vector<std::string>>;

Words words_of(std::string_view name) {
    Words words = core::sounds_of_words(normalise(TokenKind::name, name));
    words.resize(std::min(words.size(), kWordsMax));
    return words;
}

// Every two words together, in either order and in every reading. Frozen: hashed.
std::set<std::string> pairs_of(const Words& words) {
    std::set<std::string> pairs;
    for (std::size_t left = 0; left < words.size(); ++left) {
        for (std::size_t right = left + 1; right < words.size(); ++right) {
            for (const std::string& one : words[left]) {
                for (const std::string& two : words[right])
                    pairs.insert(one < two ? one + " " + two : two + " " + one);
            }
        }
    }
    return pairs;
}

core::Digest with(ports::TokenKey& keys, const std::string& pair, std::string_view known) {
    return keys.token("sounds_with", pair + "\n" + std::string(known));
}

void add_texts(const json::value& value, std::vector<std::string>& texts) {
    if (const json::string* text = value.if_string()) texts.emplace_back(*text);
    if (const json::array* list = value.if_array()) {
        for (const json::value& entry : *list)
            add_texts(entry, texts);
    }
}

NamedPerson person_of(
    std::string_view role, const json::object& written, const core::PostcodeRule& postcodes
) {
    NamedPerson person;
    person.role = role;
    add_texts(member(written, "name"), person.names);
    add_texts(member(written, "other_names"), person.names);
    if (const json::string* date = member(written, "birth_date").if_string()) {
        person.birth_date = std::string(*date);
    }
    std::vector<std::string> addresses;
    add_texts(member(written, "address"), addresses);
    add_texts(member(written, "past_addresses"), addresses);
    if (const json::object* home = member(written, "home").if_object()) {
        add_texts(member(*home, "address"), addresses);
        add_texts(member(*home, "postcode"), addresses);
    }
    for (const std::string& address : addresses) {
        for (std::string& code : core::postcodes_in(normalise(TokenKind::name, address), postcodes))
            person.postcodes.push_back(std::move(code));
    }
    return person;
}

bool shares(const std::vector<std::string>& one, const std::vector<std::string>& other) {
    return std::any_of(one.begin(), one.end(), [&](const std::string& code) {
        return std::find(other.begin(), other.end(), code) != other.end();
    });
}

}  // namespace

std::vector<NamedPerson> people_in(
    const json::object& request, const core::PostcodeRule& postcodes
) {
    std::vector<NamedPerson> people;
    for (const std::string_view role : kRoles) {
        const json::object* written = member(request, role).if_object();
        if (written != nullptr) people.push_back(person_of(role, *written, postcodes));
    }
    return people;
}

std::vector<core::Digest> tokens_of(ports::TokenKey& keys, const NamedPerson& person) {
    std::set<core::Digest> tokens;
    for (const std::string& code : person.postcodes)
        tokens.insert(search_token(keys, TokenKind::postcode, code));
    for (const std::string& name : person.names) {
        const Words words = words_of(name);
        for (const auto& codes : words) {
            for (const std::string& code : codes)
                tokens.insert(keys.token("sound", code));
        }
        for (const std::string& pair : pairs_of(words)) {
            if (tokens.size() >= kTokensMax) break;
            tokens.insert(keys.token("sounds", pair));
            if (!person.birth_date.empty()) tokens.insert(with(keys, pair, person.birth_date));
            for (const std::string& code : person.postcodes)
                tokens.insert(with(keys, pair, code));
        }
    }
    return {tokens.begin(), tokens.end()};
}

std::vector<core::Digest> name_tokens(ports::TokenKey& keys, std::string_view name) {
    std::vector<core::Digest> tokens;
    const Words words = words_of(name);
    if (words.size() == 1) {
        for (const std::string& code : words.front())
            tokens.push_back(keys.token("sound", code));
    }
    for (const std::string& pair : pairs_of(words))
        tokens.push_back(keys.token("sounds", pair));
    return tokens;
}

std::vector<core::Digest> name_tokens_with(
    ports::TokenKey& keys, std::string_view name, std::string_view date_or_postcode
) {
    std::vector<core::Digest> tokens;
    for (const std::string& pair : pairs_of(words_of(name)))
        tokens.push_back(with(keys, pair, date_or_postcode));
    return tokens;
}

bool sounds_like(std::string_view name, std::string_view other) {
    Words fewer = words_of(name);
    Words more = words_of(other);
    if (fewer.size() > more.size()) std::swap(fewer, more);
    return !fewer.empty() && std::all_of(fewer.begin(), fewer.end(), [&](const auto& word) {
        return std::any_of(more.begin(), more.end(), [&](const auto& heard) {
            return shares(word, heard);
        });
    });
}

std::string swapped_date(std::string_view date) {
    constexpr std::size_t kLength = 10;
    if (date.size() != kLength) return {};
    const std::string day(date.substr(8, 2));
    if (day > "12") return {};
    return std::string(date.substr(0, 5)) + day + "-" + std::string(date.substr(5, 2));
}

}  // namespace clarion::runtime
