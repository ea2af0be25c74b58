// ChunkGate: refuses chunked bodies that two readers could understand differently, before Beast
// sees their bytes.
//
// Threads: one a request body.
// Limits:  16 digits a size, kChunkExtensionBytesMax, kTrailerBytesMax, and the body limit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace clarion::http {

inline constexpr std::size_t kChunkExtensionBytesMax = 256;
inline constexpr std::size_t kTrailerBytesMax = 4096;

class ChunkGate {
public:
    enum class State { more, done, malformed, too_large };

    explicit ChunkGate(std::size_t body_bytes_max) : body_bytes_max_(body_bytes_max) {}

    // Looks at the bytes that follow those of the last call. `passed` says how many belong to this
    // body; only these may reach the parser.
    [[nodiscard]] State look(std::string_view bytes, std::size_t& passed);

private:
    enum class Part {
        size,
        extension,
        size_end,
        data,
        data_end_cr,
        data_end_lf,
        trailer,
        trailer_end,
        finished,
    };

    [[nodiscard]] State take(char byte);
    [[nodiscard]] State take_size(char byte);
    [[nodiscard]] State take_trailer(char byte);
    [[nodiscard]] bool end_trailer_line();

    std::size_t body_bytes_max_;
    Part part_ = Part::size;
    std::uint64_t size_ = 0;
    std::size_t digits_ = 0;
    std::size_t extension_bytes_ = 0;
    std::uint64_t total_ = 0;
    std::size_t trailer_bytes_ = 0;
    std::string trailer_line_;
};

}  // namespace clarion::http
