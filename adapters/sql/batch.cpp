#include "adapters/sql/batch.hpp"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <bit>

#include "engine/core/ensure.hpp"
#include "engine/core/hex.hpp"
#include "engine/ports/audit_log.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::sql {

namespace {

constexpr std::size_t kKnownRefsMax = 20000;

// 128 random bits in lower-case hex: nothing in it leads back to the person.
core::AuditRef random_ref() {
    std::array<std::uint8_t, 16> bits{};
    if (::getrandom(bits.data(), bits.size(), 0) != static_cast<ssize_t>(bits.size())) {
        throw ports::StoreUnavailable("the system gives no random bytes");
    }
    return {core::to_hex(bits)};
}

core::MerkleFrontier frontier_of(std::uint64_t size, const ports::Bytes& stored) {
    std::vector<core::Digest> roots(static_cast<std::size_t>(std::popcount(size)));
    if (stored.size() != roots.size() * sizeof(core::Digest)) {
        throw ports::IntegrityBroken("the log's frontier does not fit its size");
    }
    auto from = stored.begin();
    for (core::Digest& root : roots) {
        std::copy_n(from, root.size(), root.begin());
        from += static_cast<std::ptrdiff_t>(root.size());
    }
    return {size, std::move(roots)};
}

ports::Bytes bytes_of(const core::MerkleFrontier& frontier) {
    ports::Bytes bytes;
    for (const core::Digest& root : frontier.roots()) {
        bytes.insert(bytes.end(), root.begin(), root.end());
    }
    return bytes;
}

bool same_place(const Head& one, const Head& other) {
    return one.base == other.base && one.log.size() == other.log.size() &&
           one.next_outbox == other.next_outbox;
}

}  // namespace

Batch::Batch(Connection& connection)
    : connection_(connection),
      select_head_(
          connection,
          "SELECT log_size, log_frontier, next_outbox,"
          " (SELECT coalesce(max(number) + 1, 0) FROM closed_logs) FROM store_head"
      ),
      update_head_(
          connection, "UPDATE store_head SET log_size = ?, log_frontier = ?, next_outbox = ?"
      ),
      select_ref_(connection, "SELECT ref FROM audit_refs WHERE person = ?"),
      insert_ref_(connection, "INSERT INTO audit_refs (person, ref) VALUES (?, ?)") {
    head_ = load_head();
    committed_ = head_;
    head_stale_ = false;
}

void Batch::begin() {
    connection_.begin();
    try {
        look_at_head();
    } catch (...) {
        connection_.rollback();  // nobody else knows that it began
        throw;
    }
}

void Batch::look_at_head() {
    if (!head_stale_ && !connection_.is_shared()) return;
    Head found = load_head();
    if (connection_.is_shared()) check_not_older(found);
    // Another program wrote, or our last commit took place or not, and nobody knew which.
    if (head_stale_ || !same_place(found, committed_)) ++undone_;
    head_ = std::move(found);
    committed_ = head_;
    head_stale_ = false;
}

// An old primary that came back, or a standby that lacked what was acknowledged.
void Batch::check_not_older(const Head& found) {
    const auto end = [](const Head& head) { return head.base + head.log.size(); };
    if (end(found) >= end(committed_)) return;
    connection_.start_over();
    throw ports::StoreUnavailable(
        "the database that answers has a log of " + std::to_string(found.log.size()) +
        " entries, and this node knows of " + std::to_string(committed_.log.size()) +
        ": it is not the one that was written last"
    );
}

void Batch::commit() {
    save_new_refs();
    save_head();
    try {
        connection_.commit();
    } catch (const ports::CommitUnknown&) {
        head_stale_ = true;
        ++undone_;
        forget_new_refs();
        throw;
    }
    committed_ = head_;
    known_refs_.merge(new_refs_);
    new_refs_.clear();
}

void Batch::rollback() noexcept {
    connection_.rollback();
    head_ = committed_;
    ++undone_;
    forget_new_refs();
}

void Batch::open_savepoint() {
    connection_.open_savepoint();
    at_savepoint_ = head_;
}

void Batch::release_savepoint() {
    connection_.release_savepoint();
}

void Batch::undo_savepoint() {
    connection_.undo_savepoint();
    head_ = at_savepoint_;
    ++undone_;
}

core::AuditRef Batch::audit_ref_of(const core::PersonId& person) {
    if (const auto known = known_refs_.find(person.text); known != known_refs_.end()) {
        return known->second;
    }
    if (const auto fresh = new_refs_.find(person.text); fresh != new_refs_.end()) {
        return fresh->second;
    }
    Rows rows = select_ref_.ask(person.text);
    if (!rows.next()) return new_refs_.emplace(person.text, random_ref()).first->second;
    if (known_refs_.size() >= kKnownRefsMax) known_refs_.clear();
    return known_refs_.emplace(person.text, core::AuditRef{rows.text(0)}).first->second;
}

Head Batch::load_head() {
    Rows rows = select_head_.ask();
    if (!rows.next()) {
        throw ports::IntegrityBroken(
            "the store's head row is gone: a move into it is not done, or it was damaged"
        );
    }
    Head head;
    head.log = frontier_of(rows.number(0), rows.bytes(1));
    head.next_outbox = rows.number(2);
    head.base = rows.number(3) << ports::kPlacesOfLog;
    return head;
}

void Batch::save_head() {
    if (same_place(head_, committed_)) return;
    update_head_.write(head_.log.size(), bytes_of(head_.log), head_.next_outbox);
}

// Until the next batch somebody else may have named the same person.
void Batch::forget_new_refs() noexcept {
    if (connection_.is_shared()) new_refs_.clear();
}

void Batch::save_new_refs() {
    for (const auto& [person, ref] : new_refs_) {
        insert_ref_.write(person, ref.text);
    }
}

}  // namespace clarion::sql
