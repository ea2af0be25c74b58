#include "engine/core/audit/entry.hpp"

#include "engine/core/ascii.hpp"
#include "engine/core/audit/base64.hpp"
#include "engine/core/ensure.hpp"
#include "engine/core/json_text.hpp"
#include "engine/core/safe_integer.hpp"

namespace clarion::core {

namespace {

constexpr std::string_view kCommitmentPrefix = "clarion-audit-detail/v1\n";

// Writes one flat object, member by member. The caller gives them in their canonical order.
class MemberWriter {
public:
    explicit MemberWriter(std::string& text) : text_(text) { text_ += '{'; }

    void write_text(std::string_view name, std::string_view value) {
        if (value.empty()) return;
        begin(name);
        append_json_string(text_, value);
    }
    void write_number(std::string_view name, std::uint64_t value) {
        ensure(
            value <= std::uint64_t{kSafeIntegerMax},
            "a number in an audit entry is exact in every reader"
        );
        begin(name);
        append_json_integer(text_, value);
    }
    void write_list(std::string_view name, const std::vector<std::string>& values) {
        if (values.empty()) return;
        begin(name);
        char before = '[';
        for (const std::string& value : values) {
            text_ += before;
            append_json_string(text_, value);
            before = ',';
        }
        text_ += ']';
    }
    void end() { text_ += '}'; }

private:
    void begin(std::string_view name) {
        if (text_.size() > 1) text_ += ',';
        text_ += '"';
        text_ += name;
        text_ += "\":";
    }
    std::string& text_;
};

std::span<const std::uint8_t> bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

std::string_view to_string(AuditClass kind) {
    switch (kind) {
        case AuditClass::collection:
            return "collection";
        case AuditClass::alteration:
            return "alteration";
        case AuditClass::consultation:
            return "consultation";
        case AuditClass::disclosure:
            return "disclosure";
        case AuditClass::combination:
            return "combination";
        case AuditClass::erasure:
            return "erasure";
        case AuditClass::security:
            return "security";
        case AuditClass::system:
            return "system";
    }
    ensure(false, "an audit class has a name");
    return {};
}

std::string_view to_string(AuditOutcome outcome) {
    switch (outcome) {
        case AuditOutcome::ok:
            return "ok";
        case AuditOutcome::denied:
            return "denied";
        case AuditOutcome::error:
            return "error";
    }
    ensure(false, "an audit outcome has a name");
    return {};
}

// Frozen: the order is that of the names' UTF-16 code units, as RFC 8785 wants it.
std::string leaf_bytes(const AuditEntry& entry) {
    std::string text;
    text.reserve(512);
    MemberWriter members(text);
    members.write_text("actor", entry.actor.text);
    members.write_text("auth", entry.auth);
    members.write_text("boot", entry.boot);
    members.write_text("cls", to_string(entry.cls));
    members.write_text("det", entry.det);
    members.write_list("fields", entry.fields);
    members.write_number("mono", entry.mono_ms);
    members.write_text("org", entry.org);
    members.write_text("out", to_string(entry.out));
    members.write_text("recipient", entry.recipient);
    members.write_text("req", entry.req);
    members.write_number("seq", entry.seq);
    if (!entry.subj.text.empty()) {
        members.write_text("subj", entry.subj.text);
        members.write_number("subj_n", entry.subj_n);
    }
    members.write_text("ts", to_rfc3339(entry.ts));
    members.write_text("type", entry.type);
    members.write_number("v", 1);
    members.write_text("why", entry.why);
    members.end();
    ensure(text.size() <= kEntryBytesMax, "an audit entry is at most 4096 bytes");
    // Written once, no signer would sign the log any more.
    ensure(is_ascii(text), "an audit entry holds codes and random names alone, in ASCII");
    return text;
}

std::string commitment(const Sha256& sha256, const Digest& salt, std::string_view detail) {
    return to_base64(sha256({bytes_of(kCommitmentPrefix), salt, bytes_of(detail)}));
}

}  // namespace clarion::core
