// PrometheusMetrics: counts and times for /metrics, kept by prometheus-cpp.
//
// Only the metrics of the table in metric_table.cpp exist; each has its kind and a sentence of
// help. A name may be given with or without the prefix `clarion_`. A name that is not in the table
// is counted under clarion_unknown_metrics_total and otherwise dropped: a wrong name must not stop
// a case.
//
// Threads: any.
// Limits:  64 labels a metric; what comes after is counted as `other`.
// To add a metric: a row in metric_table.cpp.
#pragma once

#include <memory>

#include "engine/ports/world.hpp"

namespace clarion::system {

class PrometheusMetrics final : public ports::Metrics {
public:
    PrometheusMetrics();
    ~PrometheusMetrics() override;
    void count(std::string_view name, std::string_view label = {}, double by = 1) override;
    void gauge(std::string_view name, double value) override;
    void observe_seconds(std::string_view name, double seconds) override;
    [[nodiscard]] std::string exposition() const override;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace clarion::system
