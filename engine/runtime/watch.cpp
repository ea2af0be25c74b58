#include "engine/runtime/watch.hpp"

#include <algorithm>
#include <utility>

#include "engine/runtime/case_documents.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

constexpr int kEntriesAPage = 500;
constexpr std::size_t kPairsKnownMax = 20'000;
constexpr std::string_view kOwnEntry = "alert_raised";

core::Observation observation_of(const json::object& leaf, const core::Zone& zone) {
    core::Observation seen;
    const auto at = core::parse_rfc3339(text_at(leaf, "ts"));
    seen.at = at.value_or(core::Instant{});
    seen.local = zone.to_local(seen.at);
    seen.actor = text_at(leaf, "actor");
    seen.subject = text_at(leaf, "subj");
    seen.cls = text_at(leaf, "cls");
    seen.type = text_at(leaf, "type");
    seen.why = text_at(leaf, "why");
    seen.outcome = text_at(leaf, "out");
    seen.request = text_at(leaf, "req");
    return seen;
}

// Whoever signed in, and whatever bears a role that lets it look: a token is in somebody's hands.
bool is_watched(const core::Principal& principal) {
    using core::SignInMethod;
    if (principal.method == SignInMethod::none) return false;
    return principal.method != SignInMethod::service ||
           core::allows(principal, core::Permission::know_cases) ||
           core::allows(principal, core::Permission::answer_for_agency);
}

}  // namespace

void Watch::begin() {
    const ProcessHandle& process = parts_.definitions.for_requests();
    const json::value* written = process->profile.if_contains("watch");
    if (written == nullptr || !written->is_object()) return;
    std::vector<core::statechart::Problem> problems;
    core::DetectionRules rules =
        core::read_detection(written->get_object(), "/profile/watch", problems);
    if (!problems.empty())
        throw BadBundle(problems.front().pointer + ": " + problems.front().reason);
    zone_ = process->zone;
    detector_ = std::make_unique<core::Detector>(std::move(rules));
    catch_up();
}

// What was to be told of them was told when they were written.
void Watch::catch_up() {
    ports::AuditQuery query;
    query.from = zone_->start_of(zone_->to_local(parts_.clock.now()).day);
    query.limit = kEntriesAPage;
    std::vector<core::Observation> today;
    for (;;) {
        const auto entries = parts_.log.query(query);
        for (const ports::LoggedEntry& entry : entries) {
            boost::system::error_code error;
            const json::value leaf = json::parse(entry.bytes, error);
            if (!error && leaf.is_object())
                today.push_back(observation_of(leaf.get_object(), *zone_));
        }
        if (entries.size() < kEntriesAPage || today.size() >= kCaughtUpMax) break;
        query.before = entries.back().place;
    }
    std::for_each(today.rbegin(), today.rend(), [this](core::Observation& seen) {
        static_cast<void>(detector_->observe(std::move(seen)));
    });
}

bool Watch::is_about_them(const Caller& caller, const core::CaseId& id) {
    if (about_them_.size() >= kPairsKnownMax) about_them_.clear();
    const auto [found, is_new] = about_them_.try_emplace({caller.principal.person, id}, false);
    if (!is_new) return found->second;
    const auto tokens = own_tokens(parts_.keys, parts_.settings.staff, caller.principal);
    found->second = std::any_of(tokens.begin(), tokens.end(), [&](const core::Digest& token) {
        return parts_.store.has_token(id, token);
    });
    return found->second;
}

core::Observation Watch::observed(
    const Caller& caller, const AuditNote& note, const core::AuditRef& actor
) {
    core::Observation seen;
    seen.at = parts_.clock.now();
    seen.local = zone_->to_local(seen.at);
    seen.actor = actor.text;
    seen.cls = core::to_string(note.cls);
    seen.type = note.type;
    seen.why = note.why;
    seen.outcome = core::to_string(note.out);
    seen.request = caller.request_id;
    if (!note.subject) return seen;
    seen.subject = note.subject->ref.text;
    if (note.subject->sealed) seen.marks.insert("sealed");
    if (parts_.settings.canaries.contains(note.subject->reference)) seen.marks.insert("canary");
    if (is_about_them(caller, note.subject->id)) seen.marks.insert("own");
    return seen;
}

void Watch::saw(const Caller& caller, const AuditNote& note, const core::AuditRef& actor) {
    if (!detector_ || !is_watched(caller.principal) || note.type == kOwnEntry) return;
    for (const core::Detected& detected : detector_->observe(observed(caller, note, actor))) {
        parts_.alerts.raise(
            caller,
            {.rule = detected.rule,
             .once = detected.once,
             .subject = note.subject,
             .count = detected.count,
             .folds = detected.of_case}
        );
    }
}

}  // namespace clarion::runtime
