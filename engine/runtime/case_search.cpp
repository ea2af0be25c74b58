#include "engine/runtime/case_search.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/access/policy.hpp"
#include "engine/ports/failures.hpp"
#include "engine/runtime/audit_questions.hpp"
#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/search_tokens.hpp"
#include "engine/runtime/shown.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

constexpr std::string_view kSearchForm = "search";
constexpr int kCandidatesMax = 500;

std::string text_of(const json::object& form, std::string_view key) {
    const json::string* text = member(form, key).if_string();
    return text == nullptr ? std::string() : std::string(*text);
}

// Enough to see which of the people it is, and no more: the case itself tells the rest. Of whoever
// is covered, only that they fit.
json::object masked(const NamedPerson& person, const Shown& shown) {
    if (shown.covers("request." + person.role + ".name"))
        return {{"role", person.role}, {"initials", nullptr}, {"birth_year", nullptr}};
    std::string initials;
    bool is_new = true;
    for (const char letter : person.names.empty() ? std::string() : person.names.front()) {
        if (is_new && letter != ' ') initials += std::string(initials.empty() ? "" : " ") + letter;
        is_new = letter == ' ';
    }
    const std::string year = person.birth_date.substr(0, 4);
    return {{"role", person.role}, {"initials", initials}, {"birth_year", text_or_null(year)}};
}

bool is_born(const NamedPerson& person, const std::string& date) {
    return person.birth_date == date || person.birth_date == swapped_date(date);
}

bool is_called(const NamedPerson& person, const std::string& name) {
    return std::any_of(person.names.begin(), person.names.end(), [&](const std::string& one) {
        return sounds_like(name, one);
    });
}

// One human being as far as a request can tell: a name that sounds alike, and a date or postcode.
bool is_same(const NamedPerson& one, const NamedPerson& other) {
    const bool is_alike = std::any_of(one.names.begin(), one.names.end(), [&](const auto& name) {
        return is_called(other, name);
    });
    if (!is_alike) return false;
    if (!one.birth_date.empty() && !other.birth_date.empty()) {
        return is_born(other, one.birth_date);
    }
    return std::any_of(one.postcodes.begin(), one.postcodes.end(), [&](const auto& code) {
        return std::find(other.postcodes.begin(), other.postcodes.end(), code) !=
               other.postcodes.end();
    });
}

const json::object& request_of(const CaseInHand& held) {
    static const json::object kNone;
    const json::object* request = member(held.snapshot->machine.context, "request").if_object();
    return request == nullptr ? kNone : *request;
}

std::vector<NamedPerson> people_of(const CaseInHand& held) {
    return people_in(request_of(held), core::postcode_rule_of(held.process->profile));
}

bool is_subject(const json::value& role) {
    return role == json::value("subject");
}

}  // namespace

// What is asked, and the tokens that a case must have: one of `driver`, and one of each of `also`.
struct CaseSearch::Terms {
    Terms(ports::KeyVault& keys, const json::object& form)
        : name(text_of(form, "name")),
          birth_date(text_of(form, "birth_date")),
          postcode(text_of(form, "postcode")) {
        std::vector<std::string> dates;
        for (std::string date : {birth_date, swapped_date(birth_date)}) {
            if (!date.empty()) dates.push_back(std::move(date));
        }
        std::vector<core::Digest> both;
        std::vector<core::Digest> born;
        for (const std::string& date : dates) {
            const auto more = name_tokens_with(keys, name, date);
            both.insert(both.end(), more.begin(), more.end());
            born.push_back(search_token(keys, TokenKind::birth_date, date));
        }
        if (both.empty()) {
            add(std::move(born));
        } else {
            add(std::move(both));
        }
        if (!postcode.empty()) add({search_token(keys, TokenKind::postcode, postcode)});
        if (!name.empty() && (driver.empty() || birth_date.empty())) add(named(keys));
        if (!name.empty() && both_missing(keys)) add(named(keys));
    }

    std::string name;
    std::string birth_date;
    std::string postcode;
    std::vector<core::Digest> driver;
    std::vector<std::vector<core::Digest>> also;

private:
    // A name of one word has no token together with a date.
    [[nodiscard]] bool both_missing(ports::KeyVault& keys) const {
        return !birth_date.empty() && name_tokens_with(keys, name, birth_date).empty();
    }
    [[nodiscard]] std::vector<core::Digest> named(ports::KeyVault& keys) const {
        auto tokens = name_tokens(keys, name);
        if (tokens.empty()) tokens.push_back(search_token(keys, TokenKind::name, name));
        return tokens;
    }
    void add(std::vector<core::Digest> any_of) {
        if (any_of.empty()) return;
        if (driver.empty()) {
            driver = std::move(any_of);
        } else {
            also.push_back(std::move(any_of));
        }
    }
};

core::Result<json::object, core::Refusal> CaseSearch::read_form(const Body& body) const {
    if (const auto* unreadable = std::get_if<Unreadable>(&body)) {
        return core::failure(
            unreadable->is_json ? refusal_of(core::RefusalCode::malformed_body, unreadable->reason)
                                : refusal_of(core::RefusalCode::unsupported_media_type)
        );
    }
    json::value form = parts_.forms.tidy(std::get<json::value>(body));
    if (!form.is_object()) {
        return core::failure(
            refusal_of(core::RefusalCode::malformed_body, "a JSON object was expected")
        );
    }
    core::Refusal refusal = refusal_of(core::RefusalCode::invalid_form, std::string(kSearchForm));
    refusal.errors = parts_.forms.check(kSearchForm, form);
    if (refusal.errors.empty()) refusal.errors = check(form.get_object());
    if (!refusal.errors.empty()) return core::failure(std::move(refusal));
    return std::move(form.get_object());
}

std::vector<core::FieldError> CaseSearch::check(const json::object& form) {
    const auto has = [&](std::string_view key) { return !text_of(form, key).empty(); };
    if (has("name") || has("birth_date") || has("postcode")) return {};
    return {{"/name", "required", "Enter a name, a date of birth or a postcode"}};
}

// Somebody who looks for their own surname may be looking for their own partner or kin.
bool CaseSearch::is_own_name(const Caller& caller, const std::string& sought) {
    const std::string& own = caller.principal.display_name;
    const std::string surname = own.substr(own.find_last_of(' ') + 1);
    return !surname.empty() && !sought.empty() && sounds_like(surname, sought);
}

void CaseSearch::add_holders(const std::vector<core::Digest>& any_of, Found& found) {
    for (const core::Digest& token : any_of) {
        for (core::CaseId& id : parts_.store.cases_with_token(token, kCandidatesMax))
            found.insert(std::move(id));
    }
}

bool CaseSearch::has_any(const core::CaseId& id, const std::vector<core::Digest>& any_of) {
    return std::any_of(any_of.begin(), any_of.end(), [&](const core::Digest& token) {
        return parts_.store.has_token(id, token);
    });
}

// Those that the caller may know of alone: others take no place of theirs, and are not counted.
CaseSearch::Found CaseSearch::candidates(const Caller& caller, const Terms& terms) {
    Found holders;
    add_holders(terms.driver, holders);
    Found found;
    for (const core::CaseId& id : holders) {
        const bool fits = std::all_of(terms.also.begin(), terms.also.end(), [&](const auto& any) {
            return has_any(id, any);
        });
        if (!fits) continue;
        const auto row = parts_.store.find_case(id);
        if (!row) throw ports::IntegrityBroken("a token's case is not in the store");
        if (access_.knows_of(caller, *row)) found.insert(id);
        if (found.size() > kPageRowsMax) break;  // one more tells that there are more
    }
    return found;
}

json::object CaseSearch::found_item(
    const Caller& caller, const Terms& terms, const ports::CaseRow& row
) {
    json::object item = list_item(parts_, row);
    const CaseInHand held = parts_.vault.open(row);
    const Shown shown = shown_to(parts_, caller, held);
    json::array people;
    for (const NamedPerson& person : people_of(held)) {
        if (!terms.name.empty() && !is_called(person, terms.name)) continue;
        if (!terms.birth_date.empty() && !is_born(person, terms.birth_date)) continue;
        people.push_back(masked(person, shown));
    }
    item["people"] = std::move(people);
    return item;
}

Outcome CaseSearch::search(const Caller& caller, const SearchCases& asked) {
    if (!core::allows(caller.principal, core::Permission::know_cases)) {
        return refuse_permission(caller, "search_cases");
    }
    auto read = read_form(asked.form);
    if (!read) return refuse_attempt(caller, "search_cases", std::move(read).error());
    const json::object& form = *read;
    AuditNote tried;
    tried.cls = core::AuditClass::consultation;
    tried.type = "search";
    tried.why = is_own_name(caller, text_of(form, "name")) ? kOwnName : "search";
    parts_.recorder.record(caller, tried);

    const Terms terms(parts_.keys, form);
    json::array items;
    const Found found = candidates(caller, terms);
    for (const core::CaseId& id : found) {
        if (items.size() == kPageRowsMax) break;
        const auto row = parts_.store.find_case(id);
        if (!row) throw ports::IntegrityBroken("a token's case is not in the store");
        AuditNote note = consultation(caller, *row, "search_cases", {"existence", "operational"});
        note.why = "search";
        note.detail["reason"] = text_of(form, "reason");
        parts_.recorder.record(caller, note);
        items.push_back(found_item(caller, terms, *row));
    }
    const bool more = found.size() > kPageRowsMax;
    return answered_with({{"items", std::move(items)}, {"more", more}});
}

json::object CaseSearch::related_item(
    const std::vector<NamedPerson>& people, const ports::CaseRow& row
) {
    json::array same;
    bool same_subject = false;
    bool same_at_risk = false;
    for (const NamedPerson& there : people_of(parts_.vault.open(row))) {
        for (const NamedPerson& here : people) {
            if (!is_same(here, there)) continue;
            same.push_back(json::object{{"here", here.role}, {"there", there.role}});
            const bool subject_here = is_subject(json::value(here.role));
            const bool subject_there = is_subject(json::value(there.role));
            same_subject = same_subject || (subject_here && subject_there);
            same_at_risk = same_at_risk || (!subject_here && !subject_there);
        }
    }
    if (same.empty()) return {};
    json::object item = list_item(parts_, row);
    item["same"] = std::move(same);
    item["possible_duplicate"] = same_subject && same_at_risk;
    return item;
}

Outcome CaseSearch::related(const Caller& caller, const ReadRelated& asked) {
    auto row = access_.find(caller, asked.reference, "read_related");
    if (!row) return core::failure(std::move(row).error());
    parts_.recorder.record(caller, consultation(caller, *row, "read_related", {"existence"}));
    const CaseInHand held = parts_.vault.open(*row);
    const auto people = people_of(held);
    Found found;
    for (const NamedPerson& person : people) {
        for (const std::string& name : person.names) {
            if (!person.birth_date.empty())
                add_holders(name_tokens_with(parts_.keys, name, person.birth_date), found);
            for (const std::string& code : person.postcodes)
                add_holders(name_tokens_with(parts_.keys, name, code), found);
        }
    }
    found.erase(row->id);
    json::array items;
    for (const core::CaseId& id : found) {
        if (items.size() == kPageRowsMax) break;
        const auto other = parts_.store.find_case(id);
        if (!other) throw ports::IntegrityBroken("a token's case is not in the store");
        if (!access_.knows_of(caller, *other)) continue;
        json::object item = related_item(people, *other);
        if (item.empty()) continue;
        parts_.recorder.record(caller, consultation(caller, *other, "see_related", {"existence"}));
        items.push_back(std::move(item));
    }
    return answered_with({{"items", std::move(items)}});
}

}  // namespace clarion::runtime
