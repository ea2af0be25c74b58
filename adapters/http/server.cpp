#include "adapters/http/server.hpp"

#include <sys/socket.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <thread>

#include "adapters/http/field_text.hpp"
#include "adapters/http/loop.hpp"
#include "adapters/http/session.hpp"

namespace clarion::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

constexpr std::chrono::milliseconds kAcceptPause{100};
constexpr std::size_t kGoodbyesShare = 8;

std::size_t body_bytes_max(ListenerKind kind) {
    return kind == ListenerKind::staff ? kStaffBodyBytesMax : kPublicBodyBytesMax;
}

std::string without_brackets(std::string_view host) {
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
    }
    std::string name;
    for (const char c : host)
        name += lower(c);
    return name;
}

tcp::endpoint endpoint_of(const ListenerSettings& settings) {
    const std::string host =
        settings.host == "localhost" ? "127.0.0.1" : without_brackets(settings.host);
    boost::system::error_code error;
    const auto address = asio::ip::make_address(host, error);
    if (error) throw ListenFailed("cannot listen on " + settings.host + ": not an address");
    return {address, settings.port};
}

[[noreturn]] void fail(const tcp::endpoint& endpoint, const boost::system::error_code& error) {
    const std::string host = endpoint.address().is_v6() ? "[" + endpoint.address().to_string() + "]"
                                                        : endpoint.address().to_string();
    throw ListenFailed(
        "cannot listen on " + host + ":" + std::to_string(endpoint.port()) + ": " + error.message()
    );
}

enum class Sharing { alone, among_our_threads };

tcp::acceptor bind(asio::io_context& io, const tcp::endpoint& endpoint, Sharing sharing) {
    tcp::acceptor acceptor(io);
    boost::system::error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error && sharing == Sharing::among_our_threads) {
        acceptor.set_option(ReusePort(true), error);
    }
    if (!error) acceptor.bind(endpoint, error);
    if (error) fail(endpoint, error);
    return acceptor;
}

// One listener's door on one loop.
class Door : public std::enable_shared_from_this<Door> {
public:
    Door(tcp::acceptor acceptor, Loop& loop, std::shared_ptr<Listener> listener)
        : acceptor_(std::move(acceptor)),
          pause_(loop.io),
          loop_(loop),
          crowd_(loop.crowd_of(*listener)),
          listener_(std::move(listener)) {}

    void accept() {
        acceptor_.async_accept([self = shared_from_this()](
                                   const boost::system::error_code& error, tcp::socket socket
                               ) { self->on_accept(error, std::move(socket)); });
    }

    // Callable from any thread.
    void close() {
        asio::post(loop_.io, [self = shared_from_this()] {
            boost::system::error_code ignored;
            self->acceptor_.close(ignored);
            self->pause_.cancel();
        });
    }

private:
    void on_accept(const boost::system::error_code& error, tcp::socket socket) {
        if (!acceptor_.is_open()) return;
        if (error) {  // such as no descriptors left: wait a little rather than spin
            make_room(crowd_.first_to_go());
            pause_.expires_after(kAcceptPause);
            pause_.async_wait([self = shared_from_this()](const boost::system::error_code& stop) {
                if (!stop) self->accept();
            });
            return;
        }
        boost::system::error_code gone;
        const auto peer = socket.remote_endpoint(gone).address();
        if (!gone && has_room_for(peer)) {
            start_session(std::move(socket), {loop_, crowd_, listener_, peer});
        }
        accept();
    }

    // Whether one more may come from there, after somebody made room where that was needed.
    bool has_room_for(const asio::ip::address& peer) {
        const ListenerSettings& settings = listener_->settings;
        const std::size_t most_near = listener_->connections_per_network;
        if (most_near > 0 && !listener_->networks.is_proxy(peer)) {
            const std::string network = listener_->networks.of(peer);
            const bool is_full = crowd_.count(network) >= most_near;
            if (is_full && !make_room(crowd_.first_to_go(network))) return false;
        }
        const bool is_full = listener_->connections.load() >= settings.connections_max;
        return !is_full || make_room(crowd_.first_to_go());
    }

    // False: all are served, and nobody goes.
    bool make_room(Session* first) {
        const bool is_idle = first != nullptr && first->place.doing == Doing::idle;
        if (listener_->settings.on_dropped) {
            listener_->settings.on_dropped(
                first == nullptr ? "turned_away"
                : is_idle        ? "idle"
                                 : "slow"
            );
        }
        if (first == nullptr) return false;
        // Goodbyes take time and memory: beyond a little over the limit there are none.
        const std::size_t most = listener_->settings.connections_max;
        const bool is_crowded = listener_->connections.load() >= most + most / kGoodbyesShare + 1;
        if (is_idle && !is_crowded) {
            first->wind_down();
        } else {
            first->finish();
        }
        return true;
    }

    tcp::acceptor acceptor_;
    asio::steady_timer pause_;
    Loop& loop_;  // owned by the server; a shared pointer here would keep it alive for ever
    Crowd& crowd_;
    std::shared_ptr<Listener> listener_;
};

std::shared_ptr<Listener> make_listener(
    ListenerSettings settings, const Router& router, std::size_t loops
) {
    Networks networks(settings.networks);
    auto listener = std::shared_ptr<Listener>(new Listener{
        .settings = std::move(settings),
        .our_hosts = {},
        .tls = nullptr,
        .router = router,
        .body_bytes_max = 0,
        .networks = std::move(networks),
        .connections_per_network = 0,
    });
    // The kernel spreads a network's connections evenly over the loops.
    const std::size_t near = listener->settings.connections_per_network;
    listener->connections_per_network = (near + loops - 1) / loops;
    listener->body_bytes_max = body_bytes_max(listener->settings.kind);
    for (const auto& host : listener->settings.our_hosts) {
        listener->our_hosts.push_back(without_brackets(host));
    }
    if (const auto& files = listener->settings.tls) {
        listener->tls =
            make_tls_context(*files, listener->our_hosts, listener->settings.tls12_allowed);
    }
    return listener;
}

}  // namespace

struct Server::Parts {
    std::vector<std::shared_ptr<Listener>> listeners;
    std::vector<std::shared_ptr<Loop>> loops;
    std::vector<std::shared_ptr<Door>> doors;
    std::vector<std::jthread> threads;
    std::atomic<bool> stopped{false};

    std::uint16_t open(const std::shared_ptr<Listener>& listener);
};

// Every loop gets an acceptor of its own on the same port. Ports shared that way could be taken by
// a second server of the same user, so the first look is without sharing.
std::uint16_t Server::Parts::open(const std::shared_ptr<Listener>& listener) {
    tcp::endpoint endpoint = endpoint_of(listener->settings);
    if (endpoint.port() != 0) {
        tcp::acceptor probe = bind(loops.front()->io, endpoint, Sharing::alone);
        boost::system::error_code error;
        probe.listen(1, error);
        if (error) fail(endpoint, error);
    }
    for (const auto& loop : loops) {
        tcp::acceptor acceptor = bind(loop->io, endpoint, Sharing::among_our_threads);
        boost::system::error_code error;
        acceptor.listen(asio::socket_base::max_listen_connections, error);
        if (error) fail(endpoint, error);
        endpoint.port(acceptor.local_endpoint().port());
        doors.push_back(std::make_shared<Door>(std::move(acceptor), *loop, listener));
    }
    return endpoint.port();
}

Server::Server(
    std::vector<ListenerSettings> listeners,
    const Router& router,
    int io_threads,
    Deadlines deadlines
)
    : parts_(std::make_unique<Parts>()) {
    const int loops = std::max(io_threads, 1);
    for (auto& settings : listeners) {
        parts_->listeners.push_back(
            make_listener(std::move(settings), router, static_cast<std::size_t>(loops))
        );
    }
    for (int i = 0; i < loops; ++i) {
        parts_->loops.push_back(std::make_shared<Loop>(deadlines));
    }
}

Server::~Server() {
    stop();
}

std::vector<std::uint16_t> Server::start() {
    std::vector<std::uint16_t> ports;
    for (const auto& listener : parts_->listeners)
        ports.push_back(parts_->open(listener));
    for (const auto& door : parts_->doors)
        door->accept();
    for (const auto& loop : parts_->loops) {
        loop->start_ticking();
        parts_->threads.emplace_back([loop] { loop->io.run(); });
    }
    return ports;
}

void Server::stop() {
    if (parts_->stopped.exchange(true)) return;
    for (const auto& door : parts_->doors)
        door->close();
    // A plain pointer: a loop that never ran keeps what was posted to it, and so would keep itself.
    for (const auto& loop : parts_->loops) {
        asio::post(loop->io, [plain = loop.get()] { plain->wind_down(); });
    }
    parts_->threads.clear();  // joins
    parts_->doors.clear();
    parts_->loops.clear();
}

}  // namespace clarion::http
