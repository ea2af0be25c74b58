// AnswerTable: answers already given, by who asked and their key. Each carries a part of the hash
// of its row, so that a bit that rots is told and not answered with.
//
// Ownership: borrows the connection.
// Limits:    keys are compared by 16 bytes of their hashes.
// Failure:   throws IntegrityBroken for a row that is not as it was written.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/sql/statement.hpp"
#include "engine/ports/case_store.hpp"

namespace clarion::sql {

class AnswerTable {
public:
    AnswerTable(Connection& connection, core::Sha256 sha256);

    [[nodiscard]] std::optional<ports::StoredAnswer> find(
        std::string_view scope, std::string_view key
    );
    void keep(
        std::string_view scope,
        std::string_view key,
        const ports::StoredAnswer& answer,
        core::Instant at
    );
    // Reads every row.
    void check_all();

private:
    [[nodiscard]] core::Digest name_of(std::string_view scope, std::string_view key) const;
    // What is stored behind the answer.
    [[nodiscard]] std::string seal_of(
        std::string_view answer, const core::Digest& request, core::Instant at
    ) const;
    // The answer alone.
    [[nodiscard]] std::string read(
        const std::string& stored, const core::Digest& request, core::Instant at
    ) const;

    core::Sha256 sha256_;
    Statement find_, keep_, all_;
};

}  // namespace clarion::sql
