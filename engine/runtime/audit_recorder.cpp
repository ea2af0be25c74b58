#include "engine/runtime/audit_recorder.hpp"

#include <utility>

#include "engine/core/ensure.hpp"
#include "engine/runtime/sealed_detail.hpp"

namespace clarion::runtime {

namespace {

constexpr std::size_t kPeopleKnownMax = 10'000;
constexpr std::size_t kRequestIdBytesMax = 64;

std::string_view name_of(core::SignInMethod method) {
    switch (method) {
        case core::SignInMethod::none:
            return "none";
        case core::SignInMethod::demo:
            return "demo";
        case core::SignInMethod::oidc:
            return "oidc";
        case core::SignInMethod::certificate:
            return "certificate";
        case core::SignInMethod::service:
            return "service";
        case core::SignInMethod::emergency:
            return "emergency";
    }
    core::ensure(false, "a sign-in method has a name");
    return {};
}

// The log holds codes in ASCII alone, and most of them a configuration brought in. What is beyond
// is written as in an address (RFC 3986, 2.1), so that no name ends the program or the signing.
std::string in_ascii(std::string_view code) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string text;
    text.reserve(code.size());
    for (const char each : code) {
        const auto byte = static_cast<unsigned char>(each);
        if (byte < 0x80) {
            text += each;
        } else {
            text += '%';
            text += kDigits[byte >> 4];
            text += kDigits[byte & 0x0F];
        }
    }
    return text;
}

}  // namespace

AuditRecorder::AuditRecorder(AuditServices services, CaseVault& vault)
    : services_(std::move(services)), vault_(vault) {}

core::AuditRef AuditRecorder::ref_of(const core::Principal& principal) {
    if (!principal.audit_ref.text.empty()) return principal.audit_ref;
    if (const auto known = refs_.find(principal.person); known != refs_.end()) {
        return known->second;
    }
    core::AuditRef ref = services_.store.audit_ref_of(principal.person);
    if (refs_.size() >= kPeopleKnownMax) refs_.clear();
    refs_.emplace(principal.person, ref);
    unsettled_.push_back(principal.person);
    return ref;
}

std::uint64_t AuditRecorder::next_seq() {
    if (!next_seq_) next_seq_ = services_.log.head().size;
    return *next_seq_;
}

ports::Bytes AuditRecorder::seal_detail(const AuditNote& note, core::AuditEntry& entry) {
    if (!note.subject || note.detail.empty()) return {};
    SaltedDetail salted;
    services_.ids.fill_random(salted.salt);
    salted.detail = core::canonical_json(note.detail);
    entry.det = core::commitment(services_.sha256, salted.salt, salted.detail);
    return services_.keys.seal(
        vault_.key_of(*note.subject),
        detail_binding(services_.origin, next_seq(), entry.det),
        padded(salted)
    );
}

void AuditRecorder::record(const Caller& caller, const AuditNote& note) {
    const core::Principal& principal = caller.principal;
    core::AuditEntry entry;
    entry.ts = services_.clock.now();
    entry.mono_ms = static_cast<std::uint64_t>(services_.clock.since_boot().count());
    entry.boot = services_.clock.boot_id();
    entry.cls = note.cls;
    entry.type = in_ascii(note.type);
    const core::AuditRef actor = ref_of(principal);
    entry.actor = actor;
    entry.org = in_ascii(principal.agency.empty() ? principal.force : principal.agency);
    entry.auth = name_of(principal.method);
    if (note.subject) entry.subj = note.subject->ref;
    for (const std::string& field : note.fields)
        entry.fields.push_back(in_ascii(field));
    entry.why = in_ascii(note.why);
    entry.recipient = in_ascii(note.recipient);
    entry.out = note.out;
    entry.req = in_ascii(caller.request_id.substr(0, kRequestIdBytesMax));
    entry.det = note.det;
    const ports::Bytes sealed = seal_detail(note, entry);
    const std::uint64_t seq = services_.log.append(std::move(entry), sealed);
    core::ensure(!next_seq_ || *next_seq_ == seq, "the log counts without a gap");
    next_seq_ = seq + 1;
    if (told_) told_(caller, note, actor);
}

void AuditRecorder::take_back() {
    for (const core::PersonId& person : unsettled_)
        refs_.erase(person);
    unsettled_.clear();
    next_seq_.reset();
}

}  // namespace clarion::runtime
