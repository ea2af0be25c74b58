#include "adapters/system/prometheus_metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <mutex>

#include "adapters/system/metric_table.hpp"

namespace clarion::system {

namespace {

constexpr std::string_view kPrefix = "clarion_";
constexpr std::size_t kLabelsMax = 64;

const prometheus::Histogram::BucketBoundaries& buckets() {
    static const prometheus::Histogram::BucketBoundaries boundaries{
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
    return boundaries;
}

struct CounterFamily {
    prometheus::Family<prometheus::Counter>* family = nullptr;
    std::string label;
    std::map<std::string, prometheus::Counter*, std::less<>> by_label;

    prometheus::Counter& of(std::string_view value) {
        if (label.empty()) value = {};
        if (const auto known = by_label.find(value); known != by_label.end()) return *known->second;
        if (by_label.size() >= kLabelsMax) value = "other";
        prometheus::Labels labels;
        if (!value.empty()) labels.emplace(label, value);
        return *by_label.emplace(value, &family->Add(labels)).first->second;
    }
};

template <class Metric>
using ByName = std::map<std::string, Metric, std::less<>>;

}  // namespace

struct PrometheusMetrics::Parts {
    prometheus::Registry registry;
    std::mutex mutex;
    ByName<CounterFamily> counters;
    ByName<prometheus::Gauge*> gauges;
    ByName<prometheus::Histogram*> histograms;
    prometheus::Counter* unknown = nullptr;

    void add(const MetricRow& row) {
        const std::string name(row.name);
        const std::string full = std::string(kPrefix) + name;
        const std::string help(row.help);
        switch (row.kind) {
            case MetricKind::counter: {
                auto& family = prometheus::BuildCounter().Name(full).Help(help).Register(registry);
                CounterFamily kept{
                    .family = &family, .label = std::string(row.label), .by_label = {}};
                // One without a label shows from the start, so that an alert can tell 0 from
                // absent.
                if (row.label.empty()) kept.of({});
                counters.emplace(name, std::move(kept));
                return;
            }
            case MetricKind::gauge: {
                auto& family = prometheus::BuildGauge().Name(full).Help(help).Register(registry);
                gauges.emplace(name, &family.Add({}));
                return;
            }
            case MetricKind::histogram: {
                auto& family =
                    prometheus::BuildHistogram().Name(full).Help(help).Register(registry);
                histograms.emplace(name, &family.Add({}, buckets()));
                return;
            }
        }
    }

    // The metric of that name, or null.
    template <class Metric>
    Metric* find(ByName<Metric>& metrics, std::string_view name) {
        if (name.starts_with(kPrefix)) name.remove_prefix(kPrefix.size());
        const auto found = metrics.find(name);
        if (found != metrics.end()) return &found->second;
        unknown->Increment();
        return nullptr;
    }
};

PrometheusMetrics::PrometheusMetrics() : parts_(std::make_unique<Parts>()) {
    for (const MetricRow& row : metric_table())
        parts_->add(row);
    parts_->unknown = &prometheus::BuildCounter()
                           .Name("clarion_unknown_metrics_total")
                           .Help("Counts that were lost because their metric has no row.")
                           .Register(parts_->registry)
                           .Add({});
}

PrometheusMetrics::~PrometheusMetrics() = default;

void PrometheusMetrics::count(std::string_view name, std::string_view label, double by) {
    const std::lock_guard lock(parts_->mutex);
    if (auto* family = parts_->find(parts_->counters, name)) family->of(label).Increment(by);
}

void PrometheusMetrics::gauge(std::string_view name, double value) {
    const std::lock_guard lock(parts_->mutex);
    if (auto* gauge = parts_->find(parts_->gauges, name)) (*gauge)->Set(value);
}

void PrometheusMetrics::observe_seconds(std::string_view name, double seconds) {
    const std::lock_guard lock(parts_->mutex);
    if (auto* histogram = parts_->find(parts_->histograms, name)) (*histogram)->Observe(seconds);
}

std::string PrometheusMetrics::exposition() const {
    return prometheus::TextSerializer().Serialize(parts_->registry.Collect());
}

}  // namespace clarion::system
