#include "engine/runtime/search_tokens.hpp"

#include <algorithm>
#include <set>

#include "engine/core/ensure.hpp"
#include "engine/runtime/name_tokens.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

constexpr std::size_t kTokensMax = 64;

std::string_view name_of(TokenKind kind) {
    switch (kind) {
        case TokenKind::name:
            return "name";
        case TokenKind::surname:
            return "surname";
        case TokenKind::birth_date:
            return "birth_date";
        case TokenKind::postcode:
            return "postcode";
        case TokenKind::telephone:
            return "telephone";
    }
    core::ensure(false, "a kind of token has a name");
    return {};
}

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}
char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}
bool is_plain_letter(char letter) {
    return letter >= 'a' && letter <= 'z';
}

// The capital letters of Latin-1 (U+00C0 to U+00DE) differ from the small ones by one bit.
char lower_latin1(char lead, char letter) {
    const auto code = static_cast<unsigned char>(letter);
    const bool is_capital = lead == '\xC3' && code >= 0x80 && code <= 0x9E && code != 0x97;
    return is_capital ? static_cast<char>(code | 0x20U) : letter;
}

std::string normalise_name(std::string_view value) {
    std::string text;
    char lead = 0;
    for (const char raw : value) {
        const char letter = lower_latin1(lead, lower(raw));
        lead = raw;
        const bool is_kept = is_plain_letter(letter) || is_digit(letter) || (letter & 0x80) != 0;
        if (is_kept) {
            text += letter;
        } else if (letter != '\'' && !text.empty() && text.back() != ' ') {
            text += ' ';
        }
    }
    if (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

std::string letters_and_digits(std::string_view value) {
    std::string text;
    for (const char raw : value) {
        const char letter = lower(raw);
        if (is_plain_letter(letter) || is_digit(letter)) text += letter;
    }
    return text;
}

// The national and the international spelling of one number are one number.
std::string normalise_telephone(std::string_view value) {
    std::string digits;
    for (const char letter : value) {
        if (is_digit(letter)) digits += letter;
    }
    if (digits.starts_with("0044"))
        digits.erase(0, 4);
    else if (digits.starts_with("44") && digits.size() > 10)
        digits.erase(0, 2);
    if (digits.starts_with('0')) digits.erase(0, 1);
    return digits;
}

class Collector {
public:
    explicit Collector(ports::TokenKey& keys) : keys_(keys) {}

    void visit(std::string_view key, const json::value& value) {
        if (const json::object* object = value.if_object()) {
            for (const auto& member : *object)
                visit(member.key(), member.value());
        } else if (const json::array* array = value.if_array()) {
            for (const json::value& element : *array)
                visit(key, element);
        } else if (const json::string* text = value.if_string()) {
            add(key, *text);
        }
    }
    [[nodiscard]] std::vector<core::Digest> take() { return {tokens_.begin(), tokens_.end()}; }

private:
    void add(std::string_view key, std::string_view text) {
        if (key == "name" || key == "other_names") put(TokenKind::name, text);
        if (key == "name") put(TokenKind::surname, text);
        if (key == "birth_date") put(TokenKind::birth_date, text);
        if (key == "postcode") put(TokenKind::postcode, text);
        if (key == "number" || key == "phone") put(TokenKind::telephone, text);
    }
    void put(TokenKind kind, std::string_view text) {
        if (tokens_.size() >= kTokensMax || normalise(kind, text).empty()) return;
        tokens_.insert(search_token(keys_, kind, text));
    }

    ports::TokenKey& keys_;
    std::set<core::Digest> tokens_;
};

const json::object* person_at(const json::object& form, std::string_view key) {
    const json::value* person = form.if_contains(key);
    return person == nullptr ? nullptr : person->if_object();
}

// Frozen: hashed.
std::string name_and_birth(const json::object& person) {
    const json::value* name = person.if_contains("name");
    const json::value* birth = person.if_contains("birth_date");
    if (name == nullptr || birth == nullptr || !name->is_string() || !birth->is_string()) return {};
    const std::string plain = normalise_name(name->get_string());
    if (plain.empty() || birth->get_string().empty()) return {};
    return plain + "\n" + std::string(birth->get_string());
}

}  // namespace

std::string normalise(TokenKind kind, std::string_view value) {
    switch (kind) {
        case TokenKind::name:
            return normalise_name(value);
        case TokenKind::surname: {
            const std::string name = normalise_name(value);
            return name.substr(name.rfind(' ') + 1);
        }
        case TokenKind::birth_date:
            return std::string(value);
        case TokenKind::postcode:
            return letters_and_digits(value);
        case TokenKind::telephone:
            return normalise_telephone(value);
    }
    core::ensure(false, "a kind of token is normalised");
    return {};
}

core::Digest search_token(ports::TokenKey& keys, TokenKind kind, std::string_view value) {
    return keys.token(name_of(kind), normalise(kind, value));
}

std::optional<core::Digest> pair_token(ports::TokenKey& keys, const json::object& form) {
    const json::object* at_risk = person_at(form, "person_at_risk");
    if (at_risk == nullptr) at_risk = person_at(form, "applicant");
    const json::object* subject = person_at(form, "subject");
    if (at_risk == nullptr || subject == nullptr) return std::nullopt;
    const std::string one = name_and_birth(*at_risk);
    const std::string other = name_and_birth(*subject);
    if (one.empty() || other.empty()) return std::nullopt;
    return keys.token("pair", one + "\n" + other);
}

std::vector<core::Digest> search_tokens(
    ports::TokenKey& keys, const json::object& request, const core::PostcodeRule& postcodes
) {
    Collector collector(keys);
    for (const auto& member : request)
        collector.visit(member.key(), member.value());
    std::vector<core::Digest> tokens = collector.take();
    for (const NamedPerson& person : people_in(request, postcodes)) {
        const auto more = tokens_of(keys, person);
        tokens.insert(tokens.end(), more.begin(), more.end());
    }
    std::sort(tokens.begin(), tokens.end());
    tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
    return tokens;
}

std::vector<core::Digest> tokens_of_case(
    ports::TokenKey& key, const json::object& request, const core::Process& process
) {
    auto tokens = search_tokens(key, request, core::postcode_rule_of(process.profile));
    const bool merges = !process.opening.merge_event.empty();
    if (const auto pair = merges ? pair_token(key, request) : std::nullopt) tokens.push_back(*pair);
    return tokens;
}

std::vector<core::Digest> tokens_to_keep(
    ports::KeyVault& keys, const json::object& request, const core::Process& process
) {
    auto tokens = tokens_of_case(keys, request, process);
    if (ports::TokenKey* coming = keys.coming_token_key()) {
        const auto more = tokens_of_case(*coming, request, process);
        tokens.insert(tokens.end(), more.begin(), more.end());
    }
    return tokens;
}

}  // namespace clarion::runtime
