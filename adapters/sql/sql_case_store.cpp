#include "adapters/sql/sql_case_store.hpp"

#include "adapters/sql/list_sql.hpp"
#include "adapters/sql/text_list.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::sql {

namespace {

// 128 bits are as hard to guess or to meet by chance as the whole, at half the size.
ports::ByteView stored_part(const core::Digest& digest) {
    constexpr std::size_t kStoredBytes = 16;
    return ports::ByteView(digest).first(kStoredBytes);
}

ports::Colleague read_colleague(const Rows& rows) {
    return {{rows.text(0)}, rows.text(1), read_text_list(rows.text(2))};
}

}  // namespace

SqlCaseStore::SqlCaseStore(Connection& connection, Batch& batch, core::Sha256 sha256)
    : connection_(connection),
      batch_(batch),
      sha256_(std::move(sha256)),
      cases_(connection, batch),
      timers_(connection, cases_),
      tasks_(connection, cases_),
      retention_(connection, cases_),
      alerts_(connection, cases_),
      later_(connection, cases_),
      audit_requests_(connection),
      answers_(connection, sha256_),
      find_event_(connection, "SELECT 1 FROM case_events WHERE case_pk = ? AND sequence = ?"),
      append_event_(
          connection, "INSERT INTO case_events (case_pk, sequence, at, sealed) VALUES (?, ?, ?, ?)"
      ),
      events_of_(
          connection,
          "SELECT sequence, at, sealed FROM case_events WHERE case_pk = ? AND sequence > ?"
          " ORDER BY sequence LIMIT ?"
      ),
      put_token_(
          connection,
          "INSERT INTO search_tokens (token, case_pk) VALUES (?, ?) ON CONFLICT DO NOTHING"
      ),
      with_token_(connection, kCasesWithTokenSql),
      has_token_(connection, kHasTokenSql),
      drop_tokens_(connection, "DELETE FROM search_tokens WHERE case_pk = ?"),
      publish_(
          connection,
          "INSERT INTO definitions (hash, bytes, published_at) VALUES (?, ?, ?)"
          " ON CONFLICT DO NOTHING"
      ),
      find_bundle_(connection, "SELECT bytes FROM definitions WHERE hash = ?"),
      keep_colleague_(
          connection,
          "INSERT INTO colleagues (person, name, roles) VALUES (?1, ?2, ?3)"
          " ON CONFLICT (person) DO UPDATE SET name = ?2, roles = ?3"
          " WHERE colleagues.name <> ?2 OR colleagues.roles <> ?3"
      ),
      colleagues_(connection, "SELECT person, name, roles FROM colleagues ORDER BY name, person"),
      find_colleague_(connection, "SELECT person, name, roles FROM colleagues WHERE person = ?") {}

std::optional<ports::CaseRow> SqlCaseStore::find_case(const core::Reference& reference) {
    return cases_.find(reference);
}

std::optional<ports::CaseRow> SqlCaseStore::find_case(const core::CaseId& id) {
    return cases_.find(id);
}

ports::Bytes SqlCaseStore::sealed_snapshot_of(const core::CaseId& id) {
    return cases_.sealed_snapshot_of(id);
}

void SqlCaseStore::insert_case(const ports::CaseRow& row) {
    cases_.insert(row);
}

bool SqlCaseStore::update_case(const ports::CaseRow& row) {
    return cases_.update(row);
}

void SqlCaseStore::append_event(const ports::EventRow& row) {
    const std::int64_t case_pk = cases_.pk_of(row.case_id);
    // Asked first: as a condition of the INSERT it would make SQLite keep every page as it was.
    if (row.sequence > 1 && !has_event(case_pk, row.sequence - 1)) {
        throw ports::IntegrityBroken("a case's events would have a gap");
    }
    append_event_.write(case_pk, row.sequence, row.at, row.sealed);
}

bool SqlCaseStore::has_event(std::int64_t case_pk, std::uint64_t sequence) {
    Rows rows = find_event_.ask(case_pk, sequence);
    return rows.next();
}

std::vector<ports::EventRow> SqlCaseStore::events_of(
    const core::CaseId& id, std::uint64_t after, int limit
) {
    const auto case_pk = cases_.find_pk(id);
    if (!case_pk) return {};
    std::vector<ports::EventRow> events;
    Rows rows = events_of_.ask(*case_pk, after, limit);
    while (rows.next()) {
        events.push_back({id, rows.number(0), rows.instant(1), rows.bytes(2)});
    }
    return events;
}

std::vector<ports::CaseRow> SqlCaseStore::list_cases(const ports::CaseListing& listing) {
    return cases_.list(listing);
}

std::vector<std::uint64_t> SqlCaseStore::count_lists(const std::vector<std::string>& lists) {
    std::vector<std::uint64_t> counts;
    counts.reserve(lists.size());
    for (const std::string& list : lists)
        counts.push_back(cases_.count_of(list));
    return counts;
}

void SqlCaseStore::keep_colleague(const ports::Colleague& colleague) {
    keep_colleague_.write(colleague.person.text, colleague.name, write_text_list(colleague.roles));
}

std::vector<ports::Colleague> SqlCaseStore::colleagues() {
    std::vector<ports::Colleague> found;
    Rows rows = colleagues_.ask();
    while (rows.next())
        found.push_back(read_colleague(rows));
    return found;
}

std::optional<ports::Colleague> SqlCaseStore::find_colleague(const core::PersonId& person) {
    Rows rows = find_colleague_.ask(person.text);
    if (!rows.next()) return std::nullopt;
    return read_colleague(rows);
}

void SqlCaseStore::set_timers(const core::CaseId& id, const std::vector<ports::TimerRow>& timers) {
    timers_.replace(id, timers);
}

std::vector<ports::TimerRow> SqlCaseStore::timers_of(const core::CaseId& id) {
    return timers_.of(id);
}

std::vector<ports::TimerRow> SqlCaseStore::due_timers(core::Instant now, int limit) {
    return timers_.due(now, limit);
}

std::optional<core::Instant> SqlCaseStore::next_due() {
    return timers_.next_due();
}

void SqlCaseStore::insert_task(const ports::TaskRow& row) {
    tasks_.insert(row);
}

void SqlCaseStore::close_task(const core::TaskId& id, core::Instant at) {
    tasks_.close(id, at);
}

std::vector<ports::TaskRow> SqlCaseStore::open_tasks_of(const core::CaseId& id) {
    return tasks_.open_of_case(id);
}

std::vector<ports::TaskRow> SqlCaseStore::open_tasks_for_agency(
    std::string_view agency, int limit
) {
    return tasks_.open_for(agency, limit);
}

std::optional<ports::TaskRow> SqlCaseStore::find_task(const core::TaskId& id) {
    return tasks_.find(id);
}

std::optional<ports::StoredAnswer> SqlCaseStore::find_answer(
    std::string_view scope, std::string_view key
) {
    return answers_.find(scope, key);
}

void SqlCaseStore::keep_answer(
    std::string_view scope,
    std::string_view key,
    const ports::StoredAnswer& answer,
    core::Instant at
) {
    answers_.keep(scope, key, answer, at);
}

void SqlCaseStore::put_search_tokens(
    const core::CaseId& id, const std::vector<core::Digest>& tokens
) {
    const std::int64_t pk = cases_.pk_of(id);
    drop_tokens_.write(pk);
    for (const core::Digest& token : tokens)
        put_token_.write(stored_part(token), pk);
}

std::vector<core::CaseId> SqlCaseStore::cases_with_token(const core::Digest& token, int limit) {
    std::vector<core::CaseId> ids;
    Rows rows = with_token_.ask(stored_part(token), limit);
    while (rows.next())
        ids.push_back({rows.text(0)});
    return ids;
}

bool SqlCaseStore::has_token(const core::CaseId& id, const core::Digest& token) {
    const auto pk = cases_.find_pk(id);
    return pk && has_token_.ask(stored_part(token), *pk).next();
}

core::AuditRef SqlCaseStore::audit_ref_of(const core::PersonId& person) {
    return batch_.audit_ref_of(person);
}

void SqlCaseStore::publish_bundle(
    const core::BundleHash& hash, std::string_view bytes, core::Instant at
) {
    if (publish_.write_and_count(hash.text, ports::view_of(bytes), at) == 1) return;
    if (find_bundle(hash) != bytes) {
        throw ports::IntegrityBroken("the published bundle " + hash.text + " has other bytes");
    }
}

std::optional<std::string> SqlCaseStore::find_bundle(const core::BundleHash& hash) {
    Rows rows = find_bundle_.ask(hash.text);
    if (!rows.next()) return std::nullopt;
    return ports::text_of(rows.bytes(0));
}

}  // namespace clarion::sql
