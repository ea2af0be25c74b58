// The Unix sockets on which the server waits for the signer and for exports.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>

#include "adapters/signer/durable_file.hpp"

namespace clarion::signer {

// Removes the file again when it goes. Throws std::system_error.
class ListeningSocket {
public:
    ListeningSocket(std::filesystem::path path, mode_t mode);
    ~ListeningSocket();
    ListeningSocket(const ListeningSocket&) = delete;
    ListeningSocket& operator=(const ListeningSocket&) = delete;

    [[nodiscard]] int number() const { return socket_.number(); }
    // Holds nothing when nobody waits.
    [[nodiscard]] Descriptor accept() const;

private:
    std::filesystem::path path_;
    Descriptor socket_;
};

// Whether a socket can have this path at all.
[[nodiscard]] bool fits_socket(const std::filesystem::path& path);
// Holds nothing when nobody listens there. Requires: fits_socket(path).
[[nodiscard]] Descriptor connect_socket(const std::filesystem::path& path);

// Whose process is at the other end, by the kernel's word.
[[nodiscard]] std::optional<uid_t> user_of_peer(int socket);

}  // namespace clarion::signer
