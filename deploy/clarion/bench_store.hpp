// StoreBench: an engine over a store of its own on the real disk, and the floor beside it.
//
// Threads: one at a time.
// Failure: throws CommandFailed when a step is not taken, and as store and engine do.
#pragma once

#include <deque>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "adapters/identity/demo_personas.hpp"
#include "adapters/sqlite/commit_floor.hpp"
#include "deploy/clarion/bench_figures.hpp"
#include "deploy/clarion/engine_room.hpp"

namespace clarion::deploy {

class StoreBench {
public:
    // Makes a data folder inside `folder`, with cases of all lengths, and the floor from its copy.
    explicit StoreBench(const std::filesystem::path& folder);

    // New cases, which are not counted; then notes on them, a group of cases at a time, until each
    // case has kNotesOfCase. `times`: of each group, in milliseconds.
    BenchTurn take_steps(std::vector<double>& times);
    // Entries of the log with a detail each, as many to a transaction as steps, and nothing else.
    // `times`: what each adds to its transaction, wait for the disk included, in milliseconds.
    void append_entries(std::vector<double>& times);
    // As many steps' rows, in groups as large, by SQLite alone.
    BenchTurn write_floor();
    [[nodiscard]] sqlite::StepRows step_rows() const { return floor_->step_rows(); }

private:
    struct BenchCase {
        std::string reference;
        std::uint64_t version = 0;
    };

    [[nodiscard]] std::vector<BenchCase> open_cases(int count);
    void add_notes(std::vector<BenchCase>& cases, std::size_t first, std::size_t count);
    // All of it in one batch; throws when one was not done.
    std::vector<runtime::Answered> run(std::vector<runtime::Asked> asked, const std::string& who);
    [[nodiscard]] runtime::Idempotency next_key();

    std::unique_ptr<EngineRoom> room_;
    std::unique_ptr<identity::DemoPersonas> personas_;
    std::unique_ptr<sqlite::CommitFloor> floor_;
    core::json::object request_;
    core::json::object note_;
    std::uint64_t keys_ = 0;
};

}  // namespace clarion::deploy
