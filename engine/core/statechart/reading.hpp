// Reading: what the parts of the reader share while one document is read. Internal to the reader.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/statechart/expressions.hpp"
#include "engine/core/statechart/reader.hpp"

namespace clarion::core::statechart {

inline constexpr int kStateDepthMax = 64;
inline constexpr int kTermDepthMax = 32;
inline constexpr std::int64_t kDelayMillisecondsMax = 10'000'000'000'000;  // 317 years

struct Reading {
    Dialect dialect;
    Definition definition;
    std::vector<const json::object*> written;  // by state index
    std::vector<Problem> problems;
    std::uint32_t transitions = 0;

    void refuse(std::string pointer, std::string reason) {
        problems.push_back({std::move(pointer), std::move(reason)});
    }
};

// One more step of a JSON pointer, escaped.
[[nodiscard]] std::string below(std::string_view pointer, std::string_view key);
[[nodiscard]] std::string below(std::string_view pointer, std::size_t index);

void refuse_unknown_keys(
    Reading& reading,
    const json::object& object,
    std::initializer_list<std::string_view> known,
    const std::string& pointer
);

// Empty when absent; a problem when it is not text.
[[nodiscard]] std::string read_text(
    Reading& reading, const json::object& object, std::string_view key, const std::string& pointer
);
[[nodiscard]] json::object read_object(
    Reading& reading, const json::object& object, std::string_view key, const std::string& pointer
);

// Names that a context may not have. Case files know no profile.
[[nodiscard]] inline bool is_kept_name(const Reading& reading, std::string_view key) {
    return is_reserved_name(key) || (reading.dialect == Dialect::published && key == kProfileName);
}

// What could be read, and what was refused. With problems the definition is fit for the linter
// alone: targets may be missing.
[[nodiscard]] Reading read_document(const json::value& document, Dialect dialect);

// First pass: every state in document order, ids, kinds. Second pass: all that refers to states.
void read_state_tree(Reading& reading, const json::object& document);
void read_behaviour(Reading& reading, StateIndex index);

[[nodiscard]] Term read_guard(
    Reading& reading, const json::value& guard, const std::string& pointer, int depth = 0
);
[[nodiscard]] std::vector<Term> read_actions(
    Reading& reading, const json::value& actions, const std::string& pointer, int depth = 0
);
void check_built_in_action(
    Reading& reading, const Term& action, const std::string& pointer, int depth
);

}  // namespace clarion::core::statechart
