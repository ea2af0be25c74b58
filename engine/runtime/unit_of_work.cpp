#include "engine/runtime/unit_of_work.hpp"

namespace clarion::runtime {

UnitOfWork::UnitOfWork(
    ports::CaseStore& store, CaseVault& vault, AuditRecorder& recorder, WakeTimes& wake
)
    : store_(store), vault_(vault), recorder_(recorder), wake_(wake) {}

void UnitOfWork::begin() {
    store_.begin();
    recorder_.begin();
}

void UnitOfWork::commit() {
    wake_.refresh();
    store_.commit();
    settle();
}

void UnitOfWork::rollback() noexcept {
    store_.rollback();
    recorder_.take_back();
    vault_.drop_all();
    wake_.disturb();
}

void UnitOfWork::settle() {
    vault_.settle();
    recorder_.settle();
}

void UnitOfWork::undo() {
    store_.undo_savepoint();
    vault_.take_back();
    recorder_.take_back();
}

}  // namespace clarion::runtime
