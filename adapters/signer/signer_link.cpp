#include "adapters/signer/signer_link.hpp"

#include <unistd.h>

#include "adapters/signer/ed25519.hpp"
#include "adapters/signer/engine_door.hpp"
#include "adapters/signer/link_socket.hpp"
#include "engine/core/audit/checkpoint.hpp"

namespace clarion::signer {

namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int kEntriesAtOnce = 1024;
constexpr milliseconds kHelloMax = std::chrono::seconds(2);

struct Hello {
    core::VerifierKey key;
    std::uint64_t next = 0;
};

std::optional<Hello> parse_hello(const Frame& frame) {
    const auto newline = frame.body.find('\n');
    if (frame.kind != FrameKind::hello || newline == std::string::npos) return std::nullopt;
    const std::string_view body = frame.body;
    auto key = core::parse_verifier_key(openssl_sha256(), body.substr(0, newline));
    const auto next = core::parse_log_number(body.substr(newline + 1));
    if (!key || !next) return std::nullopt;
    return Hello{*std::move(key), *next};
}

}  // namespace

// Feeds one signer. Throws PeerGone.
class SignerLink::Visit {
public:
    Visit(SignerLink& link, Connection connection)
        : link_(link), connection_(std::move(connection)) {}

    // False when the signer is not the one that this log has.
    bool greet(const WakeSignal& wake) {
        const auto until = SteadyClock::now() + kHelloMax;
        auto frame = connection_.receive();
        while (!frame) {
            const auto left = std::chrono::ceil<milliseconds>(until - SteadyClock::now());
            if (left <= milliseconds::zero()) throw PeerGone("no hello came");
            frame = connection_.wait_for_frame(wake, left);
        }
        auto hello = parse_hello(*frame);
        if (!hello) throw PeerGone("the hello was malformed");
        key_ = hello->key;
        next_ = hello->next;
        return keep_key();
    }

    void run(const WakeSignal& wake, const std::stop_token& stop) {
        std::optional<SteadyClock::time_point> give_up;
        while (!give_up || SteadyClock::now() < *give_up) {
            const bool is_last = stop.stop_requested();
            if (is_last && !give_up) {
                give_up = SteadyClock::now() + link_.settings_.last_checkpoint_max;
                link_.request_checkpoint();
            }
            const std::uint64_t ticket = link_.asked_;
            const bool is_fed = feed();
            if (is_fed && ticket != ticket_sent_) {
                connection_.send(FrameKind::sign, "");
                ticket_sent_ = ticket;
                wanted_size_ = next_;
                has_answer_ = false;
            }
            for (auto frame = connection_.wait_for_frame(wake, link_.settings_.tick); frame;
                 frame = connection_.receive()) {
                handle(*frame);
            }
            if (!unkept_.empty()) keep_checkpoint();
            if (has_answer_ && unkept_.empty()) {
                link_.done_ = ticket_sent_;
                if (is_last) return;
            }
        }
    }

private:
    bool keep_key() {
        const std::string text = core::format_verifier_key(key_) + '\n';
        const auto& path = link_.settings_.verifier_key_path;
        const auto known = read_if_there(path);
        if (!known) write_durably(path, text, 0644);
        if (!known || *known == text) return true;
        link_.log_.write(ports::LogLevel::error, "signer_has_another_key", {{"key", key_.name}});
        link_.stand([](SignerStanding& now) { now.is_refused = true; });
        connection_.send(FrameKind::refused, "this log is signed with another key");
        return false;
    }

    // All entries that the signer does not have. False when the engine could not give them now.
    bool feed() {
        while (true) {
            const auto answer =
                ask_engine(link_.queue_, "signer", runtime::ReadLogEntries{next_, kEntriesAtOnce});
            const auto* entries = std::get_if<runtime::Answered>(&answer);
            if (entries == nullptr) return false;
            connection_.send(FrameKind::entries, entries->bytes);
            if (entries->bytes.empty()) return true;
            const auto split = split_log_entries(entries->bytes);
            if (!split) throw PeerGone("the engine gave torn entries");
            next_ += split->size();
            link_.stand([this](SignerStanding& now) { now.entries = next_; });
        }
    }

    void handle(const Frame& frame) {
        switch (frame.kind) {
            case FrameKind::checkpoint:
                unkept_ = frame.body;
                keep_checkpoint();
                return;
            case FrameKind::nothing_new:
                // One that answers an earlier question may come after the next was asked.
                if (core::parse_log_number(frame.body).value_or(0) >= wanted_size_) {
                    has_answer_ = true;
                }
                return;
            case FrameKind::refused:
                link_.stand([](SignerStanding& now) { now.is_refused = true; });
                link_.log_.write(
                    ports::LogLevel::error, "signer_refused", {{"reason", frame.body}}
                );
                throw PeerGone("the signer refused");
            case FrameKind::hello:
            case FrameKind::entries:
            case FrameKind::sign:
            case FrameKind::get_entries:
            case FrameKind::get_checkpoints:
            case FrameKind::checkpoints:
            case FrameKind::errand:
            case FrameKind::errand_done:
                throw PeerGone("the signer sent what only a server sends");
        }
    }

    // Keeps the newest note that came; one that the store could not take is offered again.
    void keep_checkpoint() {
        const std::array keys{key_};
        const auto checkpoint = core::open_checkpoint(unkept_, keys, verify_ed25519);
        if (!checkpoint) throw PeerGone("a checkpoint came that does not verify");
        const auto answer =
            ask_engine(link_.queue_, "signer", runtime::KeepCheckpoint{checkpoint->size, unkept_});
        if (std::holds_alternative<runtime::Unavailable>(answer)) return;
        if (std::holds_alternative<core::Refusal>(answer)) {
            link_.stand([](SignerStanding& now) { now.is_refused = true; });
            connection_.send(
                FrameKind::refused, "the server's own tree has another root at this size"
            );
            throw PeerGone("the engine refused the checkpoint");
        }
        unkept_.clear();
        link_.signed_size_ = checkpoint->size;
        link_.stand([&checkpoint](SignerStanding& now) {
            now.signed_size = checkpoint->size;
            now.is_refused = false;
        });
        // The note that a signer sends after a start is older than what was asked for.
        if (checkpoint->size >= wanted_size_) has_answer_ = true;
    }

    SignerLink& link_;
    Connection connection_;
    core::VerifierKey key_;
    std::uint64_t next_ = 0;
    std::uint64_t ticket_sent_ = 0;
    std::uint64_t wanted_size_ = 0;  // what a checkpoint must cover to be that ticket's
    bool has_answer_ = false;
    std::string unkept_;  // a note that the store does not have yet
};

SignerLink::SignerLink(SignerLinkSettings settings, runtime::WorkQueue& queue, ports::Log& log)
    : settings_(std::move(settings)), queue_(queue), log_(log) {}

void SignerLink::serve(const std::stop_token& stop) {
    const std::stop_callback wake_at_stop(stop, [this] { wake_.raise(); });
    settings_.tell(standing_);
    const ListeningSocket listening(settings_.socket_path, settings_.signer_user ? 0660 : 0600);
    while (!stop.stop_requested()) {
        constexpr milliseconds kForever = std::chrono::hours(1);
        if (!wait_for_either(listening.number(), wake_.descriptor(), kForever)) continue;
        wake_.clear();
        if (Descriptor socket = listening.accept()) greet(std::move(socket), wake_, stop);
    }
    if (!settings_.signer_is_coming || has_met_) return;
    if (!wait_for_either(listening.number(), -1, settings_.last_checkpoint_max)) return;
    const WakeSignal nobody;
    if (Descriptor socket = listening.accept()) greet(std::move(socket), nobody, stop);
}

void SignerLink::greet(Descriptor socket, const WakeSignal& wake, const std::stop_token& stop) {
    const auto user = user_of_peer(socket.number());
    if (!user || (*user != ::geteuid() && user != settings_.signer_user)) {
        log_.write(ports::LogLevel::warning, "signer_of_another_user_turned_away");
        return;
    }
    try {
        Visit visit(*this, Connection(std::move(socket)));
        if (!visit.greet(wake)) return;
        has_met_ = true;
        stand([](SignerStanding& now) { now.is_connected = true; });
        log_.write(ports::LogLevel::info, "signer_connected");
        visit.run(wake, stop);
    } catch (const PeerGone& gone) {
        log_.write(ports::LogLevel::warning, "signer_gone", {{"reason", gone.what()}});
    }
    stand([](SignerStanding& now) { now.is_connected = false; });
}

std::uint64_t SignerLink::request_checkpoint() {
    const std::uint64_t ticket = ++asked_;
    wake_.raise();
    return ticket;
}

}  // namespace clarion::signer
