// Identifiers as types, so that one cannot stand where another belongs.
#pragma once

#include <compare>
#include <string>
#include <utility>

namespace clarion::core {

template <class Tag>
struct Identifier {
    std::string text;
    friend auto operator<=>(const Identifier&, const Identifier&) = default;
};

using CaseId = Identifier<struct CaseTag>;  // UUIDv7, never leaves the program
using Reference =
    Identifier<struct ReferenceTag>;            // 8 characters and a check, stored without dashes
using PersonId = Identifier<struct PersonTag>;  // one human being behind all of their accounts
using AuditRef =
    Identifier<struct AuditTag>;  // how the log names a case or a person: random, unlinkable
using TaskId = Identifier<struct TaskTag>;        // random; an agency request is a task
using BundleHash = Identifier<struct BundleTag>;  // SHA-256, lower-case hex, of the published bytes

}  // namespace clarion::core
