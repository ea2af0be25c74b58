// Draws: choices that a seed repeats, the same on every machine (SplitMix64).
#pragma once

#include <cstdint>
#include <vector>

namespace clarion::core::simulation {

// From least to most, both included.
struct Span {
    std::int64_t least = 0;
    std::int64_t most = 0;
};

class Draws {
public:
    explicit Draws(std::uint64_t seed) : state_(seed) {}

    [[nodiscard]] std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
        return mixed ^ (mixed >> 31U);
    }
    // From 0 to count - 1. Requires: count is above 0.
    [[nodiscard]] std::uint64_t below(std::uint64_t count) { return next() % count; }
    // The mean of two even draws: the middle of the span is likelier than its ends.
    [[nodiscard]] std::int64_t within(const Span& span) {
        const auto width = static_cast<std::uint64_t>(span.most - span.least) + 1;
        return span.least + static_cast<std::int64_t>((below(width) + below(width)) / 2);
    }
    [[nodiscard]] bool happens(int per_thousand) {
        return below(1000) < static_cast<std::uint64_t>(per_thousand);
    }
    // An index, each as likely as its weight; 0 when all weigh nothing.
    [[nodiscard]] std::size_t weighted(const std::vector<int>& weights) {
        std::uint64_t total = 0;
        for (const int weight : weights)
            total += static_cast<std::uint64_t>(weight);
        if (total == 0) return 0;
        std::uint64_t at = below(total);
        for (std::size_t index = 0; index < weights.size(); ++index) {
            const auto weight = static_cast<std::uint64_t>(weights[index]);
            if (at < weight) return index;
            at -= weight;
        }
        return 0;
    }

private:
    std::uint64_t state_;
};

}  // namespace clarion::core::simulation
