// JsonLog: one JSON object a line, to standard error or wherever a test wants it, by spdlog.
//
// Threads: any.
// Limits:  a field value is cut after 512 bytes.
#pragma once

#include <iosfwd>
#include <memory>

#include "engine/ports/world.hpp"

namespace spdlog {
class logger;
namespace sinks {
class sink;
}
}  // namespace spdlog

namespace clarion::system {

class JsonLog final : public ports::Log {
public:
    explicit JsonLog(ports::LogLevel least = ports::LogLevel::info);
    JsonLog(std::ostream& out, ports::LogLevel least);
    ~JsonLog() override;

    void write(
        ports::LogLevel level,
        std::string_view event,
        std::initializer_list<ports::LogField> fields = {}
    ) override;

private:
    JsonLog(std::shared_ptr<spdlog::sinks::sink> sink, ports::LogLevel least);
    std::unique_ptr<spdlog::logger> logger_;
};

}  // namespace clarion::system
