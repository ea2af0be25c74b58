#include "adapters/http/peer_prefix.hpp"

#include <algorithm>

namespace clarion::http {

namespace asio = boost::asio;

std::string peer_prefix_of(const asio::ip::tcp::socket& socket) {
    boost::system::error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    if (error) return "unknown";
    if (endpoint.address().is_v4()) {
        const auto bytes = endpoint.address().to_v4().to_uint() & 0xFFFFFF00U;
        return asio::ip::address_v4(bytes).to_string() + "/24";
    }
    auto bytes = endpoint.address().to_v6().to_bytes();
    constexpr std::size_t kNetworkBytes = 6;
    std::fill(bytes.begin() + kNetworkBytes, bytes.end(), std::uint8_t{0});
    return asio::ip::address_v6(bytes).to_string() + "/48";
}

}  // namespace clarion::http
