// What the signer signs, and what it keeps.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>

#include "adapters/signer/leaf_check.hpp"
#include "adapters/signer/signed_tree.hpp"
#include "adapters/signer/signer_folder.hpp"
#include "tests/adapters/signer_log.hpp"

namespace core = clarion::core;
using namespace clarion::signer;
using namespace clarion::test;

namespace {

std::string fed(SignedTree& tree, const std::vector<std::string>& entries) {
    while (tree.next() < entries.size()) {
        if (const auto reason = tree.add(entries[tree.next()])) return *reason;
    }
    return tree.end_of_log().value_or("good");
}

// The state that a signer leaves who has signed these entries.
SignedState signed_state(const std::vector<std::string>& entries, const SignerFolder& folder) {
    SignedTree tree(openssl_sha256(), {});
    REQUIRE(fed(tree, entries) == "good");
    const auto head = tree.head(kOrigin);
    const auto note = core::sign_checkpoint(
        head, folder.verifier_key(), [&folder](std::string_view text) { return folder.sign(text); }
    );
    return tree.state_with(head, note);
}

std::string why_refused(const std::filesystem::path& folder, const std::string& origin = kOrigin) {
    try {
        [[maybe_unused]] const auto state = SignerFolder(folder, origin).load();
        return "accepted";
    } catch (const SignerRefused& refused) {
        return refused.what();
    }
}

}  // namespace

TEST_CASE("signed tree: signs what it read, and goes on from there") {
    const TemporaryFolder home;
    const SignerFolder folder(home / "signer", kOrigin);
    const auto entries = entries_up_to(700);
    const std::vector<std::string> earlier(entries.begin(), entries.begin() + 300);
    const auto state = signed_state(earlier, folder);
    CHECK(state.checkpoint.root == root_of(entries, 300));
    CHECK(state.anchor.size() == 256);

    SignedTree tree(openssl_sha256(), state);
    CHECK_FALSE(tree.is_verified());
    CHECK(tree.unsigned_entries() == 0);
    CHECK(fed(tree, entries) == "good");
    CHECK(tree.unsigned_entries() == 400);
    CHECK(tree.head(kOrigin).root == root_of(entries, 700));
}

TEST_CASE("signed tree: a long log is taken up at the anchor, and the signed end is read again") {
    const TemporaryFolder home;
    const SignerFolder folder(home / "signer", kOrigin);
    auto entries = entries_up_to(SignedTree::kRereadAllMax + 300);
    const auto state = signed_state(entries, folder);

    SignedTree tree(openssl_sha256(), state);
    CHECK(tree.next() == SignedTree::kRereadAllMax + 256);
    CHECK(fed(tree, entries) == "good");
    CHECK(tree.is_verified());

    // An old backup that grew anew has other bytes at the end.
    entries.back() = entry_bytes(entries.size() - 1, "duty");
    SignedTree forked(openssl_sha256(), state);
    CHECK(fed(forked, entries).starts_with("the log is not the one that was signed at"));
}

TEST_CASE("signed tree: what is shorter or other than what was signed is refused") {
    const TemporaryFolder home;
    const SignerFolder folder(home / "signer", kOrigin);
    const auto entries = entries_up_to(300);
    const auto state = signed_state(entries, folder);

    SUBCASE("shorter") {
        const std::vector<std::string> shorter(entries.begin(), entries.end() - 1);
        SignedTree tree(openssl_sha256(), state);
        CHECK(
            fed(tree, shorter) ==
            "the log ends at 299 entries, but 300 were signed: entries were removed, or an old "
            "backup was restored"
        );
    }
    SUBCASE("changed anywhere") {
        for (const std::size_t at : {0U, 150U, 299U}) {
            auto changed = entries;
            changed[at] = entry_bytes(at, "duty");
            SignedTree tree(openssl_sha256(), state);
            CHECK(fed(tree, changed).starts_with("the log is not the one that was signed at 300"));
        }
    }
    SUBCASE("out of order") {
        auto changed = entries;
        std::swap(changed[10], changed[11]);
        SignedTree tree(openssl_sha256(), state);
        CHECK(fed(tree, changed) == "entry 10 says it is number 11, not 10");
    }
}

// C6: by whoever holds one signed size, wherever it is done and however well numbers are kept up.
TEST_CASE("signed tree: no entry is deleted, inserted, moved, replaced, cut off or written anew") {
    using Reasons = std::vector<std::string>;
    const auto log_of = [](const Reasons& reasons) {
        std::vector<std::string> entries;
        for (const std::string& why : reasons)
            entries.push_back(entry_bytes(entries.size(), why));
        return entries;
    };
    Reasons sound;
    for (int number = 0; number < 300; ++number)
        sound.push_back("reason_" + std::to_string(number));
    const TemporaryFolder home;
    const SignerFolder folder(home / "signer", kOrigin);
    const auto state = signed_state(log_of(sound), folder);
    const auto is_taken = [&](const Reasons& reasons) {
        SignedTree tree(openssl_sha256(), state);
        return fed(tree, log_of(reasons)) == "good";
    };
    REQUIRE(is_taken(sound));

    for (int at = 0; at < 300; ++at) {
        CAPTURE(at);
        Reasons deleted = sound;
        deleted.erase(deleted.begin() + at);
        deleted.emplace_back("of_later");
        CHECK_FALSE(is_taken(deleted));
        Reasons inserted = sound;
        inserted.insert(inserted.begin() + at, "foreign");
        CHECK_FALSE(is_taken(inserted));
        Reasons moved = sound;
        std::swap(moved[static_cast<std::size_t>(at)], moved[static_cast<std::size_t>(299 - at)]);
        CHECK_FALSE(is_taken(moved));
        Reasons replaced = sound;
        replaced[static_cast<std::size_t>(at)] = "foreign";
        CHECK_FALSE(is_taken(replaced));
        CHECK_FALSE(is_taken({sound.begin(), sound.begin() + at}));
        Reasons forked = sound;
        std::fill(forked.begin() + at, forked.end(), "foreign");
        CHECK_FALSE(is_taken(forked));
    }
}

TEST_CASE("leaf check: names the rule that bytes break") {
    const std::string good = entry_bytes(4);
    REQUIRE(check_leaf(good, 4).has_value());
    CHECK(check_leaf(good, 4)->subject == "case-4");
    CHECK(check_leaf(good, 4)->subject_number == 1);
    const auto why = [](const std::string& bytes) {
        const auto checked = check_leaf(bytes, 4);
        return checked ? "good" : checked.error();
    };
    const auto with = [&good](const std::string& from, const std::string& to) {
        auto text = good;
        const auto at = text.find(from);
        REQUIRE(at != std::string::npos);
        return text.replace(at, from.size(), to);
    };
    CHECK(why("") == "is not a JSON object");
    CHECK(why("[]") == "is not a JSON object");
    CHECK(why(good + " ") == "is not canonical JSON (RFC 8785)");
    CHECK(why(with(",\"v\":1", ", \"v\":1")) == "is not canonical JSON (RFC 8785)");
    CHECK(why(with("\"v\":1", "\"v\":1.0")) == "is not canonical JSON (RFC 8785)");
    CHECK(why(with("\"v\":1", "\"v\":1,\"v\":1")) == "is not canonical JSON (RFC 8785)");
    CHECK(why(with("\"v\":1", "\"v\":2")) == "is of another version than 1");
    CHECK(
        why(with("\"v\":1,", "\"v\":1,\"wg\":1,")) == "has a member that version 1 does not know"
    );
    CHECK(why(with("\"seq\":4", "\"seq\":5")) == "says it is number 5, not 4");
    CHECK(why(with("\"seq\":4", "\"seq\":\"4\"")) == "has a malformed member `seq`");
    CHECK(why(with("\"seq\":4,", "")) == "has no member `seq`");
    CHECK(why(with("\"subj\":\"case-4\",", "")) == "has `subj` without `subj_n`");
    CHECK(why(with("assigned", "ass\xFFgned")) == "is not UTF-8");
    // Composed or not: neither can be an entry's.
    for (const char* letter : {"\u00E9", "e\u0301"}) {
        CHECK(
            why(with("assigned", letter)) ==
            "has a character beyond ASCII at byte " +
                std::to_string(with("assigned", letter).find_first_of("\xC3\xCC")) +
                ", where there are codes and random names alone"
        );
    }
    CHECK(why(with("assigned", std::string(5000, 'x'))) == "is longer than 4096 bytes");
}

TEST_CASE("leaf check: numbers that every program reads, known classes, outcomes, commitments") {
    const auto why = [](const std::string& from, const std::string& to) {
        auto text = entry_bytes(4);
        const auto at = text.find(from);
        REQUIRE(at != std::string::npos);
        const auto checked = check_leaf(text.replace(at, from.size(), to), 4);
        return checked ? "good" : checked.error();
    };
    const std::string det = "0boCXhSFoQBV3MVKyAHjORrvyxmoqz1qFfk12g0x5KU=";
    const auto with_det = [&why](const std::string& written) {
        return why("\"fields\"", "\"det\":\"" + written + "\",\"fields\"");
    };
    CHECK(why("\"mono\":5004", "\"mono\":9007199254740991") == "good");
    CHECK(
        why("\"mono\":5004", "\"mono\":9007199254740992") ==
        "has `mono` beyond 2^53 - 1, which not every program reads exactly"
    );
    CHECK(why("\"mono\":5004", "\"mono\":-1") == "has a malformed member `mono`");
    CHECK(
        why("\"cls\":\"alteration\"", "\"cls\":\"change\"") ==
        "has a class (`cls`) that version 1 does not know"
    );
    CHECK(
        why("\"out\":\"ok\"", "\"out\":\"good\"") ==
        "has an outcome (`out`) other than ok, denied and error"
    );
    CHECK(with_det(det) == "good");
    const std::string no_commitment = "has a commitment (`det`) that is not 32 bytes in base 64";
    CHECK(with_det(det.substr(4)) == no_commitment);
    CHECK(with_det(det.substr(0, 42) + "V=") == no_commitment);  // bits beyond the bytes
    CHECK(with_det(det + det) == no_commitment);
    for (const char* time : {"\"ts\":\"2027-03-28T00:59:59Z", "\"ts\":\"yesterday"}) {
        CHECK(
            why(entry_bytes(4).substr(entry_bytes(4).find("\"ts\""), 29), time) ==
            "has a time (`ts`) that is not in UTC to the millisecond"
        );
    }
}

TEST_CASE("signer state: is read as it was written, and damage is noticed") {
    const TemporaryFolder home;
    const SignerFolder folder(home / "signer", kOrigin);
    const auto state = signed_state(entries_up_to(900), folder);
    const std::string text = format_state(state);

    const auto read = parse_state(text);
    REQUIRE(read.has_value());
    CHECK(read->anchor.roots() == state.anchor.roots());
    CHECK(read->checkpoint == state.checkpoint);
    CHECK(read->note == state.note);
    for (std::size_t length = 0; length < text.size(); ++length) {
        CHECK_FALSE(parse_state(text.substr(0, length)).has_value());
    }
}

TEST_CASE("signer folder: key and state are the owner's alone, and last") {
    const TemporaryFolder home;
    const auto path = home / "signer";
    core::VerifierKey key;
    {
        const SignerFolder folder(path, kOrigin);
        key = folder.verifier_key();
        CHECK(folder.load().checkpoint.size == 0);
        folder.keep(signed_state(entries_up_to(10), folder));
        CHECK(why_refused(path) == "another signer works in " + path.string());
    }
    const SignerFolder again(path, kOrigin);
    CHECK(again.verifier_key() == key);
    CHECK(again.load().checkpoint.size == 10);
    const auto mode_of = [](const std::filesystem::path& item) {
        struct stat facts {};
        REQUIRE(::stat(item.c_str(), &facts) == 0);
        return facts.st_mode & 0777;
    };
    CHECK(mode_of(path) == 0700);
    CHECK(mode_of(path / "key") == 0600);
    CHECK(mode_of(path / "state") == 0600);
}

TEST_CASE("signer folder: what does not belong together is refused with one clear line") {
    const TemporaryFolder home;
    const auto path = home / "signer";
    {
        const SignerFolder folder(path, kOrigin);
        folder.keep(signed_state(entries_up_to(10), folder));
    }
    CHECK(why_refused(path) == "accepted");
    SUBCASE("another origin") {
        CHECK(
            why_refused(path, "other.example/clarion/2027") ==
            std::string("this signer signed for ") + kOrigin +
                ", not for other.example/clarion/2027"
        );
    }
    SUBCASE("another key") {
        std::ofstream(path / "key") << SigningKey::generate().to_pem();
        CHECK(
            why_refused(path) ==
            (path / "state").string() + " is damaged: no known key signed this note"
        );
    }
    SUBCASE("no key") {
        std::filesystem::remove(path / "key");
        CHECK(why_refused(path) == "the signer's key is gone from " + path.string());
    }
    SUBCASE("not a key") {
        std::ofstream(path / "key") << "hello\n";
        CHECK(why_refused(path).ends_with("is not an Ed25519 private key in PEM"));
    }
    SUBCASE("open to others") {
        std::filesystem::permissions(path, std::filesystem::perms(0750));
        CHECK(why_refused(path).ends_with("is open to others; run: chmod 700"));
    }
    SUBCASE("a key that others may read, and one that is somewhere else") {
        std::filesystem::permissions(path / "key", std::filesystem::perms(0640));
        CHECK(why_refused(path).find("others may read the signer's key") != std::string::npos);
        std::filesystem::rename(path / "key", home / "key");
        std::filesystem::create_symlink(home / "key", path / "key");
        CHECK(why_refused(path).ends_with("/key is not a plain file"));
    }
    SUBCASE("a torn state") {
        std::filesystem::resize_file(path / "state", 100);
        CHECK(why_refused(path).find("is damaged") != std::string::npos);
    }
}
