#include "deploy/clarion/data_sheet.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "adapters/files/bundle.hpp"
#include "adapters/files/scheme.hpp"
#include "engine/core/access/policy.hpp"
#include "engine/core/cases/retention.hpp"
#include "engine/core/json.hpp"

namespace clarion::deploy {

namespace json = core::json;

namespace {

constexpr std::string_view kOpening =
    "# Data protection sheet\n\n"
    "Made by `clarion workflow sheet` from the forms, the policy, the catalogue and the profile; "
    "do "
    "not edit it. What a force adds for its own assessment (controller, lawful basis, the "
    "agreements with agencies) is not in it.\n";

// What each class is, and how it is held, in the order of core::kFieldClasses.
constexpr std::array<std::string_view, core::kFieldClasses.size()> kClassWords{
    "That somebody asked, and who. Never in messages, addresses, logs, metrics or file names",
    "How, when and where somebody can be reached or met safely",
    "What police know of the person asked about",
    "What was done, found and decided",
    "Officers, dates and reasons of the work itself"};

constexpr std::string_view kHeld =
    "\nEvery class is sealed under the case's own key (AES-256-GCM) before the store sees it, "
    "found "
    "only by keyed tokens, and named in the log by its class alone: no value stands there. A look "
    "leaves an entry before it is shown. Erasure by two people destroys the key and every row; "
    "what "
    "the log keeps of a case is that acts took place, under a reference that leads to nothing.\n";

std::string text_of(const json::object& object, std::string_view key) {
    const json::value* found = object.if_contains(key);
    return found != nullptr && found->is_string() ? std::string(found->get_string()) : "";
}

// A cell may hold no bar and no line's end.
std::string cell(std::string text) {
    std::string safe;
    for (const char c : text) {
        if (c == '|') safe += '\\';
        safe += c == '\n' ? ' ' : c;
    }
    return safe;
}

struct Field {
    std::string place;
    std::string cls;
    std::string covered;  // as what, or empty
};

const json::object& resolved(const json::object& form, const json::object& field) {
    const json::value* reference = field.if_contains("$ref");
    if (reference == nullptr) return field;
    const std::string path(reference->as_string());
    return form.at("$defs").as_object().at(path.substr(path.rfind('/') + 1)).as_object();
}

void add_fields(
    const json::object& form,
    const json::object& schema,
    const std::string& under,
    std::vector<Field>& fields
) {
    const json::value* properties = schema.if_contains("properties");
    if (properties == nullptr) return;
    for (const auto& [name, value] : properties->as_object()) {
        const json::object& field = resolved(form, value.as_object());
        const std::string place = under + std::string(name);
        const json::value* items = field.if_contains("items");
        const bool is_list = items != nullptr && items->as_object().contains("properties");
        if (is_list || field.contains("properties")) {
            add_fields(form, is_list ? items->as_object() : field, place + ".", fields);
            continue;
        }
        fields.push_back({place, text_of(field, "x-class"), text_of(field, "x-covered")});
    }
}

using FormFields = std::map<std::string, std::vector<Field>>;

FormFields fields_of(const json::object& forms) {
    FormFields all;
    for (const auto& [name, form] : forms)
        add_fields(form.as_object(), form.as_object(), "", all[std::string(name)]);
    return all;
}

std::string classes_table(const FormFields& forms) {
    std::string text =
        "\n## Classes\n\n| Class | What it holds | Fields | Of these covered until uncovered |\n"
        "| --- | --- | --- | --- |\n";
    for (const core::FieldClass cls : core::kFieldClasses) {
        std::size_t count = 0;
        std::size_t covered = 0;
        for (const auto& [form, fields] : forms) {
            for (const Field& field : fields) {
                if (field.cls != core::to_string(cls)) continue;
                ++count;
                if (!field.covered.empty()) ++covered;
            }
        }
        text += "| " + std::string(core::to_string(cls)) + " | " +
                std::string(kClassWords[static_cast<std::size_t>(cls)]) + " | " +
                std::to_string(count) + " | " + std::to_string(covered) + " |\n";
    }
    return text + std::string(kHeld);
}

core::Principal with_role(const std::string& role) {
    core::Principal principal;
    principal.person = core::PersonId{"somebody"};
    principal.roles = {role};
    if (role == "agency_member") principal.agency = "an agency";
    return principal;
}

// The roles that see a class alike stand in one row.
std::string sights_table() {
    std::map<std::string, std::string> roles_by_sights;
    std::vector<std::string> order;
    for (const core::Relation relation : core::kRelations) {
        for (const std::string& role : core::known_roles()) {
            const core::Principal who = with_role(role);
            if (core::relation_as(who, relation) != relation)
                continue;  // nobody of this role stands so
            std::string sights;
            for (const core::FieldClass cls : core::kFieldClasses)
                sights += " | " + std::string(core::to_string(
                                      core::sight_of(who, core::relation_as(who, relation), cls)
                                  ));
            const std::string row = std::string(core::to_string(relation)) + sights;
            auto& roles = roles_by_sights[row];
            if (roles.empty()) order.push_back(row);
            roles += (roles.empty() ? "" : ", ") + role;
        }
    }
    std::string text = "\n## Who sees it\n\n| Standing to the case | ";
    for (const core::FieldClass cls : core::kFieldClasses)
        text += std::string(core::to_string(cls)) + " | ";
    text += "Roles |\n| --- | --- | --- | --- | --- | --- | --- |\n";
    for (const std::string& row : order)
        text.append("| ").append(row).append(" | ").append(roles_by_sights[row]).append(" |\n");
    return text +
           "\nWhat is covered is uncovered by an act with a reason and a fresh sign-in, shown "
           "for a minute, and logged. Agencies see the papers that were made for them, below.\n";
}

std::string joined(const json::array& words) {
    std::string text;
    for (const json::value& word : words)
        text += (text.empty() ? "" : ", ") + std::string(word.as_string());
    return text;
}

std::string agencies_table(const json::object& catalogue) {
    std::string text =
        "\n## Who is told\n\n| Agency | Parts of the record, and their classes |\n"
        "| --- | --- |\n";
    for (const json::value& entry : catalogue.at("agencies").as_array()) {
        const json::object& agency = entry.as_object();
        std::string sees;
        const json::value* parts = agency.if_contains("sees");
        for (const json::value& part : parts == nullptr ? json::array() : parts->as_array()) {
            sees += (sees.empty() ? "`" : "; `") + text_of(part.as_object(), "part") +
                    "`: " + joined(part.at("classes").as_array());
        }
        text += "| " + cell(text_of(agency, "title")) + " | " +
                (sees.empty() ? "nothing but what is written to it" : sees) + " |\n";
    }
    return text +
           "\nNobody else is told by machine: messages are the force's fixed words, without "
           "any value of a case.\n";
}

std::string log_keeping(const json::object& profile) {
    std::vector<core::statechart::Problem> unheard;  // the house was checked whole before
    const auto log = core::read_log_keeping(profile, unheard);
    if (!log) return "\nThe log is kept for good: the profile does not say how long.\n";
    const bool is_verified = !log->verified_by.empty();
    return "\nThe log of a year is kept " + std::to_string(log->years) +
           " years from when it was closed; then two people may retire it: its entries are given "
           "out no more, and nobody can tell which officers they name. " +
           (is_verified ? "" : "Nobody has verified the figure, so nothing is retired by it. ") +
           log->source + "\n";
}

std::string retention_table(const json::object& profile) {
    const json::value* retention = profile.if_contains("retention");
    std::string text = "\n## How long it is kept\n\n";
    if (retention == nullptr) return text + "The profile says nothing.\n";
    text +=
        "| Group | Looked at after (years) | Kept until | Verified | Source |\n"
        "| --- | --- | --- | --- | --- |\n";
    for (const json::value& entry : retention->at("groups").as_array()) {
        const json::object& group = entry.as_object();
        const json::value* age = group.if_contains("keep_until_age");
        text += "| " + cell(text_of(group, "title")) + " | " +
                json::serialize(group.at("review_years")) + " | " +
                (age == nullptr ? "a review says otherwise"
                                : "age " + json::serialize(age->at("years")) + " of `" +
                                      text_of(age->as_object(), "of") + "`") +
                " | " + (text_of(group, "status") == "unverified" ? "no" : "yes") + " | " +
                cell(text_of(group, "source")) + " |\n";
    }
    const json::value* days = retention->as_object().if_contains("cooling_days");
    return text + "\nA hold wins over every erasure. " +
           (days == nullptr ? ""
                            : json::serialize(*days) +
                                  " days lie between what two people agreed and what is done.") +
           "\n" + log_keeping(profile);
}

std::string fields_table(const FormFields& forms) {
    std::string text =
        "\n## Fields\n\nA star: covered until uncovered. Two: words that are told.\n\n"
        "| Form | ";
    for (const core::FieldClass cls : core::kFieldClasses)
        text += std::string(core::to_string(cls)) + " | ";
    text += "\n| --- | --- | --- | --- | --- | --- |\n";
    for (const auto& [form, fields] : forms) {
        text += "| " + form + " | ";
        for (const core::FieldClass cls : core::kFieldClasses) {
            std::string names;
            for (const Field& field : fields) {
                if (field.cls != core::to_string(cls)) continue;
                names += (names.empty() ? "" : ", ") + field.place;
                if (!field.covered.empty()) names += field.covered == "identity" ? "\\*" : "\\*\\*";
            }
            text += names + (names.empty() ? "| " : " | ");
        }
        text.back() = '\n';
    }
    return text;
}

}  // namespace

std::string data_sheet(const files::FileSet& house) {
    const json::object profile = files::profile_of(house, files::scheme_of(house));
    const json::object bundle = files::bundle_with(
        house, files::scheme_of(house), {.id = "sheet", .version = "1", .definition = {}}
    );
    const FormFields forms = fields_of(bundle.at("forms").as_object());
    return std::string(kOpening) + "\nScheme: " + text_of(profile, "title") + ".\n" +
           classes_table(forms) + sights_table() +
           agencies_table(bundle.at("catalogue").as_object()) + retention_table(profile) +
           fields_table(forms);
}

}  // namespace clarion::deploy
