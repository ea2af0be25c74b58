#include "adapters/sql/sql_audit_log.hpp"

#include <algorithm>

#include "adapters/sql/audit_search.hpp"
#include "engine/core/audit/entry_text.hpp"
#include "engine/core/ensure.hpp"
#include "engine/core/json.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::sql {

namespace {

namespace json = core::json;

std::string_view member_of(const json::object& entry, std::string_view name) {
    const json::value* value = entry.if_contains(name);
    if (value == nullptr || !value->is_string()) return {};
    return value->get_string();
}

json::object parse_entry(const std::string& bytes) {
    boost::system::error_code error;
    json::value value = json::parse(bytes, error);
    if (error || !value.is_object()) throw ports::IntegrityBroken("a log entry is not an object");
    return std::move(value.get_object());
}

bool fits(const ports::AuditQuery& query, const json::object& entry) {
    const auto ts = core::parse_rfc3339(member_of(entry, "ts"));
    if (query.from && (!ts || *ts < *query.from)) return false;
    if (query.until && (!ts || *ts >= *query.until)) return false;
    return std::all_of(query.terms.begin(), query.terms.end(), [&](const auto& term) {
        const bool holds = term.member == ports::kTextTerm
                               ? core::entry_says(entry, term.value)
                               : member_of(entry, term.member) == term.value;
        return holds != term.negated;
    });
}

}  // namespace

SqlAuditLog::SqlAuditLog(Connection& connection, Batch& batch, core::Sha256 sha256)
    : batch_(batch),
      sha256_(std::move(sha256)),
      tree_(connection, batch, sha256_),
      index_(connection, batch),
      closed_(connection),
      retirement_(connection, batch, index_),
      put_entry_(connection, "INSERT INTO audit_entries (seq, bytes) VALUES (?, ?)"),
      put_detail_(connection, "INSERT INTO audit_details (seq, sealed) VALUES (?, ?)"),
      range_(
          connection,
          "SELECT seq, bytes FROM audit_entries WHERE seq >= ? AND seq < ? ORDER BY seq LIMIT ?"
      ),
      entry_(connection, "SELECT bytes FROM audit_entries WHERE seq = ?"),
      detail_(connection, "SELECT sealed FROM audit_details WHERE seq = ?"),
      last_seq_(connection, "SELECT max(seq) FROM audit_entries"),
      put_checkpoint_(
          connection,
          "INSERT INTO checkpoints (size, note) VALUES (?1, ?2)"
          " ON CONFLICT (size) DO UPDATE SET note = ?2"
      ),
      newest_checkpoint_(connection, "SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1"),
      all_checkpoints_(
          connection, "SELECT size, note FROM checkpoints WHERE size > ? ORDER BY size LIMIT ?"
      ) {}

std::uint64_t SqlAuditLog::append(core::AuditEntry entry, ports::ByteView sealed_detail) {
    entry.seq = batch_.head().log.size();
    entry.subj_n = entry.subj.text.empty() ? 0 : index_.next_of_subject(entry.subj);
    const std::string bytes = core::leaf_bytes(entry);
    const std::uint64_t place = batch_.head().base + entry.seq;
    put_entry_.write(place, ports::view_of(bytes));
    if (!sealed_detail.empty()) put_detail_.write(place, sealed_detail);
    index_.add(entry, place);
    tree_.append(core::leaf_hash(sha256_, bytes));
    return entry.seq;
}

ports::AuditHead SqlAuditLog::head() {
    return {batch_.head().log.size(), tree_.root()};
}

std::vector<ports::LoggedEntry> SqlAuditLog::entries(std::uint64_t from, int limit) {
    return entries_at(batch_.head().base, from, limit);
}

std::vector<ports::LoggedEntry> SqlAuditLog::closed_entries(
    std::uint64_t number, std::uint64_t from, int limit
) {
    if (number >= batch_.head().base >> ports::kPlacesOfLog) return {};
    return entries_at(number << ports::kPlacesOfLog, from, limit);
}

std::vector<ports::LoggedEntry> SqlAuditLog::entries_at(
    std::uint64_t base, std::uint64_t from, int limit
) {
    std::vector<ports::LoggedEntry> found;
    constexpr std::uint64_t kPlaces = std::uint64_t{1} << ports::kPlacesOfLog;
    if (from >= kPlaces) return found;
    const std::uint64_t end = base + kPlaces;
    Rows rows = range_.ask(base + from, end, limit);
    while (rows.next()) {
        const std::uint64_t place = rows.number(0);
        found.push_back({place - base, ports::text_of(rows.bytes(1)), place});
    }
    return found;
}

void SqlAuditLog::turn(const ports::ClosedLog& closing) {
    ports::ClosedLog closed = closing;
    closed.number = batch_.head().base >> ports::kPlacesOfLog;
    closed.size = batch_.head().log.size();
    closed.root = tree_.root();
    closed_.add(closed);
    batch_.head().log = {};
    batch_.head().base += std::uint64_t{1} << ports::kPlacesOfLog;
    index_.turned();
}

void SqlAuditLog::retire(std::uint64_t number, std::string_view statement) {
    const bool is_next =
        number == closed_.first_kept() && number < batch_.head().base >> ports::kPlacesOfLog;
    core::ensure(is_next && !statement.empty(), "the oldest closed log is retired first");
    closed_.retire(number, statement);
    retirement_.erase_beside(number);
}

std::vector<ports::LoggedEntry> SqlAuditLog::query(const ports::AuditQuery& query) {
    std::vector<ports::LoggedEntry> found;
    AuditIndex::Plan plan = index_.plan(query);
    const bool are_all_asked = query.also_retired || batch_.head().base == 0;
    if (!are_all_asked)
        plan.from = std::max(plan.from, closed_.first_kept() << ports::kPlacesOfLog);
    AuditSearch search(index_, std::move(plan));
    while (found.size() < static_cast<std::size_t>(query.limit)) {
        const auto seq = search.next();
        if (!seq) break;
        Rows rows = entry_.ask(*seq);
        if (!rows.next())
            throw ports::IntegrityBroken("the index names an entry that is not there");
        std::string bytes = ports::text_of(rows.bytes(0));
        if (!fits(query, parse_entry(bytes))) continue;
        const std::uint64_t in_log = *seq & ((std::uint64_t{1} << ports::kPlacesOfLog) - 1);
        found.push_back({in_log, std::move(bytes), *seq});
    }
    return found;
}

std::optional<ports::Bytes> SqlAuditLog::detail(std::uint64_t place) {
    Rows rows = detail_.ask(place);
    if (!rows.next()) return std::nullopt;
    return rows.bytes(0);
}

core::Digest SqlAuditLog::node(int level, std::uint64_t index) {
    return tree_.node(level, index);
}

core::Digest SqlAuditLog::closed_node(std::uint64_t number, int level, std::uint64_t index) {
    return tree_.node_of(number << ports::kPlacesOfLog, level, index);
}

void SqlAuditLog::keep_checkpoint(std::uint64_t size, std::string_view note) {
    if (size > batch_.head().log.size()) {
        throw ports::IntegrityBroken("a checkpoint was signed over entries this log does not have");
    }
    put_checkpoint_.write(size, note);
}

std::optional<std::string> SqlAuditLog::checkpoint() {
    Rows rows = newest_checkpoint_.ask();
    if (!rows.next()) return std::nullopt;
    return rows.text(0);
}

std::vector<std::pair<std::uint64_t, std::string>> SqlAuditLog::checkpoints(
    std::uint64_t after, int limit
) {
    std::vector<std::pair<std::uint64_t, std::string>> notes;
    if (after >= batch_.head().log.size()) return notes;
    Rows rows = all_checkpoints_.ask(after, limit);
    while (rows.next())
        notes.emplace_back(rows.number(0), rows.text(1));
    return notes;
}

void SqlAuditLog::check_head() {
    Rows rows = last_seq_.ask();
    const std::uint64_t end = rows.next() && !rows.is_null(0) ? rows.number(0) + 1 : 0;
    const std::uint64_t base = batch_.head().base;
    if ((end > base ? end - base : 0) != batch_.head().log.size()) {
        throw ports::IntegrityBroken("the log's head and its entries are of different sizes");
    }
    tree_.check_frontier();
}

void SqlAuditLog::check_all() {
    check_head();
    tree_.check_nodes();
    for (const ports::ClosedLog& log : closed_.all())
        check_closed(log);
}

void SqlAuditLog::check_closed(const ports::ClosedLog& log) {
    constexpr int kAtOnce = 4096;
    core::MerkleFrontier tree;
    for (;;) {
        const auto entries = closed_entries(log.number, tree.size(), kAtOnce);
        for (const ports::LoggedEntry& entry : entries)
            tree.append(sha256_, core::leaf_hash(sha256_, entry.bytes));
        if (entries.size() < static_cast<std::size_t>(kAtOnce)) break;
    }
    if (tree.size() == log.size && tree.root(sha256_) == log.root) return;
    throw ports::IntegrityBroken("the entries of " + log.origin + " are not those it closed with");
}

}  // namespace clarion::sql
