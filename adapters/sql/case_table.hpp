// CaseTable: case rows, and the lists over them.
//
// Limits: a list page reads one range of one index for each list it is made of (two where closed
// cases are asked for as well), however many cases there are.
#pragma once

#include <unordered_map>

#include "adapters/sql/batch.hpp"
#include "adapters/sql/list_table.hpp"
#include "engine/ports/case_store.hpp"

namespace clarion::sql {

class CaseTable {
public:
    CaseTable(Connection& connection, Batch& batch);

    [[nodiscard]] std::optional<ports::CaseRow> find(const core::Reference& reference);
    [[nodiscard]] std::optional<ports::CaseRow> find(const core::CaseId& id);
    [[nodiscard]] ports::Bytes sealed_snapshot_of(const core::CaseId& id);
    void insert(const ports::CaseRow& row);
    void keep_key(const core::CaseId& id, const ports::WrappedKey& key);
    [[nodiscard]] bool update(const ports::CaseRow& row);
    [[nodiscard]] std::vector<ports::CaseRow> list(const ports::CaseListing& listing);
    [[nodiscard]] std::vector<ports::CaseRow> every(
        const std::optional<core::CaseId>& after, int limit
    );
    [[nodiscard]] std::uint64_t count();
    [[nodiscard]] std::vector<std::string> lists_with(const core::CaseId& id) {
        return lists_.with_case(pk_of(id));
    }
    [[nodiscard]] std::uint64_t count_of(const std::string& list) { return lists_.count(list); }

    // The number under which other tables know the case; nothing when there is no such case.
    [[nodiscard]] std::optional<std::int64_t> find_pk(const core::CaseId& id);
    // Throws IntegrityBroken when there is no such case.
    [[nodiscard]] std::int64_t pk_of(const core::CaseId& id);
    // The case is no more.
    void forget(const core::CaseId& id) { pks_.erase(id.text); }

private:
    [[nodiscard]] std::vector<ListPlace> read_places(const ports::CaseListing& listing);
    [[nodiscard]] std::vector<ListPlace> read_places(
        const ports::CaseListing& listing, const ListPlace& after, bool closed
    );
    // Of a case that is there, or was and is erased.
    [[nodiscard]] std::int64_t place_of(const core::CaseId& id);
    void remember(const std::string& id, std::int64_t pk);

    Batch& batch_;
    ListTable lists_;
    Statement by_reference_, by_id_, by_pk_, pk_by_id_, snapshot_;
    Statement insert_, before_update_, update_content_, update_queue_, update_place_, keep_key_;
    Statement queue_page_, all_page_, every_case_, erased_, count_;
    std::unordered_map<std::string, std::int64_t> pks_;
    std::uint64_t pks_seen_undone_ = 0;
};

}  // namespace clarion::sql
