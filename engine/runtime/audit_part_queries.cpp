#include "engine/runtime/audit_part_queries.hpp"

#include <utility>

#include "engine/core/access/policy.hpp"
#include "engine/core/audit/checkpoint.hpp"
#include "engine/core/audit/note.hpp"
#include "engine/core/hex.hpp"
#include "engine/core/statechart/linting.hpp"
#include "engine/ports/failures.hpp"
#include "engine/runtime/audit_grammar.hpp"
#include "engine/runtime/audit_questions.hpp"
#include "engine/runtime/audit_words.hpp"
#include "engine/runtime/case_access.hpp"
#include "engine/runtime/case_documents.hpp"

namespace clarion::runtime {

namespace json = core::json;
using core::RefusalCode;

namespace {

constexpr std::chrono::days kWindow{90};
constexpr std::string_view kReading = "audit_read";

json::object parsed(const std::string& leaf) {
    boost::system::error_code error;
    json::value entry = json::parse(leaf, error);
    if (error || !entry.is_object())
        throw ports::IntegrityBroken("an entry of the log cannot be read");
    return std::move(entry.get_object());
}

void append_with_length(std::string& bytes, std::string_view item) {
    const auto size = static_cast<std::uint32_t>(item.size());
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<char>(size >> shift));
    bytes += item;
}

// How many entries a log's newest signed checkpoint covers.
std::uint64_t signed_size(const std::string& note) {
    const auto opened = !note.empty()
                            ? core::parse_note(note)
                            : core::Result<core::SignedNote, std::string>(core::SignedNote{});
    const auto checkpoint = opened
                                ? core::parse_checkpoint_text(opened->text)
                                : core::Result<core::Checkpoint, std::string>(core::Checkpoint{});
    return checkpoint ? checkpoint->size : 0;
}

std::chrono::minutes minutes_of(const json::object& hours, const char* name, int otherwise) {
    const json::value* found = hours.if_contains(name);
    const json::string* text = found == nullptr ? nullptr : found->if_string();
    if (text == nullptr || text->size() != 5 || (*text)[2] != ':')
        return std::chrono::minutes(otherwise);
    const std::string written(*text);
    return std::chrono::minutes(
        std::stoi(written.substr(0, 2)) * 60 + std::stoi(written.substr(3))
    );
}

}  // namespace

std::string with_lengths(const std::vector<ports::LoggedEntry>& entries) {
    std::string bytes;
    for (const ports::LoggedEntry& entry : entries)
        append_with_length(bytes, entry.bytes);
    return bytes;
}

json::array places_of(const std::vector<ports::LoggedEntry>& entries) {
    json::array places;
    for (const ports::LoggedEntry& entry : entries)
        places.emplace_back(entry.place);
    return places;
}

std::string log_lines(
    ports::AuditLog& log, const core::Sha256& sha256, const std::string& origin, std::uint64_t end
) {
    const std::vector<ports::ClosedLog> closed = log.closed();
    const std::uint64_t number = closed.size();
    const std::uint64_t size = end & ((std::uint64_t{1} << ports::kPlacesOfLog) - 1);
    if (end >> ports::kPlacesOfLog != number || size > log.head().size) return {};
    const auto line = [](std::uint64_t of,
                         const std::string& name,
                         std::uint64_t entries,
                         const core::Digest& root) {
        return "log " + std::to_string(of) + " " + name + " " + std::to_string(entries) + " " +
               core::to_hex(root) + "\n";
    };
    std::vector<core::Digest> roots;
    std::uint64_t covered = 0;
    for (int level = ports::kPlacesOfLog; level >= 0; --level) {
        const std::uint64_t width = std::uint64_t{1} << level;
        if ((size & width) == 0) continue;
        roots.push_back(log.node(level, covered >> level));
        covered += width;
    }
    const core::MerkleFrontier tree(size, std::move(roots));
    std::string lines = line(number, origin, size, tree.root(sha256));
    for (auto old = closed.rbegin(); old != closed.rend(); ++old)
        lines += line(old->number, old->origin, old->size, old->root);
    return lines;
}

Outcome refuse_retired(const Caller& caller) {
    return refuse_attempt(
        caller,
        kReading,
        refusal_of(
            RefusalCode::log_retired,
            "that log was retired: its period of keeping is over, and its entries are given out no "
            "more"
        )
    );
}

std::uint64_t end_of_log(ports::AuditLog& log) {
    return (std::uint64_t{log.closed().size()} << ports::kPlacesOfLog) + log.head().size;
}

void AuditPartQueries::record(const Caller& caller, std::string type, std::string why) {
    AuditNote note;
    note.cls = core::AuditClass::consultation;
    note.type = std::move(type);
    note.why = std::move(why);
    parts_.recorder.record(caller, note);
}

json::object AuditPartQueries::shared_actions() const {
    json::object pairs;
    for (const ProcessHandle& process : parts_.definitions.offered()) {
        core::statechart::for_each_transition(
            process->definition,
            [&](const core::statechart::State&, const core::statechart::Transition& transition) {
                const auto rule = process->transition_rules.find(transition.order);
                if (rule == process->transition_rules.end()) return;
                if (rule->second.differs_from.empty()) return;
                json::value& others = pairs[transition.descriptor];
                if (!others.is_array()) others.emplace_array();
                for (const std::string& other : rule->second.differs_from)
                    others.get_array().emplace_back(other);
            }
        );
    }
    return pairs;
}

// By the calendar and the clock of the workflow that takes requests: usual hours are the profile's
// `audit.office_hours`, else 7 to 19.
bool AuditPartQueries::is_out_of_hours(const json::object& entry) const {
    constexpr int kFrom = 7 * 60;
    constexpr int kTo = 19 * 60;
    const auto at = core::parse_rfc3339(text_at(entry, "ts"));
    if (!at) return false;
    const core::Process& ours = *parts_.definitions.for_requests();
    const core::LocalTime local = ours.zone->to_local(*at);
    if (!ours.calendar.is_working_day(local.day)) return true;
    const json::value* found = core::statechart::find_at(ours.profile, "audit.office_hours");
    static const json::object kNone;
    const json::object& hours =
        found != nullptr && found->is_object() ? found->get_object() : kNone;
    return local.since_midnight < minutes_of(hours, "from", kFrom) ||
           local.since_midnight >= minutes_of(hours, "to", kTo);
}

Outcome AuditPartQueries::part(const Caller& caller, const ReadAuditPart& asked) {
    if (!core::allows(caller.principal, core::Permission::read_audit))
        return refuse_permission(caller, kReading);
    const auto question = audit_question(asked.question);
    if (!asked.question.empty() && !question)
        return refuse_unrecorded(RefusalCode::not_found, "there is no such question");
    // What people wrote is read by itself first, so that a complaint names their own character.
    auto query = parse_audit_query(asked.query);
    if (query && question)
        query = parse_audit_query(asked.query + " " + std::string(query_of(*question)));
    if (!query) {
        return refuse_attempt(
            caller, kReading, refusal_of(RefusalCode::malformed_body, query.error())
        );
    }
    name_cases_as_the_log_does(*query, parts_.store);
    if (!asked.before)
        record(
            caller,
            asked.purpose.empty() ? std::string(kReading) : asked.purpose,
            question ? asked.question : "audit"
        );
    json::value since = nullptr;
    if (!asked.all_time && !query->from && !query->until) {
        query->from = parts_.clock.now() - kWindow;
        since = core::to_rfc3339(*query->from);
    }
    query->before = asked.before;
    query->limit = kEntriesAPart;
    Answered answered;
    json::array places;
    const auto entries = parts_.log.query(*query);
    for (const ports::LoggedEntry& entry : entries) {
        const bool is_wanted =
            !question || !asks_out_of_hours(*question) || is_out_of_hours(parsed(entry.bytes));
        if (!is_wanted) continue;
        append_with_length(answered.bytes, entry.bytes);
        places.emplace_back(entry.place);
    }
    const bool is_last = entries.size() < kEntriesAPart;
    answered.document = json::object{
        {"looked_at", entries.size()},
        {"size", parts_.log.head().size},
        {"end", end_of_log(parts_.log)},
        {"places", std::move(places)},
        {"since", std::move(since)},
        {"next", is_last ? json::value(nullptr) : json::value(entries.back().place)},
        {"retired_logs", ports::count_retired(parts_.log.closed())},
        {"pairs", question ? shared_actions() : json::object()}};
    return answered;
}

Outcome AuditPartQueries::explain(const Caller& caller, const ExplainAuditEntry& asked) {
    if (!core::allows(caller.principal, core::Permission::read_audit))
        return refuse_permission(caller, kReading);
    record(caller, "audit_explained", "audit");
    const std::vector<ports::ClosedLog> closed = parts_.log.closed();
    const std::uint64_t number = asked.log.value_or(closed.size());
    if (number > closed.size())
        return refuse_unrecorded(RefusalCode::not_found, "there is no such log");
    const ports::ClosedLog* old = number < closed.size() ? &closed[number] : nullptr;
    if (old != nullptr && old->is_retired()) return refuse_retired(caller);
    const std::uint64_t size = old != nullptr ? old->size : parts_.log.head().size;
    std::vector<ports::LoggedEntry> found;
    if (asked.seq < size) {
        found = old != nullptr ? parts_.log.closed_entries(number, asked.seq, 1)
                               : parts_.log.entries(asked.seq, 1);
    }
    if (found.empty())
        return refuse_unrecorded(RefusalCode::not_found, "the log has no such entry");
    const json::object entry = parsed(found.front().bytes);
    const bool has_detail = parts_.log.detail(found.front().place).has_value();
    const std::uint64_t reached =
        signed_size(old != nullptr ? old->checkpoint : parts_.log.checkpoint().value_or(""));
    const char* detail = !entry.contains("det") ? "none" : has_detail ? "kept" : "committed";
    json::array words = words_for_entry(entry, {size, reached, detail});
    if (old != nullptr) {
        words.emplace_back(
            "It is of log " + std::to_string(number) + ", " + old->origin + ", which is closed."
        );
    }
    Answered answered = answered_with(
        {{"entry", entry},
         {"size", size},
         {"signed", asked.seq < reached},
         {"detail", detail},
         {"in_words", std::move(words)}}
    );
    if (!closed.empty()) answered.document.as_object()["log"] = number;
    return answered;
}

}  // namespace clarion::runtime
