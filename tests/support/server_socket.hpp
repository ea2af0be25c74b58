// ServerSocket: what stands between a client and a PostgreSQL server needs of Unix sockets.
#pragma once

#include <string>
#include <string_view>

namespace clarion::test {

// To the server whose socket lies in that folder. Throws std::runtime_error.
[[nodiscard]] int connect_to_server(const std::string& folder);
// Makes a folder of its own with such a socket in it, and listens.
[[nodiscard]] int listen_as_server(std::string& folder);

// Empty: the other side hung up.
[[nodiscard]] std::string read_some(int descriptor);
// False: the other side hung up.
[[nodiscard]] bool write_all(int descriptor, std::string_view bytes);

}  // namespace clarion::test
