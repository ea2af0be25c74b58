#include "adapters/signer/signer.hpp"

#include <algorithm>
#include <cerrno>

#include "adapters/signer/link_socket.hpp"
#include "adapters/signer/signer_folder.hpp"
#include "adapters/signer/wire.hpp"

namespace clarion::signer {

namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kConnectAgainMin{100};
// Half a second: a server that was started again and soon stopped still gets its last signature.
constexpr milliseconds kConnectAgainMax{500};
// Somebody has to make room; the entries wait for their signature in the server meanwhile.
constexpr milliseconds kDiskFullWait{2000};

bool is_disk_full(const std::filesystem::filesystem_error& failed) {
    return failed.code() == std::errc::no_space_on_device || failed.code().value() == EDQUOT;
}

// Nothing when nobody listens.
std::optional<Connection> connect_to(const std::filesystem::path& path) {
    if (!fits_socket(path)) {
        throw SignerRefused("the path of the socket is too long: " + path.native());
    }
    Descriptor socket = connect_socket(path);
    if (!socket) return std::nullopt;
    return Connection(std::move(socket));
}

// When to sign.
class Pace {
public:
    explicit Pace(const SignerSettings& settings) : settings_(settings) {}

    void asked() { is_asked_ = true; }
    [[nodiscard]] bool is_asked() const { return is_asked_; }
    void answered() { is_asked_ = false; }
    void entries_came() {
        if (!unsigned_since_) unsigned_since_ = SteadyClock::now();
    }
    // Nothing is signed for a while. False when that was so before.
    [[nodiscard]] bool put_off() {
        const bool is_new = !put_off_until_;
        put_off_until_ = SteadyClock::now() + kDiskFullWait;
        return is_new;
    }
    [[nodiscard]] bool is_put_off() const { return put_off_until_.has_value(); }
    void signed_now() {
        put_off_until_.reset();
        signed_at_ = SteadyClock::now();
        unsigned_since_.reset();
        is_asked_ = false;
    }

    // How long until a signature is due; nothing while none is wanted.
    [[nodiscard]] std::optional<milliseconds> wait(std::uint64_t unsigned_entries) const {
        if (unsigned_entries == 0) return std::nullopt;
        const auto now = SteadyClock::now();
        auto due = unsigned_since_.value_or(now) + settings_.unsigned_max;
        if (is_asked_ || unsigned_entries >= settings_.unsigned_entries_max) due = now;
        if (signed_at_) due = std::max(due, *signed_at_ + settings_.between_min);
        if (put_off_until_) due = std::max(due, *put_off_until_);
        return std::max(milliseconds::zero(), std::chrono::ceil<milliseconds>(due - now));
    }

private:
    const SignerSettings& settings_;
    bool is_asked_ = false;
    std::optional<SteadyClock::time_point> unsigned_since_;
    std::optional<SteadyClock::time_point> signed_at_;
    std::optional<SteadyClock::time_point> put_off_until_;
};

// What every session works with.
struct Desk {
    const SignerSettings& settings;
    const SignerFolder& folder;
    ports::Log& log;
    Pace& pace;
};

// One connection to the server, from hello to its end.
class Session {
public:
    Session(const Desk& desk, Connection connection)
        : desk_(desk),
          pace_(desk.pace),
          connection_(std::move(connection)),
          tree_(openssl_sha256(), desk.folder.load()) {
        connection_.send(
            FrameKind::hello,
            core::format_verifier_key(desk_.folder.verifier_key()) + '\n' +
                std::to_string(tree_.next())
        );
    }

    // Until a stop is asked for. Throws PeerGone and SignerRefused.
    void run(const WakeSignal& wake, const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            const auto due = pace_.wait(tree_.unsigned_entries());
            if (due == milliseconds::zero()) {
                sign();
                continue;
            }
            if (const auto frame = connection_.wait_for_frame(wake, due.value_or(kForever))) {
                handle(*frame);
            }
        }
        if (tree_.unsigned_entries() > 0) sign();
    }

    // The server's log should say it too; that it hears us is not certain.
    void tell_refusal(const std::string& reason) {
        try {
            connection_.send(FrameKind::refused, reason);
        } catch (const PeerGone&) {
            return;
        }
    }

private:
    static constexpr milliseconds kForever = std::chrono::hours(1);

    void handle(const Frame& frame) {
        switch (frame.kind) {
            case FrameKind::entries:
                frame.body.empty() ? refuse_if(tree_.end_of_log()) : add(frame.body);
                return;
            case FrameKind::sign:
                if (tree_.is_verified() && tree_.unsigned_entries() == 0) {
                    tell_nothing_new();
                } else {
                    pace_.asked();
                }
                return;
            case FrameKind::refused:
                throw SignerRefused("the server refuses this signer: " + frame.body);
            case FrameKind::hello:
            case FrameKind::checkpoint:
            case FrameKind::nothing_new:
            case FrameKind::get_entries:
            case FrameKind::get_checkpoints:
            case FrameKind::checkpoints:
            case FrameKind::errand:
            case FrameKind::errand_done:
                throw PeerGone("the server sent what only a signer sends");
        }
    }

    void add(std::string_view bytes) {
        const auto entries = split_log_entries(bytes);
        if (!entries) throw PeerGone("the server sent torn entries");
        const bool was_verified = tree_.is_verified();
        for (const auto entry : *entries)
            refuse_if(tree_.add(entry));
        // The server may have lost the newest note together with its last transactions.
        if (!was_verified && tree_.is_verified()) {
            connection_.send(FrameKind::checkpoint, tree_.state().note);
        }
        if (tree_.unsigned_entries() > 0) pace_.entries_came();
        if (tree_.is_verified() && tree_.unsigned_entries() == 0 && pace_.is_asked()) {
            pace_.answered();
            tell_nothing_new();
        }
    }

    void tell_nothing_new() {
        connection_.send(FrameKind::nothing_new, std::to_string(tree_.next()));
    }

    void sign() {
        auto checkpoint = tree_.head(desk_.settings.origin);
        auto note = core::sign_checkpoint(
            checkpoint,
            desk_.folder.verifier_key(),
            [this](std::string_view text) { return desk_.folder.sign(text); }
        );
        auto state = tree_.state_with(std::move(checkpoint), std::move(note));
        if (!keep(state)) return;
        tree_.signed_as(std::move(state));
        if (pace_.is_put_off()) desk_.log.write(ports::LogLevel::warning, "signer_goes_on");
        pace_.signed_now();
        connection_.send(FrameKind::checkpoint, tree_.state().note);
    }

    // False when the disk is full: nobody has seen the signature, and a later one takes its place.
    // Any other fault ends the signer, because what the disk holds is not known then.
    [[nodiscard]] bool keep(const SignedState& state) {
        try {
            desk_.folder.keep(state);
            return true;
        } catch (const std::filesystem::filesystem_error& failed) {
            if (!is_disk_full(failed)) throw;
            if (pace_.put_off()) {
                desk_.log.write(
                    ports::LogLevel::error,
                    "signer_disk_full",
                    {{"reason", failed.what()}, {"remedy", "free space; no restart is needed"}}
                );
            }
            return false;
        }
    }

    static void refuse_if(const std::optional<std::string>& reason) {
        if (reason) throw SignerRefused(*reason);
    }

    const Desk& desk_;
    Pace& pace_;
    Connection connection_;
    SignedTree tree_;
};

// True when the server was there and hung up.
bool run_session(const Desk& desk, const WakeSignal& wake, const std::stop_token& stop) {
    auto connection = connect_to(desk.settings.socket_path);
    if (!connection) return false;
    try {
        Session session(desk, *std::move(connection));
        try {
            session.run(wake, stop);
        } catch (const SignerRefused& refused) {
            session.tell_refusal(refused.what());
            throw;
        }
    } catch (const PeerGone&) {
        return true;
    }
    return true;
}

void work_until_stopped(
    const SignerSettings& settings, ports::Log& log, const std::stop_token& stop
) {
    const SignerFolder folder(settings.folder, settings.origin);
    log.write(
        ports::LogLevel::info,
        "signer_started",
        {{"key", core::format_verifier_key(folder.verifier_key())}}
    );
    const WakeSignal wake;
    const std::stop_callback wake_at_stop(stop, [&wake] { wake.raise(); });
    Pace pace(settings);
    const Desk desk{settings, folder, log, pace};
    const auto give_up = SteadyClock::now() + settings.server_comes_max;
    milliseconds again = kConnectAgainMin;
    while (!stop.stop_requested()) {
        const bool was_connected = run_session(desk, wake, stop);
        const bool is_over = was_connected || SteadyClock::now() >= give_up;
        if (settings.ends_with_server && is_over) return;
        again = was_connected ? kConnectAgainMin : std::min(2 * again, kConnectAgainMax);
        if (!stop.stop_requested() && wait_for_either(wake.descriptor(), -1, again)) wake.clear();
    }
}

}  // namespace

SignerEnd run_signer(const SignerSettings& settings, ports::Log& log, const std::stop_token& stop) {
    try {
        work_until_stopped(settings, log, stop);
    } catch (const SignerRefused& refused) {
        log.write(ports::LogLevel::error, "signer_refused", {{"reason", refused.what()}});
        return SignerEnd::refused;
    } catch (const std::filesystem::filesystem_error& failed) {
        log.write(ports::LogLevel::error, "signer_refused", {{"reason", failed.what()}});
        return SignerEnd::refused;
    }
    log.write(ports::LogLevel::info, "signer_stopped");
    return SignerEnd::stopped;
}

}  // namespace clarion::signer
