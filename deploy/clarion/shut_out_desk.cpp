#include "deploy/clarion/shut_out_desk.hpp"

#include <atomic>
#include <stdexcept>

#include "deploy/clarion/store_choice.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::deploy {

namespace {

namespace fs = std::filesystem;

std::unique_ptr<postgres::ShutOutBoard> board_of(const DataFolder& folder) {
    const files::StoreSettings store = store_of(folder);
    if (!store.is_postgres()) return nullptr;
    auto board = postgres::make_shut_out_board(server_of(store, StoreUse::as_node));
    const fs::path before = folder.revoked_people();
    if (fs::exists(before)) {
        for (const core::PersonId& person : identity::Revocations(before).all())
            board->add(person);
        fs::remove(before);
    }
    return board;
}

}  // namespace

ShutOutDesk::ShutOutDesk(EngineRoom& room, const DataFolder& folder, Close close)
    : room_(room),
      close_(std::move(close)),
      board_(board_of(folder)),
      people_(board_ ? fs::path() : folder.revoked_people()) {
    if (board_) static_cast<void>(people_.take(board_->people()));
}

void ShutOutDesk::hear() {
    try {
        for (const core::PersonId& person : people_.take(board_->people()))
            static_cast<void>(close_(person));
        is_deaf_ = false;
    } catch (const ports::StoreUnavailable&) {
        if (!is_deaf_) room_.log.write(ports::LogLevel::warning, "shut_outs_not_heard");
        is_deaf_ = true;
    }
}

void ShutOutDesk::start() {
    if (!board_) return;
    thread_ = std::make_unique<system::BackgroundThread>(
        room_.log,
        "shut-outs",
        [this](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                for (const auto& errand : errands_.take(1, kShutOutsHeardEvery))
                    errand();
                hear();
            }
            // Whoever waits is answered.
            errands_.close();
            for (const auto& errand : errands_.take(16, {}))
                errand();
        }
    );
}

void ShutOutDesk::stop() {
    if (thread_) thread_->stop();
}

void ShutOutDesk::go(const std::function<void()>& change) {
    std::atomic<bool> is_done = false;
    std::string failed;
    const bool waits = errands_.offer([&] {
        try {
            change();
        } catch (const std::exception&) {
            failed = "the database did not answer: see whom `access list` shows";
        }
        is_done = true;
        is_done.notify_one();
    });
    if (!waits) throw std::runtime_error("too much is asked at once, or the service is ending");
    is_done.wait(false);
    if (!failed.empty()) throw std::runtime_error(failed);
}

std::size_t ShutOutDesk::add(const core::PersonId& person) {
    if (!board_) {
        people_.add(person);
        return close_(person);
    }
    std::size_t ended = 0;
    go([&] {
        board_->add(person);
        people_.add(person);
        ended = close_(person);
    });
    return ended;
}

void ShutOutDesk::remove(const core::PersonId& person) {
    if (!board_) {
        people_.remove(person);
        return;
    }
    go([&] {
        board_->remove(person);
        people_.remove(person);
    });
}

}  // namespace clarion::deploy
