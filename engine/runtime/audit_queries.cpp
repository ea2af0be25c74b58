#include "engine/runtime/audit_queries.hpp"

#include <utility>

#include "engine/core/access/policy.hpp"
#include "engine/core/audit/checkpoint.hpp"
#include "engine/core/audit/note.hpp"
#include "engine/core/audit/tile.hpp"
#include "engine/ports/failures.hpp"
#include "engine/runtime/audit_grammar.hpp"
#include "engine/runtime/audit_part_queries.hpp"
#include "engine/runtime/case_access.hpp"
#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/cursors.hpp"
#include "engine/runtime/sealed_requests.hpp"

namespace clarion::runtime {

namespace json = core::json;
using core::RefusalCode;

namespace {

constexpr std::string_view kReading = "audit_read";
// Of an old entry a checkpoint of about now is as good, and names the witnesses of now.
constexpr std::uint64_t kRecent = 8192;

bool may_read(const Caller& caller) {
    return core::allows(caller.principal, core::Permission::read_audit);
}

json::value parsed(const std::string& leaf) {
    boost::system::error_code error;
    json::value entry = json::parse(leaf, error);
    if (error) throw ports::IntegrityBroken("an entry of the log cannot be read");
    return entry;
}

Answered bytes_of(std::string bytes) {
    Answered answered = answered_with({});
    answered.bytes = std::move(bytes);
    return answered;
}

}  // namespace

void AuditQueries::record_reading(const Caller& caller) {
    AuditNote note;
    note.cls = core::AuditClass::consultation;
    note.type = kReading;
    note.why = "audit";
    parts_.recorder.record(caller, note);
}

core::NodeReader AuditQueries::nodes() {
    return [this](int level, std::uint64_t index) { return parts_.log.node(level, index); };
}

Outcome AuditQueries::events(const Caller& caller, const ReadAuditEvents& asked) {
    if (!may_read(caller)) return refuse_permission(caller, kReading);
    std::string words = asked.query;
    if (!asked.kept.empty()) {
        auto kept = SealedRequests(parts_).own_query(caller, asked.kept);
        if (!kept) return refuse_attempt(caller, kReading, refusal_of(RefusalCode::not_found));
        words = *std::move(kept);
    }
    auto query = parse_audit_query(words);
    if (!query)
        return refuse_attempt(
            caller, kReading, refusal_of(RefusalCode::malformed_body, query.error())
        );
    name_cases_as_the_log_does(*query, parts_.store);
    const std::string list = "audit " + words;
    if (!asked.cursor.empty()) {
        const auto place = read_cursor(parts_.keys, list, asked.cursor);
        if (!place) {
            return refuse_attempt(
                caller,
                kReading,
                refusal_of(RefusalCode::malformed_body, "the cursor is not one of this query")
            );
        }
        query->before = member(*place, "before").to_number<std::uint64_t>();
    }
    query->limit = kPageRowsMax + 1;
    auto entries = parts_.log.query(*query);
    const std::uint64_t size = parts_.log.head().size;
    json::value next = nullptr;
    if (entries.size() > kPageRowsMax) {
        entries.resize(kPageRowsMax);
        next = make_cursor(parts_.keys, list, {{"before", entries.back().place}});
    }
    record_reading(caller);
    const std::vector<ports::ClosedLog> closed = parts_.log.closed();
    const bool is_one_log = closed.empty();
    json::array items;
    for (const ports::LoggedEntry& entry : entries) {
        items.push_back(parsed(entry.bytes));
        if (!is_one_log) items.back().as_object()["log"] = entry.place >> ports::kPlacesOfLog;
    }
    Answered answered = answered_with(
        {{"items", std::move(items)},
         {"next_cursor", std::move(next)},
         {"size", size},
         {"query", std::move(words)}}
    );
    if (const auto retired = ports::count_retired(closed); retired > 0)
        answered.document.as_object()["retired_logs"] = retired;
    return answered;
}

Outcome AuditQueries::checkpoint(const Caller& caller, const ReadAuditCheckpoint&) {
    if (!may_read(caller)) return refuse_permission(caller, kReading);
    auto note = parts_.log.checkpoint();
    if (!note) return refuse_unrecorded(RefusalCode::not_found, "nothing is signed yet");
    return bytes_of(*std::move(note));
}

Outcome AuditQueries::tile(const Caller& caller, const ReadAuditTile& asked) {
    if (!may_read(caller)) return refuse_permission(caller, kReading);
    const bool is_name = asked.level >= 0 && asked.level <= core::kTileLevelMax &&
                         asked.width >= 1 && asked.width <= core::kTileWidth &&
                         (!asked.entries || asked.level == 0);
    const std::uint64_t size = parts_.log.head().size;
    if (!is_name || asked.width > core::tile_width(asked.level, asked.index, size)) {
        return refuse_unrecorded(RefusalCode::not_found, "the log has no such tile");
    }
    if (!asked.entries) {
        const core::TileName name{false, asked.level, asked.index, asked.width};
        return bytes_of(core::tile_bytes(nodes(), name));
    }
    std::string bundle;
    const std::uint64_t first = asked.index * core::kTileWidth;
    for (const ports::LoggedEntry& entry : parts_.log.entries(first, asked.width))
        core::append_entry(bundle, entry.bytes);
    record_reading(caller);
    return bytes_of(std::move(bundle));
}

// One that reaches the entry and that most witnesses cosigned, so that the proof will do for
// whoever asks for a quorum; the newest where none is.
std::optional<std::string> AuditQueries::checkpoint_over(std::uint64_t seq) {
    constexpr int kLookedAt = 64;
    auto best = parts_.log.checkpoint();
    if (!best) return best;
    const auto count = [](const std::string& note) {
        const auto parsed = core::parse_note(note);
        return parsed ? parsed->signatures.size() : 0;
    };
    const std::uint64_t size = parts_.log.head().size;
    const std::uint64_t recent = size > kRecent ? size - kRecent : 0;
    for (const auto& [at, note] : parts_.log.checkpoints(std::max(seq, recent), kLookedAt)) {
        if (count(note) > count(*best)) best = note;
    }
    return best;
}

Outcome AuditQueries::proof(const Caller& caller, const ProveAuditEntry& asked) {
    if (!may_read(caller)) return refuse_permission(caller, kReading);
    return prove(caller, asked);
}

Outcome AuditQueries::prove(const Caller& caller, const ProveAuditEntry& asked) {
    const std::vector<ports::ClosedLog> closed = parts_.log.closed();
    const std::uint64_t number = asked.log.value_or(closed.size());
    if (number > closed.size())
        return refuse_unrecorded(RefusalCode::not_found, "there is no such log");
    const bool is_open = number == closed.size();
    if (!is_open && closed[number].is_retired()) return refuse_retired(caller);
    const std::string note =
        is_open ? checkpoint_over(asked.seq).value_or("") : closed[number].checkpoint;
    if (note.empty()) {
        return refuse_unrecorded(
            RefusalCode::not_found,
            is_open ? "nothing is signed yet" : "nothing was signed of that log"
        );
    }
    const auto signed_note = core::parse_note(note);
    if (!signed_note) throw ports::IntegrityBroken("the kept checkpoint is not a signed note");
    const auto checkpoint = core::parse_checkpoint_text(signed_note->text);
    if (!checkpoint) throw ports::IntegrityBroken("the kept note is not a checkpoint");
    if (asked.seq >= checkpoint->size) {
        return refuse_unrecorded(
            RefusalCode::not_found, "no signed checkpoint reaches that entry yet"
        );
    }
    const core::NodeReader of_closed = [this, number](int level, std::uint64_t index) {
        return parts_.log.closed_node(number, level, index);
    };
    core::TlogProof proof;
    proof.index = asked.seq;
    proof.siblings = core::inclusion_proof(
        parts_.sha256, is_open ? nodes() : of_closed, asked.seq, checkpoint->size
    );
    proof.checkpoint = note;
    const auto found = is_open ? parts_.log.entries(asked.seq, 1)
                               : parts_.log.closed_entries(number, asked.seq, 1);
    proof.extra = found.at(0).bytes;
    record_reading(caller);
    return bytes_of(core::format_proof(proof));
}

}  // namespace clarion::runtime
