// A small workflow with one of everything that the case rules look at, for tests that need to see
// all of it at once. It is written in small_workflow.json beside this file.
#pragma once

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include "engine/core/cases/process.hpp"
#include "tests/support/london_zone.hpp"

namespace clarion::test {

inline core::json::object small_bundle() {
    std::ostringstream text;
    text << std::ifstream(CLARION_SOURCE_DIR "/tests/support/small_workflow.json").rdbuf();
    return core::json::parse(text.str()).as_object();
}

inline const core::Process& small_process() {
    static const core::Process process = [] {
        auto compiled = core::compile_process(small_bundle(), core::BundleHash{"small"}, london());
        if (compiled) return std::move(compiled).value();
        std::string all;
        for (const auto& problem : compiled.error()) {
            all += problem.pointer + ": " + problem.reason + "\n";
        }
        throw std::logic_error(all);
    }();
    return process;
}

}  // namespace clarion::test
