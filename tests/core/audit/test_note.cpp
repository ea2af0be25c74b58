#include <doctest/doctest.h>

#include "engine/core/audit/base64.hpp"
#include "engine/core/audit/checkpoint.hpp"
#include "tests/core/audit/openssl_functions.hpp"

namespace core = clarion::core;

namespace {

const core::Sha256 kSha256 = clarion::test::openssl_sha256();
const core::VerifyBytes kVerify = clarion::test::openssl_verify();

// From the documentation of Go's golang.org/x/mod/sumdb/note.
constexpr auto kPeterKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr auto kPeterSeed = "gQoUAtUUbI2E8kQzMPVAgOv5juF9nHT2JS/F1ccoMXM=";
const std::string kPeterText =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
const std::string kPeterLine =
    "\xE2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqf"
    "qdngotpRZb6KE6RyyBwJnAM=\n";
const std::string kPeterNote = kPeterText + "\n" + kPeterLine;

core::VerifierKey peter() {
    return core::parse_verifier_key(kSha256, kPeterKey).value();
}

std::string why_not(const std::string& note) {
    const std::array keys{peter()};
    const auto opened = core::open_note(note, keys, kVerify);
    return opened ? "opened" : opened.error();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("note: Go's published example opens, and is what we sign with the same key") {
    const std::array keys{peter()};
    CHECK(core::open_note(kPeterNote, keys, kVerify).value() == kPeterText);

    const auto seed = core::parse_base64_digest(kPeterSeed).value();
    CHECK(core::sign_note(kPeterText, peter(), clarion::test::openssl_sign(seed)) == kPeterNote);
}

TEST_CASE("note: a key is written and read in one form alone") {
    CHECK(core::format_verifier_key(peter()) == kPeterKey);
    const std::string good = kPeterKey;
    for (const auto& wrong : {
             std::string(),
             std::string("PeterNeumann"),
             std::string("PeterNeumann+c74f20a3"),
             replaced(good, "c74f20a3", "c74f20a4"),
             replaced(good, "c74f20a3", "C74F20A3"),
             replaced(good, "PeterNeumann", "PeterNeuman"),
             replaced(good, "PeterNeumann", "Peter Neumann"),
             replaced(good, "PeterNeumann", ""),
             replaced(good, "+AR", "+Ah"),
             replaced(good, "10TW", "10"),
             good + "\n",
         }) {
        CAPTURE(wrong);
        CHECK_FALSE(core::parse_verifier_key(kSha256, wrong).has_value());
    }
}

TEST_CASE("note: unknown keys are ignored, a known key that fails spoils the note") {
    const std::string stranger = "\xE2\x80\x94 EnochRoot r0lvZ2dlZCBieSBub2JvZHk=\n";
    CHECK(why_not(kPeterText + "\n" + stranger + kPeterLine) == "opened");
    CHECK(why_not(kPeterText + "\n" + stranger) == "no known key signed this note");
    CHECK(
        why_not(replaced(kPeterNote, "your problem is", "your problem was")) ==
        "the signature of PeterNeumann does not fit the text"
    );
    const std::string spoilt = replaced(kPeterLine, "NIuG", "NIuH");
    CHECK(
        why_not(kPeterText + "\n" + kPeterLine + spoilt) ==
        "the signature of PeterNeumann does not fit the text"
    );
    // The same name with another id is another key.
    CHECK(why_not(replaced(kPeterNote, "x08go", "x08hp")) == "no known key signed this note");
}

TEST_CASE("note: the form is read strictly") {
    const std::string head = kPeterText + "\n";
    CHECK(why_not(kPeterText) == "the note has no signatures");
    CHECK(why_not(head) == "the note has no signatures");
    CHECK(why_not("") == "the note does not end with a newline");
    CHECK(
        why_not(kPeterNote.substr(0, kPeterNote.size() - 1)) ==
        "the note does not end with a newline"
    );
    CHECK(
        why_not(replaced(kPeterNote, "problem,\n", "problem,\r\n")) ==
        "the note holds control characters"
    );
    CHECK(why_not(replaced(kPeterNote, "think", "th\x80nk")) == "the note is not UTF-8");
    CHECK(why_not(kPeterNote + "\n") == "the note has no signatures");
    CHECK(why_not(kPeterNote + "x\n") == "a signature line is malformed");
    CHECK(
        why_not(replaced(kPeterNote, "\xE2\x80\x94 P", "- P")) == "a signature line is malformed"
    );
    CHECK(why_not(replaced(kPeterNote, "nAM=\n", "nAN=\n")) == "a signature line is malformed");
    CHECK(why_not(replaced(kPeterNote, "nAM=\n", "nAM=  \n")) == "a signature line is malformed");
    CHECK(why_not(head + "\xE2\x80\x94 x AAAAAA==\n") == "a signature line is malformed");
}

TEST_CASE("note: sixteen signatures and 64 KiB are the most") {
    std::string note = kPeterText + "\n" + kPeterLine;
    for (int at = 0; at < 15; ++at)
        note += "\xE2\x80\x94 EnochRoot r0lvZ2dlZCBieSBub2JvZHk=\n";
    CHECK(why_not(note) == "opened");
    CHECK(why_not(note + kPeterLine) == "more than 16 signatures");

    const std::string long_text(core::kNoteBytesMax, 'a');
    CHECK(why_not(long_text + "\n\n" + kPeterLine) == "the note is longer than 64 KiB");
}

TEST_CASE("checkpoint: text is written and read in one form alone") {
    const core::Checkpoint checkpoint{
        .origin = "audit.example-force.example/clarion/2027",
        .size = 20852163,
        .root = core::parse_base64_digest("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=").value()};
    const std::string text =
        "audit.example-force.example/clarion/2027\n20852163\n"
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    CHECK(core::checkpoint_text(checkpoint) == text);
    CHECK(core::parse_checkpoint_text(text).value() == checkpoint);

    for (const auto& wrong : {
             replaced(text, "20852163", "020852163"),
             replaced(text, "20852163", "+20852163"),
             replaced(text, "20852163", "-1"),
             replaced(text, "20852163", ""),
             replaced(text, "20852163", "9223372036854775808"),
             replaced(text, "20852163", "20852163 "),
             replaced(text, "q2I=", "q2J="),
             replaced(text, "q2I=", "q2I"),
             replaced(text, "clarion", "cla rion"),
             replaced(text, "q2I=\n", "q2I="),
             text + "extension\n",
             text + "\n",
             std::string("\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"),
         }) {
        CAPTURE(wrong);
        CHECK_FALSE(core::parse_checkpoint_text(wrong).has_value());
    }
}

TEST_CASE("checkpoint: what we sign opens with our key and with no other") {
    const auto seed = core::parse_base64_digest(kPeterSeed).value();
    auto key = peter();
    const core::Checkpoint checkpoint{.origin = key.name, .size = 3, .root = kSha256({})};
    const auto note = core::sign_checkpoint(checkpoint, key, clarion::test::openssl_sign(seed));

    CHECK(core::open_checkpoint(note, std::array{key}, kVerify).value() == checkpoint);
    const auto other = core::verifier_key(kSha256, "somebody.example", key.key);
    CHECK_FALSE(core::open_checkpoint(note, std::array{other}, kVerify).has_value());
}

TEST_CASE("proof text: the form of c2sp.org/tlog-proof, there and back") {
    const core::TlogProof proof{
        .index = 73894, .siblings = {kSha256({}), core::Digest{}}, .checkpoint = kPeterNote};
    const std::string text =
        "c2sp.org/tlog-proof@v1\nindex 73894\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n" +
        kPeterNote;
    CHECK(core::format_proof(proof) == text);
    const auto read = core::parse_proof(text);
    REQUIRE(read.has_value());
    CHECK(read->index == proof.index);
    CHECK(read->siblings == proof.siblings);
    CHECK(read->checkpoint == kPeterNote);
    CHECK(core::parse_proof(replaced(text, "index", "extra Zm9v\nindex")).has_value());

    for (const auto& wrong : {
             replaced(text, "@v1", "@v2"),
             replaced(text, "73894", "073894"),
             replaced(text, "index", "extra Zm9\nindex"),
             replaced(text, "SuFU=", "SuFV="),
             replaced(text, "AAA=\n\n", "AAA=\n"),
             text.substr(0, text.size() - 1),
         }) {
        CAPTURE(wrong);
        CHECK_FALSE(core::parse_proof(wrong).has_value());
    }
}
