// The metrics that exist.
#pragma once

#include <span>
#include <string_view>

namespace clarion::system {

enum class MetricKind { counter, gauge, histogram };

struct MetricRow {
    std::string_view
        name;  // without the prefix clarion_; counters end in _total, times in _seconds
    MetricKind kind;
    std::string_view label;  // what a counter's label says; empty when it has none
    std::string_view help;
};

[[nodiscard]] std::span<const MetricRow> metric_table();

}  // namespace clarion::system
