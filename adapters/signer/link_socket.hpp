// The Unix socket on which the server waits for the signer.
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

// Whose process is at the other end, by the kernel's word.
[[nodiscard]] std::optional<uid_t> user_of_peer(int socket);

}  // namespace clarion::signer
