// Problem: what is wrong with a definition, and where.
#pragma once

#include <string>

namespace clarion::core::statechart {

enum class Severity {
    error,  // the definition is refused
    note,   // worth knowing: plain SCXML would do something else here
};

struct Problem {
    std::string pointer;  // JSON pointer (RFC 6901) into the document
    std::string reason;   // a sentence: what is wrong and what would be right
    Severity severity = Severity::error;
};

}  // namespace clarion::core::statechart
