#include "engine/core/cases/agency_packs.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "engine/core/access/walls.hpp"
#include "engine/core/audit/entry.hpp"
#include "engine/core/cases/advance.hpp"
#include "engine/core/hex.hpp"

namespace clarion::core {

namespace {

// Names that workflows, forms and catalogues share with the engine. Frozen.
constexpr std::string_view kPacksPath = "forum.packs";
constexpr std::string_view kHashPath = "forum.papers_hash";
constexpr std::string_view kRequest = "request";

std::string text_in(const json::object& object, std::string_view key) {
    const json::value* found = object.if_contains(key);
    return found != nullptr && found->is_string() ? std::string(found->get_string())
                                                  : std::string();
}

const json::array& list_in(const json::object& object, std::string_view key) {
    static const json::array nothing;
    const json::value* found = object.if_contains(key);
    return found != nullptr && found->is_array() ? found->get_array() : nothing;
}

std::string hash_of(const json::value& value, const Sha256& sha256) {
    const std::string bytes = canonical_json(value);
    const auto* start = reinterpret_cast<const std::uint8_t*>(bytes.data());
    return to_hex(sha256({std::span(start, bytes.size())}));
}

// One part of the record, cut down to the classes that may be seen.
class Release {
public:
    Release(const json::object& form, const json::array& classes, AgencyPack& pack)
        : form_(form), classes_(classes), pack_(pack) {}

    // The schema of a place such as "subject"; null when the form has no such place.
    [[nodiscard]] const json::object* schema_at(std::string_view place) const {
        const json::object* schema = &form_;
        while (schema != nullptr && !place.empty()) {
            const auto end = std::min(place.find('.'), place.size());
            schema = property(*schema, place.substr(0, end));
            place.remove_prefix(std::min(end + 1, place.size()));
        }
        return schema;
    }

    std::optional<json::value> of(
        const json::object& schema, const json::value& value, const std::string& place
    ) {
        if (const json::object* object = value.if_object())
            return of_object(schema, *object, place);
        const json::object* items = member_of(schema, "items");
        if (value.is_array() && items != nullptr && items->contains("properties")) {
            return of_list(*items, value.get_array(), place);
        }
        if (may_see(schema)) return value;
        pack_.withheld.push_back(place);
        return std::nullopt;
    }

private:
    [[nodiscard]] const json::object* resolved(const json::value* schema) const {
        const json::object* object = schema == nullptr ? nullptr : schema->if_object();
        const json::value* reference = object == nullptr ? nullptr : object->if_contains("$ref");
        if (reference == nullptr || !reference->is_string()) return object;
        constexpr std::string_view kDefs = "#/$defs/";
        const std::string_view path = reference->get_string();
        const json::object* defs = member_of(form_, "$defs");
        if (defs == nullptr || !path.starts_with(kDefs)) return nullptr;
        return resolved(defs->if_contains(path.substr(kDefs.size())));
    }

    [[nodiscard]] const json::object* member_of(const json::object& object, std::string_view key)
        const {
        return resolved(object.if_contains(key));
    }

    [[nodiscard]] const json::object* property(const json::object& schema, std::string_view name)
        const {
        const json::object* properties = member_of(schema, "properties");
        return properties == nullptr ? nullptr : resolved(properties->if_contains(name));
    }

    [[nodiscard]] bool may_see(const json::object& schema) const {
        const json::value* cls = schema.if_contains("x-class");
        return cls != nullptr &&
               std::find(classes_.begin(), classes_.end(), *cls) != classes_.end();
    }

    // Only what the form describes: who recorded it and when is not the agency's to see.
    std::optional<json::value> of_object(
        const json::object& schema, const json::object& object, const std::string& place
    ) {
        json::object seen;
        for (const auto& [name, value] : object) {
            const json::object* described = property(schema, name);
            if (described == nullptr) continue;
            auto released = of(*described, value, place + "/" + std::string(name));
            if (released) seen[name] = *std::move(released);
        }
        if (seen.empty()) return std::nullopt;
        return seen;
    }

    std::optional<json::value> of_list(
        const json::object& items, const json::array& list, const std::string& place
    ) {
        json::array seen;
        for (std::size_t index = 0; index < list.size(); ++index) {
            auto released = of(items, list[index], place + "/" + std::to_string(index));
            if (released) seen.push_back(*std::move(released));
        }
        if (seen.empty()) return std::nullopt;
        return seen;
    }

    const json::object& form_;
    const json::array& classes_;
    AgencyPack& pack_;
};

// What came first stands under one name, whichever form a route asks for it with.
std::string form_of(const Process& process, const json::object& rule) {
    const std::string form = text_in(rule, "form");
    return form == kRequest ? process.opening.form : form;
}

json::object told_of(
    const Process& process,
    const statechart::Context& context,
    const json::object& agency,
    const PaperTools& tools,
    AgencyPack& pack
) {
    json::object told;
    for (const json::value& entry : list_in(agency, "sees")) {
        if (!entry.is_object()) continue;
        const json::object& rule = entry.get_object();
        const std::string part = text_in(rule, "part");
        const json::value* value = context.find(part);
        const json::object* form = tools.schema_of(form_of(process, rule));
        if (value == nullptr || form == nullptr) continue;
        Release release(*form, list_in(rule, "classes"), pack);
        const auto dot = part.find('.');
        const auto* schema =
            release.schema_at(dot == std::string::npos ? "" : part.substr(dot + 1));
        if (schema == nullptr) continue;
        if (auto released = release.of(*schema, *value, part)) told[part] = *std::move(released);
    }
    return told;
}

json::value note_for(const json::object& referral, std::string_view agency) {
    for (const json::value& entry : list_in(referral, "notes_for")) {
        const json::object* note = entry.if_object();
        if (note != nullptr && text_in(*note, "agency") == agency) return note->at("note");
    }
    return nullptr;
}

// By the limit that the catalogue gives them: {limit: [agency, …]}, in the referral's order.
// Whoever has none has the task's.
json::object asked_within(const Process& process, const json::object& referral) {
    json::object within;
    for (const json::value& name : list_in(referral, "agencies")) {
        const auto* agency = name.is_string() ? find_agency(process, name.get_string()) : nullptr;
        const std::string limit = agency == nullptr ? "" : text_in(*agency, "answer_within");
        if (!process.limits.contains(limit)) continue;
        json::value& asked = within[limit];
        if (!asked.is_array()) asked.emplace_array();
        asked.get_array().push_back(name);
    }
    return within;
}

}  // namespace

const json::object* find_agency(const Process& process, std::string_view id) {
    for (const json::value& entry : list_in(process.catalogue, "agencies")) {
        const json::object* agency = entry.if_object();
        if (agency != nullptr && text_in(*agency, "id") == id) return agency;
    }
    return nullptr;
}

std::vector<AgencyPack> packs_for(
    const Process& process,
    const statechart::Context& context,
    const json::object& referral,
    const PaperTools& tools
) {
    std::vector<AgencyPack> packs;
    for (const json::value& name : list_in(referral, "agencies")) {
        if (!name.is_string()) continue;
        AgencyPack pack;
        pack.agency = name.get_string();
        pack.paper["agency"] = pack.agency;
        for (const auto& [key, from] :
             {std::pair("question", "question"),
              std::pair("summary", "pack_summary"),
              std::pair("version", "pack_version"),
              std::pair("urgent", "urgent")}) {
            const json::value* said = referral.if_contains(from);
            pack.paper[key] = said == nullptr ? json::value(nullptr) : *said;
        }
        pack.paper["note"] = note_for(referral, pack.agency);
        json::object told;
        if (const auto* agency = find_agency(process, pack.agency)) {
            told = told_of(process, context, *agency, tools, pack);
        }
        pack.paper["told"] = std::move(told);
        pack.hash = hash_of(json::value(pack.paper), tools.sha256);
        packs.push_back(std::move(pack));
    }
    return packs;
}

void bind_papers(
    const Process& process, const CaseSnapshot& before, Command& command, const PaperTools& tools
) {
    const auto rule = process.actions.find(command.action);
    if (rule == process.actions.end()) return;
    const statechart::Context& context = before.machine.context;
    switch (rule->second.papers) {
        case Papers::none:
            return;
        case Papers::issue: {
            json::object packs;
            for (AgencyPack& pack : packs_for(process, context, command.form, tools)) {
                packs[pack.agency] =
                    json::object{{"paper", std::move(pack.paper)}, {"hash", pack.hash}};
            }
            command.form["papers_hash"] = hash_of(json::value(packs), tools.sha256);
            command.form["asked_within"] = asked_within(process, command.form);
            command.form["packs"] = std::move(packs);
            return;
        }
        case Papers::rest_on: {
            const json::value* hash = context.find(kHashPath);
            command.form["papers_hash"] = hash == nullptr ? json::value(nullptr) : *hash;
            return;
        }
    }
}

const json::object* find_pack(const statechart::Context& context, std::string_view agency) {
    const json::value* packs = context.find(kPacksPath);
    const json::object* all = packs == nullptr ? nullptr : packs->if_object();
    const json::value* pack = all == nullptr ? nullptr : all->if_contains(agency);
    return pack == nullptr ? nullptr : pack->if_object();
}

namespace {

// Who declared a conflict, each once, of whose `by` this member says so.
std::set<std::string> declared_by(
    const statechart::Context& context, std::string_view member, std::string_view wanted
) {
    std::set<std::string> people;
    const json::value* conflicts = context.find(kAgencyConflictsPath);
    if (conflicts == nullptr || !conflicts->is_array()) return people;
    for (const json::value& entry : conflicts->get_array()) {
        const json::value* by = entry.is_object() ? entry.get_object().if_contains("by") : nullptr;
        if (by == nullptr || !by->is_object()) continue;
        if (text_in(by->get_object(), member) == wanted)
            people.insert(text_in(by->get_object(), "person"));
    }
    return people;
}

}  // namespace

bool has_declared_conflict(const statechart::Context& context, const PersonId& person) {
    return !declared_by(context, "person", person.text).empty();
}

std::size_t declared_conflicts(const statechart::Context& context, std::string_view agency) {
    return declared_by(context, "agency", agency).size();
}

}  // namespace clarion::core
