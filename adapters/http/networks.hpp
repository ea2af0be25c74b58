// Networks: from which network somebody comes, as far as limits want to know: enough to hold a
// flood, too coarse to name a household's device. Behind a proxy that we trust, the network that
// the proxy saw.
//
// Failure: throws std::invalid_argument with what is wrong in the rules.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <string>
#include <vector>

#include "adapters/http/server.hpp"

namespace clarion::http {

class Networks {
public:
    using Address = boost::asio::ip::address;

    explicit Networks(const NetworkRules& rules);

    // 192.0.2.0/24 or 2001:db8:0:7::/64.
    [[nodiscard]] std::string of(const Address& address) const;
    [[nodiscard]] bool is_proxy(const Address& address) const;
    // Of who asks: the peer, or behind a proxy the last address of the last X-Forwarded-For, which
    // the proxy itself has written. Empty when none is there that can be read: then nobody knows.
    [[nodiscard]] std::string asking(const Address& peer, const Request& request) const;

private:
    NetworkRules rules_;
    std::vector<boost::asio::ip::network_v4> proxies_v4_;
    std::vector<boost::asio::ip::network_v6> proxies_v6_;
};

}  // namespace clarion::http
