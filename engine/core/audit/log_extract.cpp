#include "engine/core/audit/log_extract.hpp"

#include <array>

#include "engine/core/csv.hpp"
#include "engine/core/hex.hpp"

namespace clarion::core {

namespace {

// Frozen, and so is the log's number behind them: what is added stands at the end.
constexpr std::array<std::string_view, 14> kColumns{
    "seq",
    "ts",
    "cls",
    "type",
    "actor",
    "org",
    "auth",
    "subj",
    "subj_n",
    "why",
    "recipient",
    "out",
    "det",
    "req"};

std::string cell_of(const json::object& entry, std::string_view column) {
    const json::value* value = entry.if_contains(column);
    if (value == nullptr) return {};
    if (const json::string* text = value->if_string()) return csv_cell(*text);
    return csv_cell(json::serialize(*value));
}

std::string file_line(const Sha256& sha256, std::string_view name, const std::string& content) {
    const std::span<const std::uint8_t> bytes(
        reinterpret_cast<const std::uint8_t*>(content.data()), content.size()
    );
    return "file " + std::string(name) + " " + std::to_string(content.size()) + " " +
           to_hex(sha256({bytes})) + "\n";
}

}  // namespace

LogExtract::LogExtract() {
    for (const std::string_view column : kColumns)
        (csv_ += csv_.empty() ? "" : ",") += column;
    csv_ += ",log\r\n";
}

void LogExtract::add(std::string_view leaf, const json::object& entry, std::uint64_t log) {
    ++entries_;
    (lines_ += leaf) += '\n';
    for (const std::string_view column : kColumns)
        (csv_ += column == kColumns[0] ? "" : ",") += cell_of(entry, column);
    csv_ += "," + std::to_string(log) + "\r\n";
}

std::string LogExtract::file_lines(const Sha256& sha256) const {
    return file_line(sha256, kExtractLines, lines_) + file_line(sha256, kExtractCsv, csv_);
}

}  // namespace clarion::core
