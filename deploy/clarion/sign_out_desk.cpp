#include "deploy/clarion/sign_out_desk.hpp"

#include <utility>

#include "adapters/identity/token_check.hpp"
#include "deploy/clarion/sign_out_file.hpp"
#include "deploy/clarion/store_choice.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::deploy {

namespace {

constexpr std::size_t kAtOnce = 64;
// What a token of before could still outlive is kept, with the skew that is forgiven.
constexpr auto kKeptFor = identity::kTokenLifeMax + 2 * identity::kClockSkewMax;

std::unique_ptr<postgres::SignOutBoard> board_of(const DataFolder& folder) {
    const files::StoreSettings store = store_of(folder);
    if (!store.is_postgres()) return std::make_unique<SignOutFile>(folder.signed_out());
    return postgres::make_sign_out_board(server_of(store, StoreUse::as_node));
}

}  // namespace

SignOutDesk::SignOutDesk(EngineRoom& room, const DataFolder& folder, Close close)
    : room_(room), close_(std::move(close)), board_(board_of(folder)) {
    for (const auto& row : board_->after(0)) {
        heard_ = row.number;
        static_cast<void>(close_(row.word));
    }
}

std::size_t SignOutDesk::tell(postgres::SignedOut word, Told told) {
    const std::size_t ended = close_(word);
    if (!told_.offer({std::move(word), told})) told(false);
    return ended;
}

void SignOutDesk::answer(Untold& untold, bool is_kept) {
    if (const Told told = std::exchange(untold.told, nullptr)) told(is_kept);
}

void SignOutDesk::exchange() {
    try {
        while (!untold_.empty()) {
            own_.insert(board_->add(untold_.front().word, room_.clock.now() - kKeptFor));
            answer(untold_.front(), true);
            untold_.pop_front();
        }
        for (const auto& row : board_->after(heard_)) {
            heard_ = row.number;
            if (own_.erase(row.number) == 0) static_cast<void>(close_(row.word));
        }
        is_deaf_ = false;
    } catch (const ports::StoreUnavailable&) {
        if (!is_deaf_) room_.log.write(ports::LogLevel::warning, "sign_outs_not_heard");
        is_deaf_ = true;
        for (Untold& each : untold_)
            answer(each, false);
    }
}

void SignOutDesk::start() {
    thread_ = std::make_unique<system::BackgroundThread>(
        room_.log,
        "sign-outs",
        [this](const std::stop_token& stop) {
            bool is_last = false;
            while (!is_last) {
                // Once more at the end: what was told a moment ago is brought too.
                is_last = stop.stop_requested();
                const auto patience = is_last ? std::chrono::milliseconds(0) : kSignOutsHeardEvery;
                for (auto& word : told_.take(kAtOnce, patience))
                    untold_.push_back(std::move(word));
                while (untold_.size() > kSignOutsUntoldMax) {
                    answer(untold_.front(), false);
                    untold_.pop_front();
                }
                exchange();
            }
        }
    );
}

void SignOutDesk::stop() {
    if (thread_) thread_->stop();
    told_.close();
    for (Untold& late : told_.take(kSignOutsUntoldMax, {}))
        answer(late, false);
}

}  // namespace clarion::deploy
