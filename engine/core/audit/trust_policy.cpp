#include "engine/core/audit/trust_policy.hpp"

#include <algorithm>
#include <set>

#include "engine/core/audit/base64.hpp"

namespace clarion::core {

namespace {

constexpr std::size_t kEachMax = 32;
constexpr std::uint8_t kCosignatureType = 0x04;
constexpr std::size_t kTimeBytes = 8;
constexpr std::string_view kNone = "none";

std::vector<std::string> words_of(std::string_view line) {
    std::vector<std::string> words;
    while (true) {
        const auto from = line.find_first_not_of(" \t");
        if (from == std::string_view::npos) return words;
        const auto to = std::min(line.find_first_of(" \t", from), line.size());
        words.emplace_back(line.substr(from, to - from));
        line.remove_prefix(to);
    }
}

class PolicyReader {
public:
    explicit PolicyReader(const Sha256& sha256) : sha256_(sha256) {}

    Result<TrustPolicy, std::string> read(std::string_view text) {
        if (text.size() > kPolicyBytesMax) return failure(std::string("the policy is too long"));
        if (!text.ends_with('\n')) return failure(std::string("the last line has no end"));
        for (int number = 1; !text.empty(); ++number) {
            const auto end = text.find('\n');
            const std::string why = read_line(text.substr(0, end));
            if (!why.empty()) return failure("line " + std::to_string(number) + ": " + why);
            text.remove_prefix(end + 1);
        }
        if (policy_.quorum.empty()) return failure(std::string("there is no quorum line"));
        return std::move(policy_);
    }

private:
    std::string read_line(std::string_view line) {
        const bool has_control = std::any_of(line.begin(), line.end(), [](char c) {
            const auto byte = static_cast<unsigned char>(c);
            return (byte < 0x20 && c != '\t') || byte == 0x7F;
        });
        if (has_control) return "holds a control character";
        const auto words = words_of(line);
        if (words.empty() || words[0].starts_with('#')) return {};
        if (words[0] == "log") return read_log(words);
        if (words[0] == "witness") return read_witness(words);
        if (words[0] == "group") return read_group(words);
        if (words[0] == "quorum") return read_quorum(words);
        return "is neither log, witness, group nor quorum";
    }

    std::string read_log(const std::vector<std::string>& words) {
        if (words.size() < 2 || words.size() > 3) return "a log is written: log <vkey> [<url>]";
        if (policy_.logs.size() == kEachMax) return "there are more than 32 logs";
        auto key = parse_verifier_key(sha256_, words[1]);
        if (!key) return key.error();
        if (!keys_.insert(key->key).second) return "the same key is there twice";
        policy_.logs.push_back({*std::move(key), words.size() == 3 ? words[2] : ""});
        return {};
    }

    std::string read_witness(const std::vector<std::string>& words) {
        if (words.size() < 3 || words.size() > 4)
            return "a witness is written: witness <name> <vkey> [<url>]";
        if (policy_.witnesses.size() == kEachMax) return "there are more than 32 witnesses";
        auto key = parse_witness_key(sha256_, words[2]);
        if (!key) return key.error();
        if (!keys_.insert(key->key).second) return "the same key is there twice";
        if (auto why = define(words[1]); !why.empty()) return why;
        policy_.witnesses.push_back({words[1], *std::move(key), words.size() == 4 ? words[3] : ""});
        return {};
    }

    std::string read_group(const std::vector<std::string>& words) {
        if (words.size() < 4) return "a group is written: group <name> all|any|<k> <name>...";
        if (policy_.groups.size() == kEachMax) return "there are more than 32 groups";
        WitnessGroup group{words[1], 0, {words.begin() + 3, words.end()}};
        for (const std::string& member : group.members) {
            if (!defined_.contains(member)) return member + " is not defined before";
            if (!members_.insert(member).second) return member + " is already a member of a group";
        }
        const std::size_t count = group.members.size();
        const auto number = parse_log_number(words[2]);
        if (words[2] == "all") group.threshold = count;
        if (words[2] == "any") group.threshold = 1;
        if (number) group.threshold = static_cast<std::size_t>(*number);
        if (group.threshold < 1 || group.threshold > count)
            return "the threshold is all, any, or a number from 1 to " + std::to_string(count);
        if (auto why = define(words[1]); !why.empty()) return why;
        policy_.groups.push_back(std::move(group));
        return {};
    }

    std::string read_quorum(const std::vector<std::string>& words) {
        if (words.size() != 2) return "the quorum is written: quorum <name>";
        if (!policy_.quorum.empty()) return "there is a quorum already";
        if (words[1] != kNone && !defined_.contains(words[1]))
            return words[1] + " is not defined before";
        policy_.quorum = words[1];
        return {};
    }

    std::string define(const std::string& name) {
        if (name == kNone) return "`none` is nobody's name";
        return defined_.insert(name).second ? "" : name + " is defined twice";
    }

    const Sha256& sha256_;
    TrustPolicy policy_;
    std::set<std::string> defined_;
    std::set<std::string> members_;
    std::set<PublicKey> keys_;
};

bool has_cosigned(
    const TrustPolicy& policy, const std::set<std::string>& signers, const std::string& name
) {
    if (name == kNone) return true;
    const auto group =
        std::find_if(policy.groups.begin(), policy.groups.end(), [&](const auto& one) {
            return one.label == name;
        });
    if (group == policy.groups.end()) return signers.contains(name);
    // Groups name only what stands before them, so this ends.
    const auto count =
        std::count_if(group->members.begin(), group->members.end(), [&](const std::string& member) {
            return has_cosigned(policy, signers, member);
        });
    return static_cast<std::size_t>(count) >= group->threshold;
}

std::string missing(const TrustPolicy& policy, const std::set<std::string>& signers) {
    std::string have;
    std::string lack;
    for (const Witness& witness : policy.witnesses) {
        std::string& list = signers.contains(witness.label) ? have : lack;
        list += (list.empty() ? "" : ", ") + witness.label;
    }
    return "too few witnesses cosigned it for the quorum `" + policy.quorum +
           "`: " + (have.empty() ? "none did" : have + " did") +
           (lack.empty() ? "" : ", not " + lack);
}

}  // namespace

Result<TrustPolicy, std::string> parse_trust_policy(const Sha256& sha256, std::string_view text) {
    return PolicyReader(sha256).read(text);
}

Result<VerifierKey, std::string> parse_witness_key(const Sha256& sha256, std::string_view text) {
    return parse_typed_key(sha256, text, kCosignatureType, "witness's");
}

Result<std::vector<Cosignature>, std::string> cosignatures_of(
    const TrustPolicy& policy, std::string_view note, const VerifyBytes& verify
) {
    const auto parsed = parse_note(note);
    if (!parsed) return failure(parsed.error());
    std::vector<Cosignature> found;
    for (const NoteSignature& line : parsed->signatures) {
        const auto witness = std::find_if(
            policy.witnesses.begin(),
            policy.witnesses.end(),
            [&line](const Witness& one) {
                return one.key.name == line.name && one.key.id == line.id;
            }
        );
        if (witness == policy.witnesses.end()) continue;
        const std::string whose = "the cosignature of " + witness->label;
        if (line.signature.size() != kTimeBytes + Signature{}.size())
            return failure(whose + " is of the wrong length");
        std::uint64_t time = 0;
        for (std::size_t at = 0; at < kTimeBytes; ++at)
            time = time << 8U | line.signature[at];
        const std::string message =
            "cosignature/v1\ntime " + std::to_string(time) + "\n" + parsed->text;
        const std::span<const std::uint8_t> signature(line.signature);
        if (time >> 63U != 0 || !verify(witness->key.key, message, signature.subspan(kTimeBytes)))
            return failure(whose + " does not fit the checkpoint");
        found.push_back({witness->label, time});
    }
    return found;
}

Result<Checkpoint, std::string> open_cosigned_checkpoint(
    const TrustPolicy& policy,
    std::span<const VerifierKey> keys,
    std::string_view note,
    const VerifyBytes& verify
) {
    std::vector<VerifierKey> logs(keys.begin(), keys.end());
    if (!policy.logs.empty()) {
        logs.clear();
        for (const PolicyLog& log : policy.logs)
            logs.push_back(log.key);
    }
    auto checkpoint = open_checkpoint(note, logs, verify);
    if (!checkpoint) return checkpoint;
    const bool is_known = std::any_of(logs.begin(), logs.end(), [&](const VerifierKey& key) {
        return key.name == checkpoint->origin;
    });
    if (!is_known) return failure(std::string("the checkpoint is of another log"));
    const auto cosigned = cosignatures_of(policy, note, verify);
    if (!cosigned) return failure(cosigned.error());
    std::set<std::string> signers;
    for (const Cosignature& one : *cosigned)
        signers.insert(one.label);
    if (!has_cosigned(policy, signers, policy.quorum)) return failure(missing(policy, signers));
    return checkpoint;
}

std::string add_checkpoint_request(
    std::uint64_t old_size, const std::vector<Digest>& proof, std::string_view note
) {
    std::string text = "old " + std::to_string(old_size) + "\n";
    for (const Digest& hash : proof)
        text += to_base64(hash) + "\n";
    return text + "\n" + std::string(note);
}

}  // namespace clarion::core
