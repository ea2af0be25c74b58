#include "deploy/clarion/witness_room.hpp"

#include <algorithm>

#include "adapters/files/file_set.hpp"
#include "adapters/keys/sha256.hpp"
#include "adapters/notify/https_client.hpp"
#include "adapters/signer/engine_door.hpp"
#include "adapters/signer/wire.hpp"
#include "adapters/signer/witness_round.hpp"
#include "deploy/clarion/exit_codes.hpp"

namespace clarion::deploy {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kBetweenLooks{500};
constexpr std::chrono::seconds kTryAgain{30};
constexpr notify::HttpsLimits kLimits{std::chrono::seconds(5), 16 * 1024};

}  // namespace

std::optional<core::TrustPolicy> trust_policy_in(const fs::path& file) {
    if (!fs::exists(file)) return std::nullopt;
    auto policy = core::parse_trust_policy(keys::make_sha256(), files::read_file(file));
    if (policy) return *std::move(policy);
    throw CommandFailed(ExitCode::integrity_broken, file.string() + ": " + policy.error());
}

struct WitnessRoom::Parts {
    Parts(
        EngineRoom& given,
        runtime::WorkQueue& work,
        const DataFolder& folder,
        core::TrustPolicy policy
    )
        : room(given),
          queue(work),
          client(
              fs::exists(folder.witness_certificates()) ? folder.witness_certificates().string()
                                                        : "",
              kLimits
          ),
          round(
              std::move(policy),
              [this](const auto& url, const auto& body) { return post(url, body); },
              [this](auto from, auto to) { return prove(from, to); }
          ) {}

    std::optional<signer::WitnessReply> post(const std::string& url, const std::string& body) {
        try {
            const auto answer = client.send({"POST", url, {"Content-Type: text/plain"}, body});
            return signer::WitnessReply{
                answer.status, std::string(answer.header("content-type")), answer.body};
        } catch (const notify::HttpsFailed&) {
            return std::nullopt;
        }
    }

    std::optional<std::vector<core::Digest>> prove(std::uint64_t from, std::uint64_t to) {
        const auto answer =
            signer::ask_engine(queue, "witness-link", runtime::ProveConsistency{from, to});
        const auto* answered = std::get_if<runtime::Answered>(&answer);
        if (answered == nullptr) return std::nullopt;
        std::vector<core::Digest> hashes(answered->bytes.size() / sizeof(core::Digest));
        for (std::size_t at = 0; at < hashes.size(); ++at) {
            const auto* from_byte = answered->bytes.data() + at * sizeof(core::Digest);
            std::copy_n(from_byte, sizeof(core::Digest), hashes[at].begin());
        }
        return hashes;
    }

    // The newest signed checkpoint of a size above what is done.
    std::optional<std::pair<std::uint64_t, std::string>> next_checkpoint() {
        const auto answer =
            signer::ask_engine(queue, "witness-link", runtime::ReadLogCheckpoints{done, 1024});
        const auto* answered = std::get_if<runtime::Answered>(&answer);
        const auto notes = answered ? signer::split_log_entries(answered->bytes) : std::nullopt;
        if (!notes || notes->empty()) return std::nullopt;
        const std::string note(notes->back());
        const auto parsed = core::parse_note(note);
        if (!parsed) return std::nullopt;
        const auto checkpoint = core::parse_checkpoint_text(parsed->text);
        if (!checkpoint) return std::nullopt;
        return std::pair(checkpoint->size, note);
    }

    // True when the quorum cosigned it.
    bool go_round(std::uint64_t size, const std::string& note) {
        const auto outcome = round.collect(note, size);
        for (const auto& told : outcome.told) {
            const std::string fate(signer::to_string(told.fate));
            room.metrics.count("clarion_witness_answers_total", fate);
            if (told.fate == signer::WitnessRound::Fate::cosigned) continue;
            const bool is_grave = told.fate == signer::WitnessRound::Fate::inconsistent;
            if (is_grave) room.metrics.count("clarion_alarms_total", "witness_inconsistent");
            room.log.write(
                is_grave ? ports::LogLevel::error : ports::LogLevel::warning,
                "witness_did_not_cosign",
                {{"witness", told.label}, {"fate", fate}, {"why", told.why}}
            );
        }
        if (outcome.note != note) {
            (void
            )signer::ask_engine(queue, "witness-link", runtime::KeepCheckpoint{size, outcome.note});
        }
        if (outcome.is_enough)
            room.metrics.gauge("clarion_audit_cosigned_size", static_cast<double>(size));
        return outcome.is_enough;
    }

    void look() {
        const auto found = next_checkpoint();
        const auto now = std::chrono::steady_clock::now();
        if (!found || (found->first == tried && now < next_try)) return;
        tried = found->first;
        next_try = now + kTryAgain;
        if (go_round(found->first, found->second)) done = found->first;
    }

    EngineRoom& room;
    runtime::WorkQueue& queue;
    notify::HttpsClient client;
    signer::WitnessRound round;
    std::uint64_t done = 0;   // size that the quorum cosigned
    std::uint64_t tried = 0;  // size last asked for
    std::chrono::steady_clock::time_point next_try;
};

WitnessRoom::WitnessRoom(EngineRoom& room, runtime::WorkQueue& queue, const DataFolder& folder) {
    auto policy = trust_policy_in(folder.witness_policy());
    if (!policy || policy->witnesses.empty()) return;
    parts_ = std::make_shared<Parts>(room, queue, folder, *std::move(policy));
    thread_.emplace(room.log, "witness-link", [this](const auto& stop) { serve(stop); });
}

void WitnessRoom::stop() {
    if (thread_) thread_->stop();
}

void WitnessRoom::serve(const std::stop_token& stop) {
    const signer::WakeSignal wake;
    const std::stop_callback wake_at_stop(stop, [&wake] { wake.raise(); });
    while (!stop.stop_requested()) {
        parts_->look();
        static_cast<void>(signer::wait_for_either(wake.descriptor(), -1, kBetweenLooks));
    }
    // The signer has signed what came last.
    parts_->next_try = {};
    parts_->look();
}

}  // namespace clarion::deploy
