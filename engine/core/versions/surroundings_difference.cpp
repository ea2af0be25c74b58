// What a definition is published with: forms, limits, calendar, the rest of the profile.
#include <algorithm>
#include <map>
#include <set>

#include "engine/core/versions/differing.hpp"

namespace clarion::core {

namespace {

const json::object& object_at(const json::object& object, std::string_view key) {
    static const json::object kNothing;
    const auto* found = value_at(object, key).if_object();
    return found == nullptr ? kNothing : *found;
}

std::set<std::string> keys_of(const json::object& one, const json::object& other) {
    std::set<std::string> keys;
    for (const auto* object : {&one, &other}) {
        for (const auto& member : *object)
            keys.emplace(member.key());
    }
    return keys;
}

std::set<std::string> forms_named_in(const statechart::Definition& definition) {
    std::set<std::string> forms;
    for (const auto& state : definition.states) {
        for (const auto& transition : state.on) {
            const auto& form = value_at(transition.meta, "form");
            if (form.is_string()) forms.emplace(form.get_string());
        }
    }
    return forms;
}

struct Field {
    json::object schema;  // without what is below it
    bool required = false;
};

// Every field of a form by its place, such as /decision/reasons.
void gather_fields(
    const json::object& schema, const std::string& place, std::map<std::string, Field>& fields
) {
    const auto* required = value_at(schema, "required").if_array();
    for (const auto& [key, value] : object_at(schema, "properties")) {
        const auto* property = value.if_object();
        if (property == nullptr) continue;
        Field field{.schema = *property, .required = false};
        for (const char* below : {"properties", "required", "description", "examples"})
            field.schema.erase(below);
        field.required =
            required != nullptr &&
            std::find(required->begin(), required->end(), json::value(key)) != required->end();
        const std::string name = place + "/" + std::string(key);
        fields.emplace(name, std::move(field));
        gather_fields(*property, name, fields);
        gather_fields(object_at(*property, "items"), name + "/-", fields);
    }
}

class FormComparison {
public:
    FormComparison(std::string form, Changes& changes)
        : form_(std::move(form)), changes_(changes) {}

    void compare(const json::object& was, const json::object& is) {
        const std::size_t told = changes_.size();
        std::map<std::string, Field> before;
        std::map<std::string, Field> after;
        gather_fields(was, "", before);
        gather_fields(is, "", after);
        for (const auto& [name, field] : before) {
            if (!after.contains(name)) add(ChangeKind::removed, name, "is gone");
        }
        for (const auto& [name, field] : after) {
            const auto found = before.find(name);
            if (found == before.end()) {
                add(ChangeKind::added, name, field.required ? "is new, and required" : "is new");
                continue;
            }
            if (found->second.required != field.required) {
                add(ChangeKind::changed,
                    name,
                    field.required ? "is now required" : "is no longer required");
            }
            if (found->second.schema != field.schema) {
                add(ChangeKind::changed, name, "takes other answers or is worded otherwise");
            }
        }
        if (changes_.size() == told && was != is) {
            changes_.push_back(
                {ChangeKind::changed, "form", form_, "Form " + form_ + " changed beside its fields"}
            );
        }
    }

private:
    void add(ChangeKind kind, const std::string& field, std::string_view words) {
        changes_.push_back(
            {kind, "form", form_ + field, "Form " + form_ + ": " + field + " " + std::string(words)}
        );
    }

    std::string form_;
    Changes& changes_;
};

std::string limit_in_words(const json::value& written) {
    const auto* limit = written.if_object();
    if (limit == nullptr) return said(written);
    std::string unit = said(value_at(*limit, "unit"));
    std::replace(unit.begin(), unit.end(), '_', ' ');
    const auto& from = value_at(*limit, "from");
    return said(value_at(*limit, "value")) + " " + unit + " from " + said(from);
}

// A limit is said by what it does; its title and source are told only when they alone changed.
void compare_limit(
    const std::string& name, const json::value& was, const json::value& is, Changes& changes
) {
    const auto add = [&](ChangeKind kind, const std::string& words) {
        changes.push_back({kind, "limit", name, "Limit " + name + " " + words});
    };
    if (was == is) return;
    if (was.is_null()) return add(ChangeKind::added, "is new: " + limit_in_words(is));
    if (is.is_null()) return add(ChangeKind::removed, "is gone; it was " + limit_in_words(was));
    if (limit_in_words(was) != limit_in_words(is)) {
        return add(
            ChangeKind::changed, "is " + limit_in_words(is) + "; it was " + limit_in_words(was)
        );
    }
    add(ChangeKind::changed, "keeps its length; its title, source or verification changed");
}

std::set<std::string> holidays_of(const json::object& calendar) {
    std::set<std::string> days;
    const auto* holidays = value_at(calendar, "holidays").if_array();
    if (holidays == nullptr) return days;
    for (const auto& entry : *holidays) {
        const auto* named = entry.if_object();
        days.insert(said(named == nullptr ? entry : value_at(*named, "date")));
    }
    return days;
}

bool both_have(const VersionSide& older, const VersionSide& newer, std::string_view part) {
    return older.bundle.contains(part) && newer.bundle.contains(part);
}

}  // namespace

void compare_forms(const VersionSide& older, const VersionSide& newer, Changes& changes) {
    if (!both_have(older, newer, "forms")) return;
    const auto& was = object_at(older.bundle, "forms");
    const auto& is = object_at(newer.bundle, "forms");
    std::set<std::string> names = forms_named_in(older.definition);
    names.merge(forms_named_in(newer.definition));
    for (const std::string& name : names) {
        if (was.contains(name) && is.contains(name))
            FormComparison(name, changes).compare(object_at(was, name), object_at(is, name));
    }
}

void compare_limits(const VersionSide& older, const VersionSide& newer, Changes& changes) {
    if (!both_have(older, newer, "profile")) return;
    const auto& was = object_at(object_at(older.bundle, "profile"), "limits");
    const auto& is = object_at(object_at(newer.bundle, "profile"), "limits");
    for (const std::string& name : keys_of(was, is))
        compare_limit(name, value_at(was, name), value_at(is, name), changes);
}

void compare_surroundings(const VersionSide& older, const VersionSide& newer, Changes& changes) {
    if (both_have(older, newer, "profile")) {
        const auto& was = object_at(older.bundle, "profile");
        const auto& is = object_at(newer.bundle, "profile");
        for (const std::string& key : keys_of(was, is)) {
            if (key == "limits" || value_at(was, key) == value_at(is, key)) continue;
            changes.push_back(
                {ChangeKind::changed,
                 "profile",
                 key,
                 "Profile " + key + " is " + said(value_at(is, key)) + "; it was " +
                     said(value_at(was, key))}
            );
        }
    }
    if (!both_have(older, newer, "calendar")) return;
    const auto was = holidays_of(object_at(older.bundle, "calendar"));
    const auto is = holidays_of(object_at(newer.bundle, "calendar"));
    for (const auto& day : was) {
        if (!is.contains(day))
            changes.push_back(
                {ChangeKind::removed, "calendar", day, day + " is a working day again"}
            );
    }
    for (const auto& day : is) {
        if (!was.contains(day))
            changes.push_back({ChangeKind::added, "calendar", day, day + " is a holiday"});
    }
}

}  // namespace clarion::core
