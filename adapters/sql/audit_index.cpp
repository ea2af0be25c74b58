#include "adapters/sql/audit_index.hpp"

#include <algorithm>
#include <limits>

#include "engine/core/audit/entry_text.hpp"

namespace clarion::sql {

namespace {

constexpr std::size_t kRememberedSubjectsMax = 50000;
constexpr std::size_t kRememberedKindsMax = 10000;
constexpr std::uint64_t kBlockEntries = 256;   // frozen: audit_days
constexpr std::uint64_t kShelfEntries = 1024;  // frozen: audit_by_value
constexpr std::pair<std::int64_t, std::uint64_t> kNoDay{
    std::numeric_limits<std::int64_t>::min(), 0};

std::int64_t day_of(core::Instant instant) {
    return std::chrono::floor<std::chrono::days>(instant).time_since_epoch().count();
}

// Frozen: stored. 63 bits of FNV-1a of `member=value`.
std::int64_t hash_of(std::string_view member, std::string_view value) {
    std::uint64_t hash = 0xcbf29ce484222325;
    const auto add = [&hash](std::string_view text) {
        for (const char byte : text) {
            hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
        }
    };
    add(member);
    add("=");
    add(value);
    return static_cast<std::int64_t>(hash >> 1);
}

bool is_kind_member(std::string_view member) {
    return std::find(core::kWordMembers.begin(), core::kWordMembers.end(), member) !=
           core::kWordMembers.end();
}

}  // namespace

AuditIndex::AuditIndex(Connection& connection, Batch& batch)
    : batch_(batch),
      put_subject_(
          connection, "INSERT INTO audit_by_subject (subject, seq, subj_n) VALUES (?, ?, ?)"
      ),
      put_kind_(connection, "INSERT INTO audit_by_kind (kind, seq) VALUES (?, ?)"),
      put_value_(connection, "INSERT INTO audit_by_value (shelf, value, seq) VALUES (?, ?, ?)"),
      put_day_(
          connection, "INSERT INTO audit_days (day, block) VALUES (?, ?) ON CONFLICT DO NOTHING"
      ),
      newest_of_subject_(
          connection,
          "SELECT seq FROM audit_by_subject WHERE subject = ? AND seq < ? ORDER BY seq DESC LIMIT 1"
      ),
      newest_of_kind_(
          connection,
          "SELECT seq FROM audit_by_kind WHERE kind = ? AND seq < ? ORDER BY seq DESC LIMIT 1"
      ),
      newest_of_value_(
          connection,
          "SELECT seq FROM audit_by_value WHERE shelf = ? AND value = ? AND seq < ?"
          " ORDER BY seq DESC LIMIT 1"
      ),
      first_block_(connection, "SELECT min(block) FROM audit_days WHERE day >= ?"),
      last_block_(connection, "SELECT max(block) FROM audit_days WHERE day <= ?"),
      last_place_(connection, "SELECT max(seq) FROM audit_entries WHERE seq < ?"),
      find_subject_(connection, "SELECT pk FROM audit_subjects WHERE ref = ?"),
      insert_subject_(connection, "INSERT INTO audit_subjects (ref) VALUES (?)"),
      last_of_subject_(
          connection,
          "SELECT subj_n FROM audit_by_subject WHERE subject = ? AND seq >= ?"
          " ORDER BY seq DESC LIMIT 1"
      ),
      later_kinds_(
          connection,
          "SELECT pk, cls, type, org, why, out FROM audit_kinds WHERE pk > ? ORDER BY pk"
      ),
      find_kind_(
          connection,
          "SELECT pk FROM audit_kinds WHERE cls = ? AND type = ? AND org = ? AND why = ?"
          " AND out = ?"
      ),
      insert_kind_(
          connection, "INSERT INTO audit_kinds (cls, type, org, why, out) VALUES (?, ?, ?, ?, ?)"
      ),
      marked_day_(kNoDay) {}

bool AuditIndex::Kind::holds(std::string_view text) const {
    return std::any_of(words.begin(), words.end(), [text](const std::string& word) {
        return core::word_holds(word, text);
    });
}

void AuditIndex::forget_what_was_undone() {
    if (seen_undone_ == batch_.undone()) return;
    seen_undone_ = batch_.undone();
    subjects_.clear();
    kinds_.clear();
    known_kinds_.clear();
    marked_day_ = kNoDay;
}

// Kinds only ever come, and as batches follow one another, on whichever node, so do their numbers.
const std::vector<AuditIndex::Kind>& AuditIndex::all_kinds() {
    forget_what_was_undone();
    Rows rows = later_kinds_.ask(known_kinds_.empty() ? 0 : known_kinds_.back().pk);
    while (rows.next()) {
        Kind kind;
        kind.pk = rows.integer(0);
        for (std::size_t word = 0; word < kind.words.size(); ++word)
            kind.words[word] = rows.text(static_cast<int>(word) + 1);
        known_kinds_.push_back(std::move(kind));
    }
    return known_kinds_;
}

std::optional<std::int64_t> AuditIndex::find_subject(const std::string& ref) {
    Rows rows = find_subject_.ask(ref);
    if (!rows.next()) return std::nullopt;
    return rows.integer(0);
}

AuditIndex::Subject& AuditIndex::subject(const std::string& ref) {
    forget_what_was_undone();
    if (const auto known = subjects_.find(ref); known != subjects_.end()) return known->second;
    if (subjects_.size() >= kRememberedSubjectsMax) subjects_.clear();
    Subject fresh;
    if (const auto pk = find_subject(ref)) {
        fresh.pk = *pk;
        Rows rows = last_of_subject_.ask(*pk, batch_.head().base);
        if (rows.next()) fresh.entries = rows.number(0);
    } else {
        insert_subject_.write(ref);
        fresh.pk = find_subject(ref).value();
    }
    return subjects_.emplace(ref, fresh).first->second;
}

std::uint64_t AuditIndex::next_of_subject(const core::AuditRef& ref) {
    return ++subject(ref.text).entries;
}

std::int64_t AuditIndex::kind_of(const core::AuditEntry& entry) {
    forget_what_was_undone();
    const std::string_view cls = to_string(entry.cls);
    const std::string_view out = to_string(entry.out);
    std::string name;
    for (const std::string_view part :
         {cls,
          std::string_view(entry.type),
          std::string_view(entry.org),
          std::string_view(entry.why),
          out}) {
        name += part;
        name += '\0';
    }
    if (const auto known = kinds_.find(name); known != kinds_.end()) return known->second;
    if (kinds_.size() >= kRememberedKindsMax) kinds_.clear();
    const auto find = [&]() -> std::optional<std::int64_t> {
        Rows rows = find_kind_.ask(cls, entry.type, entry.org, entry.why, out);
        if (!rows.next()) return std::nullopt;
        return rows.integer(0);
    };
    auto pk = find();
    if (!pk) {
        insert_kind_.write(cls, entry.type, entry.org, entry.why, out);
        pk = find();
    }
    return kinds_.emplace(name, pk.value()).first->second;
}

void AuditIndex::add(const core::AuditEntry& entry, std::uint64_t place) {
    constexpr std::uint64_t kOneShelf = 0;
    put_kind_.write(kind_of(entry), place);
    if (!entry.actor.text.empty()) {
        put_value_.write(kOneShelf, hash_of("actor", entry.actor.text), place);
    }
    if (!entry.recipient.empty()) {
        put_value_.write(kOneShelf, hash_of("recipient", entry.recipient), place);
    }
    if (!entry.req.empty()) {
        put_value_.write(place / kShelfEntries, hash_of("req", entry.req), place);
    }
    if (!entry.subj.text.empty()) {
        put_subject_.write(subject(entry.subj.text).pk, place, entry.subj_n);
    }
    const std::pair day{day_of(entry.ts), place / kBlockEntries};
    if (day == marked_day_) return;
    put_day_.write(day.first, day.second);
    marked_day_ = day;
}

std::optional<std::uint64_t> AuditIndex::newest_of(
    const List& list, std::uint64_t from, std::uint64_t before
) {
    const auto read = [from](Rows& rows) -> std::optional<std::uint64_t> {
        if (!rows.next() || rows.number(0) < from) return std::nullopt;
        return rows.number(0);
    };
    if (before <= from) return std::nullopt;
    switch (list.table) {
        case List::Table::subject: {
            Rows rows = newest_of_subject_.ask(list.key, before);
            return read(rows);
        }
        case List::Table::kind: {
            Rows rows = newest_of_kind_.ask(list.key, before);
            return read(rows);
        }
        case List::Table::value: {
            Rows rows = newest_of_value_.ask(0, list.key, before);
            return read(rows);
        }
        case List::Table::request:
            break;
    }
    return newest_request(list.key, from, before);
}

std::optional<std::uint64_t> AuditIndex::newest_before(std::uint64_t from, std::uint64_t before) {
    Rows last = last_place_.ask(before);
    if (!last.next() || last.is_null(0) || last.number(0) < from) return std::nullopt;
    return last.number(0);
}

bool AuditIndex::is_named_since(const std::string& ref, std::uint64_t place) {
    const std::uint64_t end = batch_.head().base + batch_.head().log.size();
    for (const char* member : {"actor", "recipient"}) {
        if (newest_of({List::Table::value, hash_of(member, ref)}, place, end)) return true;
    }
    return false;
}

// Shelves are looked at one by one, log by log: between two logs there are more of them than
// anybody could look at.
std::optional<std::uint64_t> AuditIndex::newest_request(
    std::int64_t value, std::uint64_t from, std::uint64_t before
) {
    for (;;) {
        const auto last = newest_before(from, before);
        if (!last) return std::nullopt;
        const std::uint64_t base = *last >> ports::kPlacesOfLog << ports::kPlacesOfLog;
        const std::uint64_t lowest = std::max(from, base);
        for (std::uint64_t shelf = *last / kShelfEntries + 1; shelf-- > lowest / kShelfEntries;) {
            Rows rows = newest_of_value_.ask(shelf, value, before);
            if (rows.next()) {
                if (rows.number(0) < from) return std::nullopt;
                return rows.number(0);
            }
        }
        before = base;
    }
}

void AuditIndex::bound_by_days(Plan& plan, const ports::AuditQuery& query) {
    if (query.from) {
        Rows rows = first_block_.ask(day_of(*query.from));
        const bool none = !rows.next() || rows.is_null(0);
        plan.from = none ? plan.before : rows.number(0) * kBlockEntries;
    }
    if (query.until) {
        Rows rows = last_block_.ask(day_of(*query.until));
        const bool none = !rows.next() || rows.is_null(0);
        const std::uint64_t end = none ? 0 : (rows.number(0) + 1) * kBlockEntries;
        plan.before = std::min(plan.before, end);
    }
}

std::vector<AuditIndex::List> AuditIndex::kinds_that_fit(const ports::AuditQuery& query) {
    constexpr auto kMembers = core::kWordMembers;  // the order of the columns
    std::vector<List> lists;
    for (const Kind& kind : all_kinds()) {
        const auto fits = [&](const ports::AuditQuery::Term& term) {
            // A kind without the text may still have entries whose code it is.
            if (term.member == ports::kTextTerm) return !term.negated || !kind.holds(term.value);
            const auto at = std::find(kMembers.begin(), kMembers.end(), term.member);
            if (at == kMembers.end()) return true;
            const auto word = static_cast<std::size_t>(at - kMembers.begin());
            return (kind.words[word] == term.value) != term.negated;
        };
        if (std::all_of(query.terms.begin(), query.terms.end(), fits))
            lists.push_back({List::Table::kind, kind.pk});
    }
    return lists;
}

// Where core::entry_says finds it: in the words of a kind, or as a whole code.
std::vector<AuditIndex::List> AuditIndex::lists_that_say(const ports::AuditQuery::Term& term) {
    std::vector<List> lists;
    for (const Kind& kind : all_kinds()) {
        if (kind.holds(term.value)) lists.push_back({List::Table::kind, kind.pk});
    }
    for (const char* member : {"actor", "recipient"})
        lists.push_back({List::Table::value, hash_of(member, term.value)});
    if (const auto pk = find_subject(term.value)) lists.push_back({List::Table::subject, *pk});
    return lists;
}

AuditIndex::Plan AuditIndex::plan(const ports::AuditQuery& query) {
    Plan plan;
    const std::uint64_t end = batch_.head().base + batch_.head().log.size();
    plan.before = std::min(end, query.before.value_or(end));
    bound_by_days(plan, query);
    bool names_a_kind = false;
    for (const ports::AuditQuery::Term& term : query.terms) {
        const bool is_text = term.member == ports::kTextTerm;
        names_a_kind = names_a_kind || is_kind_member(term.member) || (is_text && term.negated);
        if (term.negated || term.value.empty()) continue;
        if (is_text) {
            plan.groups.push_back(lists_that_say(term));
        } else if (term.member == "subj") {
            const auto pk = find_subject(term.value);
            if (!pk) return {};
            plan.groups.push_back({{List::Table::subject, *pk}});
        } else if (term.member == "req") {
            plan.groups.push_back({{List::Table::request, hash_of("req", term.value)}});
        } else if (term.member == "actor" || term.member == "recipient") {
            plan.groups.push_back({{List::Table::value, hash_of(term.member, term.value)}});
        }
    }
    if (names_a_kind) plan.groups.push_back(kinds_that_fit(query));
    return plan;
}

}  // namespace clarion::sql
