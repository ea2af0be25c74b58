#include "engine/runtime/administrator_desk.hpp"

#include "engine/runtime/case_work.hpp"

namespace clarion::runtime {

namespace {

core::Principal administrator(const std::string& name) {
    core::Principal principal;
    principal.person.text = "administrator:" + name;
    principal.issuer = "administrators";
    principal.subject = name;
    return principal;
}

}  // namespace

struct AdministratorDesk::Parts : CaseWork {
    using CaseWork::CaseWork;

    // One entry for each of the two: the log names both.
    void record(const Administrators& people, const std::string& type) {
        AuditNote note;
        note.cls = core::AuditClass::security;
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

}  // namespace clarion::runtime
