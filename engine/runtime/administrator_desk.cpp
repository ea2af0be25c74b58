#include "engine/runtime/administrator_desk.hpp"

#include "engine/core/audit/base64.hpp"
#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/case_work.hpp"
#include "engine/runtime/log_exports.hpp"
#include "engine/runtime/sealed_detail.hpp"

namespace clarion::runtime {

namespace {

constexpr std::string_view kHousePublished = "house_published";  // frozen: in the log

}  // namespace

core::Principal administrator(const std::string& name) {
    core::Principal principal;
    principal.person.text = "administrator:" + name;
    principal.issuer = "administrators";
    principal.subject = name;
    return principal;
}

std::string statement_mark(const core::Sha256& sha256, std::string_view statement) {
    return core::commitment(sha256, core::Digest{}, statement);
}

bool is_last_published(
    ports::AuditLog& log, const core::Sha256& sha256, std::string_view statement
) {
    ports::AuditQuery query;
    query.terms = {{"type", std::string(kHousePublished)}};
    query.limit = 1;
    query.also_retired = true;
    const auto newest = log.query(query);
    if (newest.empty()) return false;
    boost::system::error_code error;
    const core::json::value leaf = core::json::parse(newest.front().bytes, error);
    if (error || !leaf.is_object()) return false;
    return text_at(leaf.get_object(), "det") == statement_mark(sha256, statement);
}

struct AdministratorDesk::Parts : CaseWork {
    using CaseWork::CaseWork;

    // Those that are long over name people too.
    void forget_old_exports() {
        constexpr int kAtOnce = 100;
        const core::Instant now = services.clock.now();
        std::uint64_t after = 0;
        for (;;) {
            const auto page = services.store.every_audit_request(after, kAtOnce);
            for (const ports::AuditRequestRow& row : page) {
                if (row.kind == kLogExport && now - row.at > kExportForgotten)
                    services.store.remove_audit_request(row.id);
            }
            if (page.size() < kAtOnce) return;
            after = page.back().number;
        }
    }

    // One entry for each of the two: the log names both.
    void record(
        const Administrators& people,
        std::string_view type,
        const std::string& commitment = {},
        core::AuditClass cls = core::AuditClass::security
    ) {
        AuditNote note;
        note.det = commitment;
        note.cls = cls;
        note.type = type;
        note.why = "proposed";
        recorder.record({administrator(people.proposed_by), "administrators"}, note);
        note.why = "approved";
        recorder.record({administrator(people.approved_by), "administrators"}, note);
    }
};

AdministratorDesk::AdministratorDesk(Services services)
    : parts_(std::make_unique<Parts>(std::move(services))) {}

AdministratorDesk::~AdministratorDesk() = default;

void AdministratorDesk::allow_sending(const Administrators& people) {
    parts_->unit.whole([&] {
        parts_->record(people, "sending_allowed");
        parts_->services.outbox.allow();
    });
}

void AdministratorDesk::note_publication(const Administrators& people, std::string_view statement) {
    const std::string mark = statement_mark(parts_->services.sha256, statement);
    parts_->unit.whole([&] { parts_->record(people, kHousePublished, mark); });
}

void AdministratorDesk::turn_log(const Administrators& people, const LogTurn& turn) {
    const Services& services = parts_->services;
    parts_->unit.whole([&] {
        const ports::AuditHead head = services.audit.head();
        ports::ClosedLog closing;
        closing.origin = services.log_origin;
        closing.checkpoint = services.audit.checkpoint().value_or("");
        closing.verifier_key = turn.verifier_key;
        SaltedDetail salted;
        services.ids.fill_random(salted.salt);
        salted.detail = core::canonical_json(core::json::object{
            {"log", closing.origin},
            {"size", head.size},
            {"root", core::to_base64(head.root)},
            {"checkpoint", closing.checkpoint},
            {"statement", turn.statement}});
        closing.opening = core::json::serialize(core::json::object{
            {"salt", core::to_base64(salted.salt)}, {"detail", salted.detail}});
        services.audit.turn(closing);
        parts_->recorder.begin();  // entries are numbered from 0 again
        AuditNote first;
        first.type = "log_turned";
        first.why = turn.reason;
        first.det = core::commitment(services.sha256, salted.salt, salted.detail);
        parts_->recorder.record({core::system_principal(), "administrators"}, first);
        parts_->record(people, "log_turn");
    });
}

void AdministratorDesk::retire_log(
    const Administrators& people, std::uint64_t number, std::string_view statement
) {
    const std::string mark = statement_mark(parts_->services.sha256, statement);
    parts_->unit.whole([&] {
        // First the entries: the two are named by a log that is kept.
        parts_->record(people, kLogRetired, mark, core::AuditClass::erasure);
        parts_->forget_old_exports();
        parts_->services.audit.retire(number, statement);
    });
}

}  // namespace clarion::runtime
