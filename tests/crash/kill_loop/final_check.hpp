// What must hold when all is over: every acknowledged act is there, whole and once, and nothing
// else is.
#pragma once

#include <string>
#include <vector>

#include "tests/crash/kill_loop/client.hpp"

namespace clarion::test {

// What is wrong, in words.
[[nodiscard]] std::vector<std::string> check_cases(
    Https& https, const std::string& staff_url, const std::vector<Act>& acknowledged
);

}  // namespace clarion::test
