#include "adapters/signer/errand_link.hpp"

#include "adapters/signer/link_socket.hpp"
#include "adapters/signer/visitors.hpp"

namespace clarion::signer {

namespace json = core::json;

namespace {

json::object object_in(const Frame& frame, FrameKind wanted) {
    boost::system::error_code error;
    json::value value = json::parse(frame.body, error);
    if (frame.kind != wanted || error || !value.is_object()) {
        throw PeerGone("it speaks of something else");
    }
    return std::move(value.get_object());
}

}  // namespace

void ErrandLink::serve(const std::stop_token& stop) {
    const auto welcome = [this]() -> FrameAnswer {
        return [errand = welcome_()](const Frame& frame) {
            const json::object answer = errand(object_in(frame, FrameKind::errand));
            return Frame{FrameKind::errand_done, json::serialize(answer)};
        };
    };
    serve_visitors({socket_path_, "operator_left", welcome}, log_, stop);
}

std::optional<RemoteService> RemoteService::connect(const std::filesystem::path& socket_path) {
    if (!fits_socket(socket_path)) return std::nullopt;
    Descriptor socket = connect_socket(socket_path);
    if (!socket) return std::nullopt;
    return RemoteService(Connection(std::move(socket)));
}

json::object RemoteService::ask(const json::object& errand) {
    constexpr auto kTurnMax = std::chrono::seconds(600);
    constexpr auto kAnswerMax = std::chrono::seconds(60);
    connection_.send(FrameKind::errand, json::serialize(errand));
    const auto patience = is_heard_ ? kAnswerMax : kTurnMax;
    const auto until = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < until) {
        const auto frame = connection_.wait_for_frame(never_, std::chrono::seconds(1));
        if (!frame) continue;
        is_heard_ = true;
        return object_in(*frame, FrameKind::errand_done);
    }
    throw PeerGone("no answer came");
}

}  // namespace clarion::signer
