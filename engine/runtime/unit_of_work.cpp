#include "engine/runtime/unit_of_work.hpp"

namespace clarion::runtime {

UnitOfWork::UnitOfWork(
    ports::CaseStore& store, CaseVault& vault, AuditRecorder& recorder, WakeTimes& wake
)
    : store_(store), vault_(vault), recorder_(recorder), wake_(wake) {}

void UnitOfWork::begin(Savepoints savepoints) {
    store_.begin();
    savepoints_ = savepoints;
    recorder_.begin();
}

void UnitOfWork::commit() {
    wake_.refresh();
    store_.commit();
    settle();
}

void UnitOfWork::rollback() noexcept {
    store_.rollback();
    recorder_.forget();
    vault_.drop_all();
    wake_.disturb();
}

void UnitOfWork::settle() {
    vault_.settle();
    recorder_.settle();
}

void UnitOfWork::open() {
    if (savepoints_ == Savepoints::each_act) store_.open_savepoint();
    written_before_ = store_.rows_written();
}

void UnitOfWork::keep() {
    if (savepoints_ == Savepoints::each_act) store_.release_savepoint();
    settle();
}

void UnitOfWork::undo() {
    if (savepoints_ == Savepoints::each_act) {
        store_.undo_savepoint();
    } else if (store_.rows_written() != written_before_) {
        throw NeedsSavepoints();
    }
    vault_.take_back();
    recorder_.take_back();
}

}  // namespace clarion::runtime
