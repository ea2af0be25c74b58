#include "engine/core/access/redaction.hpp"

#include <array>

namespace clarion::core {

namespace {

constexpr std::string_view kIdentity = "identity";
constexpr std::string_view kWords = "disclosure_words";
constexpr std::string_view kDefs = "#/$defs/";
// Under these stands a person who must not be found by whoever they are afraid of.
constexpr std::array<std::string_view, 2> kPersons{"applicant", "person_at_risk"};
constexpr std::string_view kOpenedWith = "request";

const json::object* object_at(const json::object& object, std::string_view key) {
    const json::value* found = object.if_contains(key);
    return found == nullptr ? nullptr : found->if_object();
}

std::string_view text_at(const json::object& object, std::string_view key) {
    const json::value* found = object.if_contains(key);
    const json::string* text = found == nullptr ? nullptr : found->if_string();
    return text == nullptr ? std::string_view() : std::string_view(*text);
}

const json::object* resolved(const json::object& form, const json::object* schema) {
    const std::string_view reference = schema == nullptr ? "" : text_at(*schema, "$ref");
    if (!reference.starts_with(kDefs)) return schema;
    const json::object* defs = object_at(form, "$defs");
    return defs == nullptr ? nullptr : object_at(*defs, reference.substr(kDefs.size()));
}

Covering covering_of(const json::object& schema) {
    const std::string_view mark = text_at(schema, "x-covered");
    return {.identities = mark == kIdentity, .words = mark == kWords};
}

// A part of the record can stand in a paper under its whole path.
std::string_view last_name(std::string_view key) {
    return key.substr(key.rfind('.') + 1);
}

bool is_leaf(const json::value& value) {
    const json::array* list = value.if_array();
    if (list == nullptr) return !value.is_object();
    return list->empty() || is_leaf(list->front());
}

bool hides(Covering known, Covering covering) {
    return (covering.identities && known.identities) || (covering.words && known.words);
}

void hide(json::value& value) {
    if (json::object* object = value.if_object()) {
        for (auto& member : *object)
            hide(member.value());
    } else if (const json::array* list = value.if_array()) {
        if (!list->empty()) value = json::array{kCoveredText};
    } else if (value.is_string() || value.is_number()) {
        value = kCoveredText;
    }
}

}  // namespace

// Where one is on the way into a record.
struct CoveredFields::Spot {
    std::string path;
    std::string under;             // the name of what holds it
    const Fields* form = nullptr;  // of the form that was recorded here; null: none
    std::string in_form;           // the same as `under`, empty at the form's own root
    bool is_person = false;
};

void CoveredFields::add_form(const json::object& form) {
    add_properties(anywhere_, form, form, {});
}

void CoveredFields::add_properties(
    Fields& fields, const json::object& form, const json::object& schema, const std::string& under
) {
    const json::object* properties = object_at(schema, "properties");
    if (properties == nullptr) return;
    for (const auto& [key, value] : *properties) {
        const json::object* field = resolved(form, value.if_object());
        if (field == nullptr) continue;
        const std::string name(key);
        const json::object* items = resolved(form, object_at(*field, "items"));
        add_properties(fields, form, *field, name);
        if (items != nullptr) add_properties(fields, form, *items, name);
        const Covering covering = covering_of(*field);
        Covering& kept = fields.try_emplace({under, name}, Covering{false, false}).first->second;
        kept.identities = kept.identities || covering.identities;
        kept.words = kept.words || covering.words;
    }
}

void CoveredFields::add_place(
    const std::string& path, const json::object& forms, std::string_view form
) {
    const json::object* schema = object_at(forms, form);
    if (schema != nullptr) add_properties(places_[path], *schema, *schema, {});
}

namespace {

// Calls `found` with each place that something under a transition's actions records to.
template <class Found>
void each_record(const json::value& actions, const Found& found) {
    if (const json::array* list = actions.if_array()) {
        for (const json::value& action : *list)
            each_record(action, found);
    }
    const json::object* object = actions.if_object();
    if (object == nullptr) return;
    const json::object* params = object_at(*object, "params");
    const bool is_record = text_at(*object, "type") == "record" && params != nullptr;
    if (is_record) found(std::string(text_at(*params, "as")));
    for (const auto& member : *object)
        each_record(member.value(), found);
}

}  // namespace

// One transition, or a list of them.
void CoveredFields::add_event(const json::value& event, const json::object& forms) {
    if (const json::array* list = event.if_array()) {
        for (const json::value& one : *list)
            add_event(one, forms);
    }
    const json::object* transition = event.if_object();
    if (transition == nullptr) return;
    const json::object* meta = object_at(*transition, "meta");
    const json::value* actions = transition->if_contains("actions");
    if (meta == nullptr || actions == nullptr) return;
    const std::string_view form = text_at(*meta, "form");
    if (form.empty()) return;
    each_record(*actions, [&](const std::string& as) { add_place(as, forms, form); });
}

void CoveredFields::add_records(const json::object& definition, const json::object& forms) {
    if (const json::object* meta = object_at(definition, "meta")) {
        const json::object* opening = object_at(*meta, "opening");
        if (opening != nullptr)
            add_place(std::string(kOpenedWith), forms, text_at(*opening, "form"));
    }
    if (const json::object* events = object_at(definition, "on")) {
        for (const auto& event : *events)
            add_event(event.value(), forms);
    }
    const json::object* states = object_at(definition, "states");
    if (states == nullptr) return;
    for (const auto& state : *states) {
        if (const json::object* inner = state.value().if_object()) add_records(*inner, forms);
    }
}

CoveredFields::Spot CoveredFields::above(std::string_view path) const {
    Spot at;
    for (auto dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
        at = step(at, path.substr(0, dot));
        path.remove_prefix(dot + 1);
    }
    return at;
}

CoveredFields::Spot CoveredFields::step(const Spot& at, std::string_view key) const {
    Spot inside = at;
    inside.path = at.path.empty() ? std::string(key) : at.path + "." + std::string(key);
    inside.under = last_name(key);
    inside.in_form = inside.under;
    for (const std::string_view person : kPersons)
        inside.is_person = inside.is_person || inside.under == person;
    auto place = places_.find(inside.path);
    if (place == places_.end() && key != last_name(key)) place = places_.find(key);
    if (place == places_.end()) return inside;
    inside.form = &place->second;
    inside.in_form.clear();
    return inside;
}

Covering CoveredFields::verdict(const Spot& at, std::string_view key, bool is_text) const {
    const std::string name(last_name(key));
    if (at.form != nullptr) {
        const auto own = at.form->find({at.in_form, name});
        if (own != at.form->end()) return own->second;
    }
    const auto copied = anywhere_.find({at.under, name});
    if (!at.under.empty() && copied != anywhere_.end()) return copied->second;
    // What follows says too little of a part that holds others.
    if (!is_text) return {false, false};
    if (at.is_person) return {.identities = true, .words = false};
    // A form's own fields stand wherever the workflow recorded it.
    const auto by_name = anywhere_.find({"", name});
    return by_name == anywhere_.end() ? Covering{false, false} : by_name->second;
}

bool CoveredFields::covers(std::string_view path, Covering covering) const {
    return hides(verdict(above(path), last_name(path), true), covering);
}

json::value CoveredFields::covered(
    const json::value& value, std::string_view path, Covering covering
) const {
    json::value shown = value;
    cover(shown, above(path), last_name(path), covering);
    return shown;
}

void CoveredFields::cover(
    json::value& value, const Spot& at, std::string_view key, Covering covering
) const {
    if (hides(verdict(at, key, is_leaf(value)), covering)) return hide(value);
    if (!is_leaf(value)) cover_inside(value, step(at, key), covering);
}

void CoveredFields::cover_inside(json::value& value, const Spot& inside, Covering covering) const {
    if (json::array* list = value.if_array()) {
        for (json::value& entry : *list)
            cover_inside(entry, inside, covering);
    }
    json::object* object = value.if_object();
    if (object == nullptr) return;
    for (auto& [key, member] : *object)
        cover(member, inside, key, covering);
}

}  // namespace clarion::core
