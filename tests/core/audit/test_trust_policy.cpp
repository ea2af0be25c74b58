// Trust policies as c2sp.org/tlog-policy writes them, and cosigned checkpoints held against them.
#include <doctest/doctest.h>

#include "engine/core/audit/base64.hpp"
#include "engine/core/audit/trust_policy.hpp"
#include "tests/core/audit/openssl_functions.hpp"

namespace core = clarion::core;

namespace {

const core::Sha256 kSha256 = clarion::test::openssl_sha256();
const core::VerifyBytes kVerify = clarion::test::openssl_verify();

core::Digest seed_of(std::uint8_t number) {
    core::Digest seed{};
    seed.fill(number);
    return seed;
}

std::string hex_of(std::span<const std::uint8_t> bytes) {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : bytes) {
        text += kHex[byte >> 4U];
        text += kHex[byte & 15U];
    }
    return text;
}

struct Signer {
    std::string name;
    core::Digest seed;
    std::uint8_t type = 4;

    [[nodiscard]] std::vector<std::uint8_t> typed() const {
        const core::PublicKey key = clarion::test::openssl_public_key(seed);
        std::vector<std::uint8_t> bytes{type};
        bytes.insert(bytes.end(), key.begin(), key.end());
        return bytes;
    }
    [[nodiscard]] std::vector<std::uint8_t> id() const {
        std::string named = name + "\n";
        for (const std::uint8_t byte : typed())
            named += static_cast<char>(byte);
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(named.data());
        const core::Digest digest = kSha256({std::span(bytes, named.size())});
        return {digest.begin(), digest.begin() + 4};
    }
    [[nodiscard]] std::string vkey() const {
        return name + "+" + hex_of(id()) + "+" + core::to_base64(typed());
    }
    [[nodiscard]] std::string line(const std::string& text, std::uint64_t time = 1700000000) const {
        std::vector<std::uint8_t> bytes = id();
        std::string message = text;
        if (type == 4) {
            for (int shift = 56; shift >= 0; shift -= 8)
                bytes.push_back(static_cast<std::uint8_t>(time >> shift));
            message = "cosignature/v1\ntime " + std::to_string(time) + "\n" + text;
        }
        const auto signature = clarion::test::openssl_sign(seed)(message);
        bytes.insert(bytes.end(), signature.begin(), signature.end());
        return "\xE2\x80\x94 " + name + " " + core::to_base64(bytes) + "\n";
    }
};

const Signer kLog{"log.example/clarion/2026", seed_of(1), 1};
const Signer kFirst{"witness.example/1", seed_of(2)};
const Signer kSecond{"witness.example/2", seed_of(3)};
const Signer kThird{"witness.example/3", seed_of(4)};
const std::string kText =
    "log.example/clarion/2026\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";

std::string policy_text(const std::string& end = "group three 2 w1 w2 w3\nquorum three\n") {
    return "# who we believe\nlog " + kLog.vkey() + "\n\n  witness w1 " + kFirst.vkey() +
           " https://one.example\nwitness\tw2 " + kSecond.vkey() + "\nwitness w3 " + kThird.vkey() +
           "\n" + end;
}

core::TrustPolicy policy(const std::string& end = "group three 2 w1 w2 w3\nquorum three\n") {
    auto read = core::parse_trust_policy(kSha256, policy_text(end));
    REQUIRE_MESSAGE(read.has_value(), (read ? "" : read.error()));
    return *std::move(read);
}

std::string opened(const std::string& note, const core::TrustPolicy& by) {
    const auto checkpoint = core::open_cosigned_checkpoint(by, {}, note, kVerify);
    return checkpoint ? "size " + std::to_string(checkpoint->size) : checkpoint.error();
}

}  // namespace

TEST_CASE("trust policy: two of three cosignatures are enough, one is not, and it says who") {
    const std::string signed_note = kText + "\n" + kLog.line(kText);

    CHECK(opened(signed_note + kFirst.line(kText) + kThird.line(kText), policy()) == "size 7");
    CHECK(
        opened(signed_note + kSecond.line(kText), policy()) ==
        "too few witnesses cosigned it for the quorum `three`: w2 did, not w1, w3"
    );
    CHECK(
        opened(signed_note, policy()) ==
        "too few witnesses cosigned it for the quorum `three`: none did, not w1, w2, w3"
    );
    // The same witness twice is one witness.
    CHECK(
        opened(signed_note + kFirst.line(kText, 1) + kFirst.line(kText, 2), policy()) ==
        "too few witnesses cosigned it for the quorum `three`: w1 did, not w2, w3"
    );
    CHECK(opened(signed_note, policy("quorum none\n")) == "size 7");
    CHECK(opened(signed_note + kFirst.line(kText), policy("quorum w1\n")) == "size 7");
}

TEST_CASE("trust policy: groups of groups count as the specification says") {
    const auto both = policy("group a any w1 w2\ngroup b all a w3\nquorum b\n");
    const std::string signed_note = kText + "\n" + kLog.line(kText);

    CHECK(opened(signed_note + kSecond.line(kText) + kThird.line(kText), both) == "size 7");
    CHECK(opened(signed_note + kFirst.line(kText) + kSecond.line(kText), both) != "size 7");
}

TEST_CASE("trust policy: what witnesses signed elsewhere, or somebody else signed, does not count"
) {
    const std::string signed_note = kText + "\n" + kLog.line(kText);
    const std::string other =
        "log.example/clarion/2026\n8\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    const Signer stranger{"witness.example/1", seed_of(9)};
    Signer as_log = kFirst;
    as_log.type = 1;

    CHECK(
        opened(signed_note + kFirst.line(other) + kSecond.line(kText), policy()) ==
        "the cosignature of w1 does not fit the checkpoint"
    );
    CHECK(opened(signed_note + stranger.line(kText) + kSecond.line(kText), policy()) != "size 7");
    CHECK(opened(signed_note + as_log.line(kText) + kSecond.line(kText), policy()) != "size 7");
    CHECK(
        opened(kText + "\n" + kFirst.line(kText) + kSecond.line(kText), policy()) ==
        "no known key signed this note"
    );
}

TEST_CASE("trust policy: every malformed line is refused with its number") {
    const auto why = [](const std::string& text) {
        const auto read = core::parse_trust_policy(kSha256, text);
        return read ? std::string("read") : read.error();
    };

    CHECK(why("quorum none\n") == "read");
    CHECK(why("quorum none") == "the last line has no end");
    CHECK(why("") == "the last line has no end");
    CHECK(why("# nothing\n") == "there is no quorum line");
    CHECK(why("quorum none\nquorum none\n") == "line 2: there is a quorum already");
    CHECK(why("quorum w1\n") == "line 1: w1 is not defined before");
    CHECK(why("quorum none\r\n") == "line 1: holds a control character");
    CHECK(why("people none\n") == "line 1: is neither log, witness, group nor quorum");
    CHECK(why("log\n") == "line 1: a log is written: log <vkey> [<url>]");
    CHECK(why("log x\n") == "line 1: the log key is written name+id+key");
    CHECK(
        why("witness w1 " + kLog.vkey() + "\n") ==
        "line 1: the witness's key is not an Ed25519 key (type 04)"
    );
    CHECK(why("witness none " + kFirst.vkey() + "\n") == "line 1: `none` is nobody's name");
    CHECK(why(policy_text("group g 0 w1\nquorum g\n")).ends_with("a number from 1 to 1"));
    CHECK(why(policy_text("group g 2 w1\nquorum g\n")).ends_with("a number from 1 to 1"));
    CHECK(
        why(policy_text("group g any\nquorum g\n")).find("a group is written") != std::string::npos
    );
    CHECK(why(policy_text("group g any g\nquorum g\n")).ends_with("g is not defined before"));
    CHECK(why(policy_text("group w1 any w2\nquorum w1\n")).ends_with("w1 is defined twice"));
    CHECK(why(policy_text("witness w4 " + kFirst.vkey() + "\nquorum none\n"))
              .ends_with("the same key is there twice"));
    CHECK(why(policy_text("group a any w1\ngroup b any w1\nquorum b\n"))
              .ends_with("w1 is already a member of a group"));
    CHECK(why(std::string(core::kPolicyBytesMax + 1, '\n')) == "the policy is too long");
}

TEST_CASE("notes of one text are merged line by line, and others are left alone") {
    const std::string signed_note = kText + "\n" + kLog.line(kText);
    const std::string first = signed_note + kFirst.line(kText);
    const std::string second = signed_note + kSecond.line(kText);

    CHECK(core::merge_notes(first, second) == first + kSecond.line(kText));
    CHECK(core::merge_notes(first, signed_note) == first);
    CHECK(core::merge_notes(signed_note, "other\n\n" + kFirst.line("other\n")) == signed_note);
    CHECK(core::merge_notes(signed_note, "nothing") == signed_note);
}
