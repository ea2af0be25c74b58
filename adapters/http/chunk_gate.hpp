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

    struct Look {
        State state = State::more;
        std::size_t seen = 0;     // bytes that belong to this body
        std::size_t settled = 0;  // of these, up to the end of the data or of the whole body
    };

    // Looks at the bytes that follow those of the last call. Only settled bytes may reach the
    // parser: Beast 1.81 asserts, and so ends a debug build, on a last chunk cut in its middle.
    [[nodiscard]] Look look(std::string_view bytes);

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
