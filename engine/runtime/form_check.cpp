#include "engine/runtime/form_check.hpp"

#include <utility>

#include "engine/core/cases/form_dates.hpp"
#include "engine/core/ensure.hpp"
#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/colleagues.hpp"
#include "engine/runtime/outcome.hpp"

namespace clarion::runtime {

namespace json = core::json;
using core::RefusalCode;

core::Result<json::object, core::Refusal> read_object(const Body& body) {
    if (const auto* unreadable = std::get_if<Unreadable>(&body)) {
        if (!unreadable->is_json) {
            return core::failure(refusal_of(RefusalCode::unsupported_media_type));
        }
        return core::failure(refusal_of(RefusalCode::malformed_body, unreadable->reason));
    }
    const json::object* object = std::get<json::value>(body).if_object();
    if (object == nullptr) {
        return core::failure(refusal_of(RefusalCode::malformed_body, "a JSON object was expected"));
    }
    return *object;
}

std::vector<std::string> fields_marked(
    const json::object& schema, std::string_view mark, std::string_view value
) {
    std::vector<std::string> names;
    const json::object* properties = member(schema, "properties").if_object();
    if (properties == nullptr) return names;
    for (const auto& [name, property] : *properties) {
        const json::object* rules = property.if_object();
        if (rules != nullptr && member(*rules, mark) == json::value(value))
            names.emplace_back(name);
    }
    return names;
}

core::Result<json::object, core::Refusal> read_form(
    ports::CaseStore& store,
    const ports::FormChecker& forms,
    std::string_view form,
    const Body& body
) {
    auto object = read_object(body);
    if (!object) return object;
    core::ensure(forms.knows(form), "every form a workflow names is published");
    json::value filled = forms.tidy(json::value(std::move(object).value()));
    auto errors = forms.check(form, filled);
    if (errors.empty()) errors = check_colleagues(store, forms.schema(form), filled);
    if (errors.empty()) return std::move(filled.get_object());
    core::Refusal refusal = refusal_of(RefusalCode::invalid_form, std::string(form));
    refusal.errors = std::move(errors);
    return core::failure(std::move(refusal));
}

std::chrono::local_days today_of(const core::Process& process, core::Instant now) {
    return process.zone->to_local(now).day;
}

core::Result<json::object, core::Refusal> read_form_of(
    std::chrono::local_days today,
    ports::CaseStore& store,
    const ports::FormChecker& forms,
    std::string_view form,
    const Body& body
) {
    auto filled = read_form(store, forms, form, body);
    if (!filled) return filled;
    auto errors = core::check_dates(forms.schema(form), json::value(*filled), today);
    if (errors.empty()) return filled;
    core::Refusal refusal = refusal_of(RefusalCode::invalid_form, std::string(form));
    refusal.errors = std::move(errors);
    return core::failure(std::move(refusal));
}

}  // namespace clarion::runtime
