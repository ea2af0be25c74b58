// The small ports: clock, randomness, hashing, time zones, ids, log, metrics.
//
// Threads: every one of them may be called from any thread.
#pragma once

#include <chrono>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "engine/core/ids.hpp"
#include "engine/core/sha256.hpp"
#include "engine/core/time/instant.hpp"
#include "engine/core/time/zone.hpp"

namespace clarion::ports {

class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual core::Instant now() const = 0;                     // wall clock, UTC
    [[nodiscard]] virtual std::chrono::milliseconds since_boot() const = 0;  // monotonic
    [[nodiscard]] virtual const std::string& boot_id() const = 0;
    // How far the wall clock is ahead of what now() goes by; of a plain clock, nothing.
    [[nodiscard]] virtual std::chrono::milliseconds drift() const { return {}; }
};

class IdSource {
public:
    virtual ~IdSource() = default;
    virtual void fill_random(std::span<std::uint8_t> out) = 0;
    [[nodiscard]] virtual core::CaseId new_case_id() = 0;       // UUIDv7
    [[nodiscard]] virtual core::Reference new_reference() = 0;  // random, with its check character
    [[nodiscard]] virtual std::string new_token() = 0;          // 128 random bits, base64url
};

class TimeZones {
public:
    virtual ~TimeZones() = default;
    // Null for a name the database does not know.
    [[nodiscard]] virtual const core::Zone* find_zone(std::string_view name) const = 0;
};

// A log line's fields are an allow-list of plain values: names, codes and numbers, never data of a
// person.
using LogField = std::pair<std::string_view, std::string>;
enum class LogLevel { debug, info, warning, error };

class Log {
public:
    virtual ~Log() = default;
    virtual void write(
        LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {}
    ) = 0;
};

class Metrics {
public:
    virtual ~Metrics() = default;
    // Labels are of low cardinality: never a case, a person or an address.
    virtual void count(std::string_view name, std::string_view label = {}, double by = 1) = 0;
    virtual void gauge(std::string_view name, double value) = 0;
    virtual void observe_seconds(std::string_view name, double seconds) = 0;
    [[nodiscard]] virtual std::string exposition() const = 0;  // Prometheus text format
};

}  // namespace clarion::ports
