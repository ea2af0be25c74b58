#include "adapters/sqlite/audit_index.hpp"

#include <algorithm>
#include <limits>

namespace clarion::sqlite {

namespace {

constexpr std::size_t kRememberedSubjectsMax = 50000;
constexpr std::uint64_t kBlockEntries = 256;
constexpr std::pair<std::int64_t, std::uint64_t> kNoDay{
    std::numeric_limits<std::int64_t>::min(), 0};

std::int64_t day_of(core::Instant instant) {
    return std::chrono::floor<std::chrono::days>(instant).time_since_epoch().count();
}

// Frozen: stored. 63 bits of FNV-1a of `member=value`, below zero.
std::int64_t term_of(std::string_view member, std::string_view value) {
    std::uint64_t hash = 0xcbf29ce484222325;
    const auto add = [&hash](std::string_view text) {
        for (const char byte : text) {
            hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
        }
    };
    add(member);
    add("=");
    add(value);
    return -1 - static_cast<std::int64_t>(hash >> 1);
}

// `out` = ok is nearly every entry: its list would help nobody.
bool has_list(std::string_view member, std::string_view value) {
    return !value.empty() && !(member == "out" && value == "ok");
}

}  // namespace

AuditIndex::AuditIndex(Connection& connection, Batch& batch)
    : batch_(batch),
      put_(connection, "INSERT INTO audit_index (term, seq, subj_n) VALUES (?, ?, ?)"),
      newest_(
          connection,
          "SELECT seq FROM audit_index WHERE term = ? AND seq < ? ORDER BY seq DESC LIMIT 1"
      ),
      put_day_(
          connection, "INSERT INTO audit_days (day, block) VALUES (?, ?) ON CONFLICT DO NOTHING"
      ),
      first_block_(connection, "SELECT min(block) FROM audit_days WHERE day >= ?"),
      last_block_(connection, "SELECT max(block) FROM audit_days WHERE day <= ?"),
      find_subject_(connection, "SELECT pk FROM audit_subjects WHERE ref = ?"),
      insert_subject_(connection, "INSERT INTO audit_subjects (ref) VALUES (?)"),
      last_of_subject_(
          connection, "SELECT subj_n FROM audit_index WHERE term = ? ORDER BY seq DESC LIMIT 1"
      ),
      marked_day_(kNoDay) {}

void AuditIndex::forget_what_was_undone() {
    if (seen_undone_ == batch_.undone()) return;
    seen_undone_ = batch_.undone();
    subjects_.clear();
    marked_day_ = kNoDay;
}

std::optional<std::int64_t> AuditIndex::find_subject(const std::string& ref) {
    Rows rows = find_subject_.ask(ref);
    if (!rows.next()) return std::nullopt;
    return rows.integer(0);
}

std::int64_t AuditIndex::make_subject(const std::string& ref) {
    insert_subject_.write(ref);
    return find_subject(ref).value();
}

AuditIndex::Subject& AuditIndex::subject(const std::string& ref) {
    forget_what_was_undone();
    if (const auto known = subjects_.find(ref); known != subjects_.end()) return known->second;
    if (subjects_.size() >= kRememberedSubjectsMax) subjects_.clear();
    Subject fresh;
    if (const auto pk = find_subject(ref)) {
        fresh.pk = *pk;
        Rows rows = last_of_subject_.ask(*pk);
        if (rows.next()) fresh.entries = rows.number(0);
    } else {
        fresh.pk = make_subject(ref);
    }
    return subjects_.emplace(ref, fresh).first->second;
}

std::uint64_t AuditIndex::next_of_subject(const core::AuditRef& ref) {
    return ++subject(ref.text).entries;
}

void AuditIndex::add(const core::AuditEntry& entry) {
    forget_what_was_undone();
    constexpr std::optional<std::uint64_t> kNoNumber;
    const auto add_term = [&](std::string_view member, std::string_view value) {
        if (has_list(member, value)) put_.write(term_of(member, value), entry.seq, kNoNumber);
    };
    add_term("actor", entry.actor.text);
    add_term("cls", to_string(entry.cls));
    add_term("org", entry.org);
    add_term("out", to_string(entry.out));
    add_term("recipient", entry.recipient);
    add_term("req", entry.req);
    add_term("type", entry.type);
    add_term("why", entry.why);
    if (!entry.subj.text.empty()) {
        put_.write(subject(entry.subj.text).pk, entry.seq, std::optional(entry.subj_n));
    }
    const std::pair day{day_of(entry.ts), entry.seq / kBlockEntries};
    if (day == marked_day_) return;
    put_day_.write(day.first, day.second);
    marked_day_ = day;
}

AuditIndex::Search AuditIndex::search(const ports::AuditQuery& query) {
    Search search;
    search.index_ = this;
    const std::uint64_t size = batch_.head().log.size();
    search.before_ = std::min(size, query.before_seq.value_or(size));
    if (query.from) {
        Rows rows = first_block_.ask(day_of(*query.from));
        const bool none = !rows.next() || rows.is_null(0);
        search.from_ = none ? size : rows.number(0) * kBlockEntries;
    }
    if (query.until) {
        Rows rows = last_block_.ask(day_of(*query.until));
        const bool none = !rows.next() || rows.is_null(0);
        const std::uint64_t end = none ? 0 : (rows.number(0) + 1) * kBlockEntries;
        search.before_ = std::min(search.before_, end);
    }
    for (const ports::AuditQuery::Term& term : query.terms) {
        if (term.negated || !has_list(term.member, term.value)) continue;
        if (term.member != "subj") {
            search.terms_.push_back(term_of(term.member, term.value));
        } else if (const auto pk = find_subject(term.value)) {
            search.terms_.push_back(*pk);
        } else {
            search.before_ = 0;
        }
    }
    return search;
}

std::optional<std::uint64_t> AuditIndex::Search::newest_of(std::int64_t term) {
    Rows rows = index_->newest_.ask(term, before_);
    if (!rows.next()) return std::nullopt;
    return rows.number(0);
}

// Every list in turn lowers the bound until all of them name the same number.
std::optional<std::uint64_t> AuditIndex::Search::next() {
    if (before_ <= from_) return std::nullopt;
    std::uint64_t candidate = before_ - 1;
    for (std::size_t agreed = 0, at = 0; agreed < terms_.size(); ++at) {
        before_ = candidate + 1;
        const auto newest = newest_of(terms_[at % terms_.size()]);
        if (!newest || *newest < from_) {
            before_ = from_;
            return std::nullopt;
        }
        agreed = *newest == candidate ? agreed + 1 : 1;
        candidate = *newest;
    }
    before_ = candidate;
    return candidate;
}

}  // namespace clarion::sqlite
