// Script: a scenario as written, in steps, and how it is written again with other answers.
//
//     # why                                       any line before a step
//     approve_decision as dee decision_maker {"disclose": "yes"}
//     ----
//     process: decision.approving -> disclosure_planning.drafting
//
// A step is `request {form}`, `ACTION as NAME ROLE[, ROLE][, signed in 6m ago] {form}`,
// `system EVENT {data}`, `searched SET {data}` (each system of the set answers), `wait 72h` (m, h,
// d) or `follow SCRIPT to PLACE`: go the way of another script from where this case stands until
// its process is at that place. A first step `profile {changes}` tells of a force that chose
// otherwise; a step `carried {context}` before the request, of what another case handed on. The
// form is the schema's own example with the written object merged over it (RFC 7396: null takes a
// field away). Failure: throws std::runtime_error with the line.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace clarion::scenarios {

struct ScriptStep {
    std::string before;  // comments and blank lines above it, as they are
    std::string command;
    std::vector<std::string> expected;
    int line = 0;
};

struct Script {
    std::string name;
    std::vector<ScriptStep> steps;
    std::string after;  // what follows the last step
};

// A script by its file name without `.txt`.
using FindScript = std::function<Script(const std::string& name)>;

[[nodiscard]] Script read_script(std::string name, std::string_view text);
[[nodiscard]] std::string write_script(const Script& script);

}  // namespace clarion::scenarios
