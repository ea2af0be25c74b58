// Problem: what is wrong with a definition, and where.
#pragma once

#include <string>

namespace clarion::core::statechart {

struct Problem {
    std::string pointer;  // JSON pointer (RFC 6901) into the document
    std::string reason;   // a sentence: what is wrong and what would be right
};

}  // namespace clarion::core::statechart
