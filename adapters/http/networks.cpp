#include "adapters/http/networks.hpp"

#include <algorithm>
#include <stdexcept>

namespace clarion::http {

namespace ip = boost::asio::ip;

namespace {

// On a socket for both families the older one's addresses come inside the newer one's.
ip::address plain(const ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return ip::make_address_v4(ip::v4_mapped, address.to_v6());
    }
    return address;
}

template <class Network>
bool holds(const Network& network, const decltype(network.address())& address) {
    return decltype(network.canonical())(address, network.prefix_length()).canonical() ==
           network.canonical();
}

}  // namespace

Networks::Networks(const NetworkRules& rules) : rules_(rules) {
    for (const std::string& proxy : rules_.proxies) {
        boost::system::error_code error;
        const bool is_v6 = proxy.find(':') != std::string::npos;
        const bool has_width = proxy.find('/') != std::string::npos;
        const std::string text = has_width ? proxy : proxy + (is_v6 ? "/128" : "/32");
        if (is_v6) {
            proxies_v6_.push_back(ip::make_network_v6(text, error));
        } else {
            proxies_v4_.push_back(ip::make_network_v4(text, error));
        }
        if (error) throw std::invalid_argument("proxy '" + proxy + "' is no address or network");
    }
}

std::string complaint_about(const NetworkRules& rules) {
    try {
        const Networks readable(rules);
        return {};
    } catch (const std::invalid_argument& wrong) {
        return wrong.what();
    }
}

std::string Networks::of(const Address& given) const {
    const ip::address address = plain(given);
    if (address.is_v4()) {
        const auto width = static_cast<unsigned short>(rules_.ipv4_prefix);
        return ip::network_v4(address.to_v4(), width).canonical().to_string();
    }
    // Without the zone: it names an interface of ours.
    const ip::address_v6 bare(address.to_v6().to_bytes());
    const auto width = static_cast<unsigned short>(rules_.ipv6_prefix);
    return ip::network_v6(bare, width).canonical().to_string();
}

bool Networks::is_proxy(const Address& given) const {
    const ip::address address = plain(given);
    if (address.is_v4()) {
        return std::any_of(proxies_v4_.begin(), proxies_v4_.end(), [&](const auto& network) {
            return holds(network, address.to_v4());
        });
    }
    return std::any_of(proxies_v6_.begin(), proxies_v6_.end(), [&](const auto& network) {
        return holds(network, address.to_v6());
    });
}

std::string Networks::asking(const Address& peer, const Request& request) const {
    if (!is_proxy(peer)) return of(peer);
    std::string_view last;
    for (const auto& [name, value] : request.headers) {
        if (name == "x-forwarded-for") last = value;
    }
    last.remove_prefix(last.rfind(',') + 1);
    const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
    while (!last.empty() && is_space(last.front()))
        last.remove_prefix(1);
    while (!last.empty() && is_space(last.back()))
        last.remove_suffix(1);
    boost::system::error_code error;
    const ip::address client = ip::make_address(std::string(last), error);
    return error ? std::string() : of(client);
}

}  // namespace clarion::http
