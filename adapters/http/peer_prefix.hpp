// The peer's network: enough for limits, too coarse to name a household's device.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <string>

namespace clarion::http {

// 192.0.2.0/24 or 2001:db8::/48; `unknown` when the connection has gone.
[[nodiscard]] std::string peer_prefix_of(const boost::asio::ip::tcp::socket& socket);

}  // namespace clarion::http
