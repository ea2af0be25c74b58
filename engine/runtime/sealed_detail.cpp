#include "engine/runtime/sealed_detail.hpp"

#include <algorithm>

namespace clarion::runtime {

namespace {

constexpr std::size_t kLengthBytes = 4;

}  // namespace

ports::Bytes padded(const SaltedDetail& salted) {
    ports::Bytes plain(salted.salt.begin(), salted.salt.end());
    for (int shift = 24; shift >= 0; shift -= 8) {
        plain.push_back(static_cast<std::uint8_t>(salted.detail.size() >> shift));
    }
    plain.insert(plain.end(), salted.detail.begin(), salted.detail.end());
    plain.resize((plain.size() + kDetailStep - 1) / kDetailStep * kDetailStep);
    return plain;
}

std::optional<SaltedDetail> unpadded(ports::ByteView plain) {
    SaltedDetail salted;
    const std::size_t head = salted.salt.size() + kLengthBytes;
    if (plain.size() < head || plain.size() % kDetailStep != 0) return std::nullopt;
    std::copy_n(plain.begin(), salted.salt.size(), salted.salt.begin());
    std::size_t size = 0;
    for (std::size_t at = salted.salt.size(); at < head; ++at)
        size = size << 8U | plain[at];
    if (size > plain.size() - head) return std::nullopt;
    salted.detail = ports::text_of(plain.subspan(head, size));
    return salted;
}

std::string detail_binding(std::string_view origin, std::uint64_t seq, std::string_view det) {
    return std::string(origin) + "|" + std::to_string(seq) + "|" + std::string(det);
}

}  // namespace clarion::runtime
