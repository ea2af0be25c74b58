// LogExtract: entries of the log as the files that an auditor is given, JSON lines and CSV, and the
// lines that a manifest says of them.
//
// Limits: held in memory, about 700 bytes an entry.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/core/json.hpp"
#include "engine/core/sha256.hpp"

namespace clarion::core {

inline constexpr std::string_view kExtractLines = "entries.jsonl";
inline constexpr std::string_view kExtractCsv = "entries.csv";

class LogExtract {
public:
    LogExtract();

    // One leaf, the same read, and the number of the log that it is of.
    void add(std::string_view leaf, const json::object& entry, std::uint64_t log);

    [[nodiscard]] std::uint64_t entries() const { return entries_; }
    [[nodiscard]] const std::string& lines() const { return lines_; }
    [[nodiscard]] const std::string& csv() const { return csv_; }
    // "file NAME BYTES SHA256" of both, each with its end of line. Frozen: in signed manifests.
    [[nodiscard]] std::string file_lines(const Sha256& sha256) const;

private:
    std::uint64_t entries_ = 0;
    std::string lines_;
    std::string csv_;
};

}  // namespace clarion::core
