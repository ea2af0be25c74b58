#include "deploy/clarion/log_turn.hpp"

#include <algorithm>
#include <vector>

#include "adapters/files/file_set.hpp"
#include "adapters/signer/durable_file.hpp"
#include "adapters/signer/signed_tree.hpp"
#include "deploy/clarion/exit_codes.hpp"
#include "engine/core/audit/base64.hpp"
#include "engine/core/audit/checkpoint.hpp"

namespace clarion::deploy {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kFirstLine = "clarion-log-turn/v1";
constexpr mode_t kForAll = 0644;

// The value of the next line, which begins with this word.
std::optional<std::string> take_value(std::string_view& rest, std::string_view word) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (!line.starts_with(word) || line.size() <= word.size() || line[word.size()] != ' ')
        return std::nullopt;
    return std::string(line.substr(word.size() + 1));
}

// What the signer signed last; nothing when it has signed nothing yet.
std::optional<core::Checkpoint> signed_last(const DataFolder& folder) {
    const auto text = signer::read_if_there(folder.signer() / "state");
    if (!text) return std::nullopt;
    auto state = signer::parse_state(*text);
    if (!state) return std::nullopt;  // the signer itself says what is wrong with it
    return std::move(state->checkpoint);
}

fs::path administrators_for_signer(const DataFolder& folder) {
    const fs::path own = folder.signer() / "administrators";
    return fs::is_directory(own) ? own : folder.administrators();
}

struct KeptTurn {
    std::string text;
    TurnStatement turn;
    StatementFiles files;
};

std::vector<KeptTurn> kept_turns(const DataFolder& folder) {
    std::vector<KeptTurn> turns;
    if (!fs::is_directory(folder.turns())) return turns;
    for (const auto& entry : fs::directory_iterator(folder.turns())) {
        const StatementFiles files{
            entry.path() / "statement", entry.path() / "proposal", entry.path() / "approval"};
        std::string text = files::read_file(files.statement);
        auto turn = parse_turn(text);
        if (!turn) {
            throw CommandFailed(
                ExitCode::not_allowed, files.statement.string() + ": " + turn.error()
            );
        }
        turns.push_back({std::move(text), *std::move(turn), files});
    }
    return turns;
}

void check_planned(const TurnStatement& turn, const core::Checkpoint& last) {
    if (turn.reason != "planned") return;
    if (turn.entries == last.size && turn.root == last.root) return;
    throw CommandFailed(
        ExitCode::not_allowed,
        "the turn of " + turn.closes +
            " is said to be planned, but it does not end where this "
            "signer signed last"
    );
}

}  // namespace

std::string format_turn(const TurnStatement& turn) {
    return std::string(kFirstLine) + "\ncloses " + turn.closes + "\nentries " +
           std::to_string(turn.entries) + "\nroot " + core::to_base64(turn.root) + "\nopens " +
           turn.opens + "\nreason " + turn.reason + '\n';
}

core::Result<TurnStatement, std::string> parse_turn(const std::string& text) {
    std::string_view rest = text;
    const auto refuse = [] { return core::failure(std::string("is not the statement of a turn")); };
    if (!rest.starts_with(std::string(kFirstLine) + '\n')) return refuse();
    rest.remove_prefix(kFirstLine.size() + 1);
    TurnStatement turn;
    const auto closes = take_value(rest, "closes");
    const auto entries = take_value(rest, "entries");
    const auto root = take_value(rest, "root");
    const auto opens = take_value(rest, "opens");
    const auto reason = take_value(rest, "reason");
    if (!closes || !entries || !root || !opens || !reason || !rest.empty()) return refuse();
    const auto number = core::parse_log_number(*entries);
    const auto digest = core::parse_base64_digest(*root);
    const bool is_reason = *reason == "planned" || *reason == "lost";
    if (!number || !digest || !is_reason || *closes == *opens) return refuse();
    return TurnStatement{*closes, *number, *digest, *opens, *reason};
}

void keep_turn(const DataFolder& folder, std::uint64_t number, const StatementFiles& files) {
    const fs::path kept = folder.turns() / std::to_string(number);
    fs::create_directories(kept);
    const auto keep = [&kept](const char* name, const fs::path& from) {
        signer::write_durably(kept / name, files::read_file(from), kForAll);
    };
    keep("proposal", files.proposal);
    keep("approval", files.approval);
    keep("statement", files.statement);
}

void follow_turn(const DataFolder& folder, const std::string& origin) {
    const auto last = signed_last(folder);
    if (!last || last->origin == origin) return;
    const auto turns = kept_turns(folder);
    // Several turns may have gone by while this signer was away: each of them is followed.
    std::string at = last->origin;
    while (at != origin) {
        const auto next = std::find_if(turns.begin(), turns.end(), [&at](const KeptTurn& kept) {
            return kept.turn.closes == at;
        });
        if (next == turns.end()) return;  // nobody said so: the signer refuses by itself
        static_cast<void>(check_signatures(
            administrators_for_signer(folder),
            next->text,
            next->files.proposal,
            next->files.approval
        ));
        if (at == last->origin) check_planned(next->turn, *last);
        at = next->turn.opens;
    }
    std::string aside = "state-of-" + last->origin;
    std::replace(aside.begin(), aside.end(), '/', '_');
    fs::rename(folder.signer() / "state", folder.signer() / aside);
}

}  // namespace clarion::deploy
