// Publication: a house that replaces the built-in one is served once two people who administer the
// store have signed what is in it. How people are protected is data, so whoever can change a file
// on the machine must not be able to change that alone.
//
// Kept:    DATA/published/{statement,proposal,approval}; the log has an entry for each of the two,
//          which commits to the statement.
// Failure: throws CommandFailed with what to do.
#pragma once

#include <filesystem>
#include <string>

#include "adapters/files/file_set.hpp"
#include "deploy/clarion/data_folder.hpp"
#include "deploy/clarion/exit_codes.hpp"
#include "deploy/clarion/two_people.hpp"
#include "engine/ports/audit_log.hpp"

namespace clarion::deploy {

// What they sign: the scheme, the SHA-256 of each version in it and of all its files.
[[nodiscard]] std::string publication_statement(const files::FileSet& house);

// Requires: both signatures of the statement are good.
void keep_publication(const DataFolder& folder, const StatementFiles& files);

// Refuses (not_allowed) a house that nobody published, one that was changed since, and signatures
// of people who no longer administer the store.
void require_published(const DataFolder& folder, const files::FileSet& house);

// Refuses (not_allowed) a house whose publication is not the last one in the log: whoever can write
// the data folder can put an older one back with its signatures, and not its entry.
void require_last_published(ports::AuditLog& log, const files::FileSet& house);

// `clarion workflow publish`: what two people sign, or, with their signatures, the act.
struct PublishOptions {
    std::filesystem::path configuration;
    std::filesystem::path data;  // empty: the configuration's
    StatementFiles statement;
};
ExitCode publish_house(const PublishOptions& options);

}  // namespace clarion::deploy
