#include "adapters/signer/signed_tree.hpp"

#include <bit>

#include "adapters/signer/leaf_check.hpp"
#include "engine/core/audit/base64.hpp"
#include "engine/core/ensure.hpp"

namespace clarion::signer {

namespace {

constexpr std::string_view kStateHeader = "clarion-signer-state/v1";

std::optional<std::string_view> take_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const auto line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

core::MerkleFrontier start_of(const SignedState& state) {
    if (state.checkpoint.size <= SignedTree::kRereadAllMax) return {};
    return state.anchor;
}

}  // namespace

std::string format_state(const SignedState& state) {
    std::string text(kStateHeader);
    text += "\nanchor " + std::to_string(state.anchor.size()) + '\n';
    for (const core::Digest& root : state.anchor.roots())
        text += core::to_base64(root) + '\n';
    return text + '\n' + state.note;
}

core::Result<SignedState, std::string> parse_state(std::string_view text) {
    constexpr std::string_view kAnchor = "anchor ";
    const auto refuse = [](const char* why) { return core::failure(std::string(why)); };
    if (take_line(text) != kStateHeader)
        return refuse("the first line is not that of a state file");
    const auto anchor = take_line(text);
    if (!anchor || !anchor->starts_with(kAnchor)) return refuse("the anchor is missing");
    const auto size = core::parse_log_number(anchor->substr(kAnchor.size()));
    if (!size) return refuse("the anchor's size is not a number");
    std::vector<core::Digest> roots;
    for (auto line = take_line(text); line && !line->empty(); line = take_line(text)) {
        const auto root = core::parse_base64_digest(*line);
        if (!root) return refuse("a hash of the anchor is malformed");
        roots.push_back(*root);
    }
    if (roots.size() != static_cast<std::size_t>(std::popcount(*size))) {
        return refuse("the anchor has not the hashes that its size needs");
    }
    const auto note = core::parse_note(text);
    if (!note) return core::failure(note.error());
    auto checkpoint = core::parse_checkpoint_text(note->text);
    if (!checkpoint) return core::failure(checkpoint.error());
    if (*size >= checkpoint->size) return refuse("the anchor is not older than the checkpoint");
    return SignedState{
        .anchor = core::MerkleFrontier(*size, std::move(roots)),
        .checkpoint = *std::move(checkpoint),
        .note = std::string(text)};
}

SignedTree::SignedTree(core::Sha256 sha256, SignedState state)
    : sha256_(std::move(sha256)),
      state_(std::move(state)),
      tree_(start_of(state_)),
      anchor_(tree_) {}

std::uint64_t SignedTree::unsigned_entries() const {
    return is_verified() ? tree_.size() - state_.checkpoint.size : 0;
}

std::optional<std::string> SignedTree::add(std::string_view entry) {
    const auto leaf = check_leaf(entry, tree_.size());
    if (!leaf) return "entry " + std::to_string(tree_.size()) + " " + leaf.error();
    if (tree_.size() % kAnchorStep == 0) anchor_ = tree_;
    tree_.append(sha256_, core::leaf_hash(sha256_, entry));
    const core::Checkpoint& signed_last = state_.checkpoint;
    if (tree_.size() == signed_last.size && tree_.root(sha256_) != signed_last.root) {
        return "the log is not the one that was signed at " + std::to_string(signed_last.size) +
               " entries: history was changed, or an old backup grew anew";
    }
    return std::nullopt;
}

std::optional<std::string> SignedTree::end_of_log() const {
    if (is_verified()) return std::nullopt;
    return "the log ends at " + std::to_string(tree_.size()) + " entries, but " +
           std::to_string(state_.checkpoint.size) +
           " were signed: entries were removed, or an old backup was restored";
}

core::Checkpoint SignedTree::head(const std::string& origin) const {
    core::ensure(is_verified(), "only a continuation of what was signed is signed");
    return {.origin = origin, .size = tree_.size(), .root = tree_.root(sha256_)};
}

SignedState SignedTree::state_with(core::Checkpoint checkpoint, std::string note) const {
    return {.anchor = anchor_, .checkpoint = std::move(checkpoint), .note = std::move(note)};
}

}  // namespace clarion::signer
