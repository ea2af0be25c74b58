// What accepts a connection needs of the sessions: to make one. The TLS session's many templates
// stay in session.cpp.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <memory>

#include "adapters/http/loop.hpp"

namespace clarion::http {

// Where a connection came in, and from where.
struct Arrival {
    Loop& loop;
    Crowd& crowd;
    std::shared_ptr<Listener> listener;
    boost::asio::ip::address peer;
};

// Runs until the connection ends, counted in listener->connections from here on.
void start_session(boost::asio::ip::tcp::socket socket, const Arrival& arrival);

}  // namespace clarion::http
