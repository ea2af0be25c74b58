// AuditWords: one entry of the log in sentences, for who has never seen one. Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/core/json.hpp"

namespace clarion::runtime {

struct EntryStanding {
    std::uint64_t size = 0;         // of the log
    std::uint64_t signed_size = 0;  // entries that the newest checkpoint covers
    std::string_view detail;        // none, kept, committed: what became of it
};

[[nodiscard]] core::json::array words_for_entry(
    const core::json::object& entry, const EntryStanding& standing
);

}  // namespace clarion::runtime
