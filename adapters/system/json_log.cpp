#include "adapters/system/json_log.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "engine/core/audit/utf8.hpp"
#include "engine/core/ensure.hpp"
#include "engine/core/json_text.hpp"

namespace clarion::system {

namespace {

constexpr std::size_t kFieldBytesMax = 512;

spdlog::level::level_enum level_of(ports::LogLevel level) {
    switch (level) {
        case ports::LogLevel::debug:
            return spdlog::level::debug;
        case ports::LogLevel::info:
            return spdlog::level::info;
        case ports::LogLevel::warning:
            return spdlog::level::warn;
        case ports::LogLevel::error:
            return spdlog::level::err;
    }
    core::ensure(false, "a log level has a name");
    return spdlog::level::err;
}

// A line is JSON whatever it was given: bytes that are no text become question marks.
void append_text(std::string& line, std::string_view text) {
    std::string kept(text.substr(0, kFieldBytesMax));
    if (!core::is_utf8(kept)) {
        for (char& byte : kept) {
            if (static_cast<unsigned char>(byte) >= 0x80) byte = '?';
        }
    }
    core::append_json_string(line, kept);
}

}  // namespace

JsonLog::JsonLog(ports::LogLevel least)
    : JsonLog(std::make_shared<spdlog::sinks::stderr_sink_mt>(), least) {}

JsonLog::JsonLog(std::ostream& out, ports::LogLevel least)
    : JsonLog(std::make_shared<spdlog::sinks::ostream_sink_mt>(out, true), least) {}

JsonLog::JsonLog(std::shared_ptr<spdlog::sinks::sink> sink, ports::LogLevel least)
    : logger_(std::make_unique<spdlog::logger>("clarion", std::move(sink))) {
    logger_->set_formatter(std::make_unique<spdlog::pattern_formatter>(
        R"({"ts":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", spdlog::pattern_time_type::utc
    ));
    logger_->set_level(level_of(least));
    // The line before a crash is the one that is needed.
    logger_->flush_on(spdlog::level::trace);
}

JsonLog::~JsonLog() = default;

void JsonLog::write(
    ports::LogLevel level, std::string_view event, std::initializer_list<ports::LogField> fields
) {
    const auto spdlog_level = level_of(level);
    if (!logger_->should_log(spdlog_level)) return;
    std::string line = "\"event\":";
    append_text(line, event);
    for (const auto& [name, value] : fields) {
        line += ',';
        append_text(line, name);
        line += ':';
        append_text(line, value);
    }
    logger_->log(spdlog_level, spdlog::string_view_t(line));
}

}  // namespace clarion::system
