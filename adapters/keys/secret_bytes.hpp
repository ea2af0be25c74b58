// SecretBytes: bytes that are wiped when they go, kept out of swap and core dumps where the system
// allows it.
//
// Ownership: moves, never copies. Threads: any.
// Failure:   throws std::bad_alloc.
#pragma once

#include <cstdint>
#include <span>

namespace clarion::keys {

// OpenSSL keeps the private part of each TLS connection's key exchange in the same locked memory,
// for as long as the connection lives, and fails when it is used up. Whoever has so many
// connections asks for so much more, before the first secret is made.
void share_locked_memory(std::size_t bytes);

class SecretBytes {
public:
    SecretBytes() = default;
    explicit SecretBytes(std::size_t size);
    ~SecretBytes();
    SecretBytes(SecretBytes&& other) noexcept;
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;

    [[nodiscard]] std::span<std::uint8_t> bytes() { return {start_, size_}; }
    [[nodiscard]] std::span<const std::uint8_t> bytes() const { return {start_, size_}; }
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    std::uint8_t* start_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace clarion::keys
