// The four benchmarks, one function each, and what they share: the work they do.
#pragma once

#include <string>

#include "deploy/clarion/bench_figures.hpp"
#include "deploy/clarion/commands.hpp"
#include "engine/core/json.hpp"

namespace clarion::deploy {

// So many notes a case takes before the next case has its turn: cases in a force's hands have some
// tens of steps, and a case with thousands would measure its own length.
inline constexpr int kNotesOfCase = 16;
// So many commands wait together, as with as many callers at once.
inline constexpr int kInFlight = 32;
inline constexpr const char* kBenchAction = "add_note";

// The example of a form of the house.
[[nodiscard]] core::json::object example_of_form(const std::string& form);

[[nodiscard]] BenchFigures bench_core(const BenchOptions& options);
[[nodiscard]] BenchFigures bench_store(const BenchOptions& options);
[[nodiscard]] BenchFigures bench_https(const BenchOptions& options);
[[nodiscard]] BenchFigures bench_reads(const BenchOptions& options);

}  // namespace clarion::deploy
