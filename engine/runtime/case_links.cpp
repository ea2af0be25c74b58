#include "engine/runtime/case_links.hpp"

#include <utility>

#include "engine/core/cases/advance.hpp"
#include "engine/core/cases/carry.hpp"
#include "engine/core/reference.hpp"
#include "engine/runtime/case_documents.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

constexpr std::string_view kEffectScope = "effect";
constexpr std::string_view kNotFound = "link_not_found";

std::string text_or(const json::object& params, std::string_view key, std::string_view otherwise) {
    const json::string* found = member(params, key).if_string();
    return std::string(found != nullptr ? std::string_view(*found) : otherwise);
}

json::object link_to(const CaseInHand& held, std::string relation) {
    return {
        {"reference", held.row.reference.text},
        {"relation", std::move(relation)},
        {"route", held.process->route},
    };
}

std::string relation_of(const LinkEffect& effect) {
    return text_or(effect.params, "relation", "reopened_as");
}

std::string back_of(const LinkEffect& effect) {
    return text_or(effect.params, "back", "reopens");
}

}  // namespace

bool CaseLinks::is_done(const LinkEffect& effect) {
    return parts_.store.find_answer(kEffectScope, effect.key).has_value();
}

void CaseLinks::keep_done(const LinkEffect& effect) {
    parts_.store.keep_answer(kEffectScope, effect.key, {{}, "{}"}, parts_.clock.now());
}

void CaseLinks::tell_both(const Caller& caller, const LinkEffect& effect, const CaseInHand& other) {
    const std::string type(core::kCaseLinked);
    parts_.events.tell(caller, other, type, link_to(effect.from, back_of(effect)));
    parts_.events.tell(caller, effect.from, type, link_to(other, relation_of(effect)));
}

std::optional<core::Refusal> CaseLinks::open_linked(
    const Caller& caller, const LinkEffect& effect
) {
    if (is_done(effect)) return std::nullopt;
    const std::string route = text_or(effect.params, "route", effect.from.process->route);
    const ProcessHandle process = parts_.definitions.newest_of(effect.from.process->scheme, route);
    if (!process) return refusal_of(core::RefusalCode::unknown_action, route);
    const auto& context = effect.from.snapshot->machine.context;
    core::Carried carried = core::carry(context, effect.params);
    const bool goes_elsewhere = process->id != effect.from.process->id;
    if (goes_elsewhere && parts_.opener.told_to_open_case(caller, *process, carried.form)) {
        // It stands there already; the link is what is missing.
        const auto other = parts_.opener.case_about_same_two(caller, *process, carried.form);
        if (other) tell_both(caller, effect, *other);
        keep_done(effect);
        return std::nullopt;
    }
    CaseToOpen wanted{.process = process, .command = {}, .identity = {}, .why = "linked_case"};
    wanted.identity.channel = text_at(context, "channel");
    wanted.identity.language = text_at(context, "language");
    wanted.identity.carried = std::move(carried.context);
    json::object back = link_to(effect.from, back_of(effect));
    back["at"] = core::to_rfc3339(parts_.clock.now());
    wanted.identity.links.push_back(std::move(back));
    wanted.command.form = std::move(carried.form);
    wanted.command.principal = caller.principal;
    wanted.command.origin = core::Origin::system;
    const auto opened = parts_.opener.open(caller, std::move(wanted));
    if (!opened) return opened.error();

    const std::string relation = relation_of(effect);
    parts_.events.tell(
        caller, effect.from, std::string(core::kCaseLinked), link_to(*opened, relation)
    );
    parts_.events.note(
        caller,
        effect.from.row,
        "linked_case_opened",
        core::AuditOutcome::ok,
        {{"linked", opened->row.reference.text}, {"relation", relation}}
    );
    keep_done(effect);
    return std::nullopt;
}

std::optional<CaseInHand> CaseLinks::named_in(const LinkEffect& effect) {
    const std::string at = text_or(effect.params, "at", "");
    const json::value* written = effect.from.snapshot->machine.context.find(at);
    if (written == nullptr || !written->is_string()) return std::nullopt;
    const auto reference = core::parse_reference(std::string_view(written->get_string()));
    if (!reference || *reference == effect.from.row.reference) return std::nullopt;
    auto row = parts_.store.find_case(*reference);
    if (!row) return std::nullopt;
    // What is to go on there must find a case that goes on.
    const bool takes_over = !text_or(effect.params, "event", "").empty();
    if (takes_over && (row->closed || !row->outcome.empty())) return std::nullopt;
    return parts_.vault.open(*std::move(row));
}

std::optional<core::Refusal> CaseLinks::link(const Caller& caller, const LinkEffect& effect) {
    if (is_done(effect)) return std::nullopt;
    auto other = named_in(effect);
    if (!other) {
        const bool is_told = parts_.events.tell(
            caller, effect.from, std::string(kNotFound), {{"relation", relation_of(effect)}}
        );
        if (!is_told) return refusal_of(core::RefusalCode::not_found, std::string(kNotFound));
        keep_done(effect);
        return std::nullopt;
    }
    const std::string event = text_or(effect.params, "event", "");
    if (!event.empty()) {
        const auto& context = effect.from.snapshot->machine.context;
        json::object told{{"form", member(context, "request")}};
        told["reference"] = effect.from.row.reference.text;
        parts_.events.tell(caller, *other, event, std::move(told));
        other = parts_.vault.open(parts_.store.find_case(other->row.id).value());
    }
    tell_both(caller, effect, *other);
    keep_done(effect);
    return std::nullopt;
}

}  // namespace clarion::runtime
