// Asking witnesses: what each answer of c2sp.org/tlog-witness comes to.
#include <doctest/doctest.h>

#include "adapters/signer/ed25519.hpp"
#include "adapters/signer/witness_round.hpp"
#include "engine/core/audit/base64.hpp"

namespace clarion::test {

namespace {

using Fate = signer::WitnessRound::Fate;
using Replies = std::vector<std::optional<signer::WitnessReply>>;

class SomeWitness {
public:
    std::string vkey() const { return name_ + "+" + hex(id()) + "+" + core::to_base64(typed()); }
    std::string line(const std::string& text) const {
        std::vector<std::uint8_t> bytes = id();
        bytes.insert(bytes.end(), {0, 0, 0, 0, 0, 0, 0, 9});
        const auto signature = key_.sign("cosignature/v1\ntime 9\n" + text);
        bytes.insert(bytes.end(), signature.begin(), signature.end());
        return "\xE2\x80\x94 " + name_ + " " + core::to_base64(bytes) + "\n";
    }

private:
    std::vector<std::uint8_t> typed() const {
        const auto key = key_.public_key();
        std::vector<std::uint8_t> bytes{4};
        bytes.insert(bytes.end(), key.begin(), key.end());
        return bytes;
    }
    std::vector<std::uint8_t> id() const {
        std::vector<std::uint8_t> named(name_.begin(), name_.end());
        named.push_back('\n');
        for (const std::uint8_t byte : typed())
            named.push_back(byte);
        const auto digest = signer::openssl_sha256()({named});
        return {digest.begin(), digest.begin() + 4};
    }
    static std::string hex(const std::vector<std::uint8_t>& bytes) {
        std::string text;
        for (const std::uint8_t byte : bytes) {
            text += "0123456789abcdef"[byte >> 4U];
            text += "0123456789abcdef"[byte & 15U];
        }
        return text;
    }

    std::string name_ = "witness.example/1";
    signer::SigningKey key_ = signer::SigningKey::generate();
};

// One witness whose answers are given; what was sent to it is kept.
class Scene {
public:
    explicit Scene(Replies replies) : replies_(std::move(replies)) {
        const auto log_key = signer::SigningKey::generate();
        const auto key = core::verifier_key(
            signer::openssl_sha256(), "log.example/clarion/2026", log_key.public_key()
        );
        text = "log.example/clarion/2026\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
        note =
            core::sign_note(text, key, [&](std::string_view what) { return log_key.sign(what); });
        auto policy = core::parse_trust_policy(
            signer::openssl_sha256(),
            "log " + core::format_verifier_key(key) + "\nwitness w1 " + witness.vkey() +
                " https://witness.example/prefix/\nquorum w1\n"
        );
        REQUIRE(policy.has_value());
        round.emplace(
            *std::move(policy),
            [this](const std::string& url, const std::string& body) {
                sent.push_back(url + "\n" + body);
                auto reply = replies_.at(sent.size() - 1);
                if (reply && reply->body == "good") reply->body = witness.line(text);
                return reply;
            },
            [](std::uint64_t from, std::uint64_t) {
                return std::vector<core::Digest>(from == 0 ? 0 : 1);
            }
        );
    }

    signer::WitnessRound::Outcome go() { return round->collect(note, 7); }

    SomeWitness witness;
    std::string text, note;
    std::vector<std::string> sent;
    std::optional<signer::WitnessRound> round;

private:
    Replies replies_;
};

signer::WitnessReply seen(const std::string& size) {
    return {409, "text/x.tlog.size; charset=utf-8", size};
}

}  // namespace

TEST_CASE("witness: a good cosignature is kept, and the witness is not asked again") {
    Scene scene({signer::WitnessReply{200, "text/plain", "good"}});

    const auto outcome = scene.go();

    CHECK(outcome.is_enough);
    CHECK(outcome.told.at(0).fate == Fate::cosigned);
    CHECK(outcome.note == scene.note + scene.witness.line(scene.text));
    CHECK(
        scene.sent.at(0) == "https://witness.example/prefix/add-checkpoint\nold 0\n\n" + scene.note
    );
    CHECK(scene.round->collect(outcome.note, 7).told.empty());
}

TEST_CASE("witness: one that has seen the log before is told how it went on from there") {
    Scene scene({seen("5\n"), signer::WitnessReply{200, "text/plain", "good"}});

    CHECK(scene.go().is_enough);
    CHECK(scene.sent.at(1).find("\nold 5\nAAAA") != std::string::npos);
}

TEST_CASE("witness: what is no good cosignature is told for what it is, and changes nothing") {
    const auto fate_of = [](Replies replies) {
        Scene scene(std::move(replies));
        const auto outcome = scene.go();
        CHECK(outcome.note == scene.note);
        CHECK_FALSE(outcome.is_enough);
        return outcome.told.at(0).fate;
    };
    const auto answer = [](long status, std::string body = {}) {
        return signer::WitnessReply{status, "text/plain", std::move(body)};
    };

    CHECK(fate_of({std::nullopt}) == Fate::silent);
    CHECK(fate_of({answer(500)}) == Fate::silent);
    CHECK(fate_of({answer(200, "nothing of the kind")}) == Fate::silent);
    CHECK(fate_of({answer(200, "\xE2\x80\x94 other.example AAAAAAAAAAAAAAAA\n")}) == Fate::silent);
    CHECK(fate_of({answer(200, SomeWitness().line("x\n"))}) == Fate::silent);
    CHECK(fate_of({answer(200, std::string(20000, 'x'))}) == Fate::silent);
    CHECK(fate_of({answer(403)}) == Fate::refused);
    CHECK(fate_of({answer(404)}) == Fate::refused);
    CHECK(fate_of({answer(409)}) == Fate::inconsistent);
    CHECK(fate_of({answer(422)}) == Fate::inconsistent);
    CHECK(fate_of({seen("8\n")}) == Fate::inconsistent);  // more than the log has
    CHECK(fate_of({seen("5\n"), answer(422)}) == Fate::inconsistent);
    CHECK(fate_of({seen("5\n"), seen("6\n")}) == Fate::silent);
    CHECK(fate_of({seen("05\n")}) == Fate::inconsistent);
    CHECK(fate_of({seen("5")}) == Fate::inconsistent);
}

}  // namespace clarion::test
