// What auditors keep of their questions to the log, and how parts of it leave the service: by two
// people. Parts of Asked (see work.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/runtime/body.hpp"

namespace clarion::runtime {

// The caller's own, newest first. Answer: {items: [{id, name, query, kept_at}]}.
struct ListKeptQueries {};
// {name, query}; one of the same name is replaced. Answer: {id, name}.
struct KeepQuery {
    Body form;
};
struct DropQuery {
    std::string id;
};

// What the query found when the export was asked for: two people agree to that, and to no more.
struct ExportFound {
    std::uint64_t entries = 0;
    std::uint64_t log_size = 0;
    std::uint64_t end = 0;  // the place of the log that it ends before
    std::string files;      // lines of the manifest: file NAME BYTES SHA256
};
// {query, purpose, recipient, reason}, by an auditor signed in a moment ago. Answer: {id}.
struct AskExport {
    Body form;
    ExportFound found;
    Idempotency idempotency;
};
// All that were asked for lately, newest first. Answer: {items: [...]}.
struct ListExports {};
// approve, by another person, or withdraw, with {reason}. Answer: {id, stage}.
struct SettleExport {
    std::string id;
    std::string act;
    Body form;
};
// Of an export that another person approved, for one of the two: manifest, manifest.salt and
// manifest.proof in `bytes`, whole. Of the entries the part below the place `before`: leaves in
// `bytes`, each after its length, and {next|null, places, files}.
struct ReadExport {
    std::string id;
    std::string file;
    std::optional<std::uint64_t> before = std::nullopt;
};

}  // namespace clarion::runtime
