// RateTable: what each caller has left of one rate. A caller is known by a keyed hash of who it is,
// so no address, cookie or name lies here, and nobody outside can choose two that meet.
//
// Threads: any, without a lock: one atomic number a caller.
// Limits:  kCallersMax callers in fixed memory. Beyond them whoever used least lately is forgotten,
// and begins anew.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <string_view>

#include "engine/core/sha256.hpp"
#include "engine/core/time/rate.hpp"

namespace clarion::http {

class RateTable {
public:
    // `key` is secret and of one length in all tables; `name` parts this table's hashes from
    // others'.
    RateTable(core::Rate rate, core::Sha256 sha256, std::string key, std::string_view name);

    [[nodiscard]] core::Taken take(
        std::string_view who, std::chrono::milliseconds now, std::chrono::milliseconds patience
    );
    [[nodiscard]] const core::Rate& rate() const { return rate_; }

    static constexpr std::size_t kSets = 4096;
    static constexpr std::size_t kWays = 8;
    static constexpr std::size_t kCallersMax = kSets * kWays;

private:
    struct Caller {
        std::atomic<std::uint64_t> name{0};  // 0: nobody
        std::atomic<std::int64_t> whole_at{0};
    };
    using Set = std::array<Caller, kWays>;

    [[nodiscard]] Caller& caller(std::string_view who);

    core::Rate rate_;
    core::Sha256 sha256_;
    std::string key_;
    std::unique_ptr<std::array<Set, kSets>> sets_;
};

}  // namespace clarion::http
