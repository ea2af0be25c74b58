#include "adapters/signer/export_link.hpp"

#include "adapters/signer/engine_door.hpp"
#include "adapters/signer/link_socket.hpp"
#include "adapters/signer/visitors.hpp"
#include "engine/core/audit/checkpoint.hpp"
#include "engine/core/audit/note.hpp"

namespace clarion::signer {

namespace {

using std::chrono::milliseconds;

constexpr int kItemsAtOnce = 1024;
constexpr milliseconds kAnswerMax = std::chrono::seconds(60);

std::vector<std::string_view> items_of(std::string_view bytes) {
    auto items = split_log_entries(bytes);
    if (!items) throw PeerGone("torn entries came");
    return *std::move(items);
}

std::uint64_t size_of(std::string_view written) {
    const auto note = core::parse_note(std::string(written));
    if (!note) throw PeerGone("a checkpoint came that cannot be read");
    const auto checkpoint = core::parse_checkpoint_text(note->text);
    if (!checkpoint) throw PeerGone("a checkpoint came that cannot be read");
    return checkpoint->size;
}

}  // namespace

void ExportLink::serve(const std::stop_token& stop) {
    const auto welcome = [this]() -> FrameAnswer {
        return [this](const Frame& frame) {
            const bool wants_entries = frame.kind == FrameKind::get_entries;
            const auto kind = wants_entries ? FrameKind::entries : FrameKind::checkpoints;
            return Frame{kind, answer_to(frame)};
        };
    };
    serve_visitors({socket_path_, "export_ended", welcome}, log_, stop);
}

std::string ExportLink::answer_to(const Frame& frame) {
    const auto number = core::parse_log_number(frame.body);
    const bool wants_entries = frame.kind == FrameKind::get_entries;
    if (!number || (!wants_entries && frame.kind != FrameKind::get_checkpoints)) {
        throw PeerGone("it asked what an export does not ask");
    }
    runtime::Asked asked = runtime::ReadLogCheckpoints{*number, kItemsAtOnce};
    if (wants_entries) asked = runtime::ReadLogEntries{*number, kItemsAtOnce};
    auto answer = ask_engine(queue_, "export", std::move(asked));
    auto* answered = std::get_if<runtime::Answered>(&answer);
    if (answered == nullptr) throw PeerGone("the engine could not answer");
    return std::move(answered->bytes);
}

std::optional<RemoteLog> RemoteLog::connect(const std::filesystem::path& socket_path) {
    if (!fits_socket(socket_path)) return std::nullopt;
    Descriptor socket = connect_socket(socket_path);
    if (!socket) return std::nullopt;
    return RemoteLog(Connection(std::move(socket)));
}

std::string RemoteLog::ask(FrameKind kind, std::uint64_t number, FrameKind wanted) {
    connection_.send(kind, std::to_string(number));
    // A large frame comes in pieces; each of them is worth another wait.
    const auto until = std::chrono::steady_clock::now() + kAnswerMax;
    while (std::chrono::steady_clock::now() < until) {
        auto frame = connection_.wait_for_frame(never_, kAnswerMax);
        if (!frame) continue;
        if (frame->kind != wanted) throw PeerGone("something else was answered");
        return std::move(frame->body);
    }
    throw PeerGone("no answer came");
}

std::vector<ports::LoggedEntry> RemoteLog::entries(std::uint64_t from, int limit) {
    std::vector<ports::LoggedEntry> entries;
    const std::string bytes = ask(FrameKind::get_entries, from, FrameKind::entries);
    for (const std::string_view item : items_of(bytes)) {
        if (std::cmp_greater_equal(entries.size(), limit)) break;
        entries.push_back({.seq = from + entries.size(), .bytes = std::string(item)});
    }
    return entries;
}

std::vector<std::pair<std::uint64_t, std::string>> RemoteLog::checkpoints() {
    std::vector<std::pair<std::uint64_t, std::string>> all;
    for (;;) {
        const std::uint64_t after = all.empty() ? 0 : all.back().first;
        const std::string bytes = ask(FrameKind::get_checkpoints, after, FrameKind::checkpoints);
        if (bytes.empty()) return all;
        for (const std::string_view item : items_of(bytes))
            all.emplace_back(size_of(item), std::string(item));
    }
}

}  // namespace clarion::signer
