// Case documents: the parts that answers about a case are made of. Part of the API: frozen once
// released.
#pragma once

#include <optional>
#include <string>

#include "engine/core/cases/projection.hpp"
#include "engine/core/json.hpp"
#include "engine/core/time/instant.hpp"
#include "engine/ports/case_store.hpp"
#include "engine/runtime/case_vault.hpp"

namespace clarion::runtime {

[[nodiscard]] core::json::value time_or_null(const std::optional<core::Instant>& instant);
[[nodiscard]] core::json::value text_or_null(const std::string& text);
[[nodiscard]] core::json::array text_array(const std::vector<std::string>& texts);

// {reference, version, states, outcome, queue, priority, closed, received_at, due_at}
[[nodiscard]] core::json::object case_state(const ports::CaseRow& row);
// {state, day, days_total, days_left, days_held, received_at, due_at, forecast_at}
[[nodiscard]] core::json::object clock_document(
    const core::Process& process, const core::CaseSnapshot& snapshot, core::Instant now
);

// Where the case stands in one region, such as `process` or `clock`.
struct InRegion {
    std::string title;  // of the innermost active state of the region
    std::string stage;  // key of the region's own child, such as `on_time`
};
[[nodiscard]] InRegion where_in_region(
    const core::Process& process, const std::vector<std::string>& leaf_ids, std::string_view region
);

// What stands at `key`, or null.
[[nodiscard]] const core::json::value& member(
    const core::json::object& object, std::string_view key
);
[[nodiscard]] const core::json::value& member(
    const core::statechart::Context& context, std::string_view key
);
// The same as text; empty for anything else.
template <class Members>
[[nodiscard]] std::string text_at(const Members& members, std::string_view key) {
    const core::json::string* found = member(members, key).if_string();
    return found != nullptr ? std::string(*found) : std::string();
}

}  // namespace clarion::runtime
