#include "adapters/signer/witness_round.hpp"

#include <algorithm>
#include <exception>

#include "adapters/signer/ed25519.hpp"

namespace clarion::signer {

namespace {

constexpr long kGood = 200;
constexpr long kForbidden = 403;
constexpr long kUnknown = 404;
constexpr long kConflict = 409;
constexpr long kUnproven = 422;
constexpr std::size_t kReplyBytesMax = 16 * 1024;

// The size a witness last saw, where the reply says it.
std::optional<std::uint64_t> size_in(const WitnessReply& reply) {
    if (reply.status != kConflict || !reply.content_type.starts_with("text/x.tlog.size"))
        return std::nullopt;
    if (!reply.body.ends_with('\n')) return std::nullopt;
    return core::parse_log_number(std::string_view(reply.body).substr(0, reply.body.size() - 1));
}

std::string address_of(const core::Witness& witness) {
    const bool has_slash = witness.url.ends_with('/');
    return witness.url + (has_slash ? "add-checkpoint" : "/add-checkpoint");
}

}  // namespace

std::string_view to_string(WitnessRound::Fate fate) {
    switch (fate) {
        case WitnessRound::Fate::cosigned:
            return "cosigned";
        case WitnessRound::Fate::silent:
            return "silent";
        case WitnessRound::Fate::refused:
            return "refused";
        case WitnessRound::Fate::inconsistent:
            return "inconsistent";
    }
    std::terminate();
}

WitnessRound::Outcome WitnessRound::collect(const std::string& note, std::uint64_t size) {
    Outcome outcome{.note = note, .told = {}, .is_enough = false};
    const auto already = core::cosignatures_of(policy_, note, verify_ed25519);
    for (const core::Witness& witness : policy_.witnesses) {
        const bool has = already && std::any_of(already->begin(), already->end(), [&](auto& one) {
                             return one.label == witness.label;
                         });
        if (!has && !witness.url.empty()) outcome.told.push_back(ask(witness, size, outcome.note));
    }
    outcome.is_enough =
        core::open_cosigned_checkpoint(policy_, {}, outcome.note, verify_ed25519).has_value();
    return outcome;
}

WitnessRound::Told WitnessRound::ask(
    const core::Witness& witness, std::uint64_t size, std::string& note
) {
    // Twice at most: a witness says what it has seen, and is then told how the log went on.
    for (int tries = 0; tries < 2; ++tries) {
        const std::uint64_t old_size = seen_[witness.label];
        if (old_size > size) {
            return {witness.label, Fate::inconsistent, "has_seen_" + std::to_string(old_size)};
        }
        const auto proof = prove_(old_size, size);
        if (!proof) return {witness.label, Fate::silent, "no_proof"};
        const auto reply =
            post_(address_of(witness), core::add_checkpoint_request(old_size, *proof, note));
        if (!reply) return {witness.label, Fate::silent, "no_answer"};
        if (const auto seen = size_in(*reply); seen && *seen != old_size) {
            seen_[witness.label] = *seen;
            continue;
        }
        Told told = take(witness, *reply, note);
        if (told.fate == Fate::cosigned) seen_[witness.label] = size;
        return told;
    }
    return {witness.label, Fate::silent, "somebody_else_reports_to_it"};
}

WitnessRound::Told WitnessRound::take(
    const core::Witness& witness, const WitnessReply& reply, std::string& note
) const {
    const std::string status = "status_" + std::to_string(reply.status);
    if (reply.status == kConflict || reply.status == kUnproven)
        return {witness.label, Fate::inconsistent, status};
    if (reply.status == kForbidden || reply.status == kUnknown)
        return {witness.label, Fate::refused, status};
    if (reply.status != kGood || reply.body.size() > kReplyBytesMax)
        return {witness.label, Fate::silent, status};
    // Only lines of this witness's own key, and only if they fit: others' are ignored.
    const auto parsed = core::parse_note(note + reply.body);
    if (!parsed) return {witness.label, Fate::silent, "malformed_answer"};
    core::TrustPolicy alone;
    alone.witnesses = {witness};
    const auto found = core::cosignatures_of(alone, note + reply.body, verify_ed25519);
    if (!found || found->empty()) return {witness.label, Fate::silent, "no_good_cosignature"};
    const auto text_end = parsed->text.size() + 1;
    std::string own = parsed->text + "\n";
    std::string_view lines = std::string_view(reply.body);
    while (!lines.empty()) {
        const auto line = lines.substr(0, lines.find('\n') + 1);
        lines.remove_prefix(line.size());
        const auto one = core::parse_note(parsed->text + "\n" + std::string(line));
        const bool is_theirs = one && one->signatures.size() == 1 &&
                               one->signatures[0].name == witness.key.name &&
                               one->signatures[0].id == witness.key.id;
        if (is_theirs) own += line;
    }
    if (own.size() == text_end) return {witness.label, Fate::silent, "no_good_cosignature"};
    note = core::merge_notes(note, own);
    return {witness.label, Fate::cosigned, ""};
}

}  // namespace clarion::signer
