// A store's file as the statements that make it again: so one can be kept beside its tests, read,
// and compared.
#pragma once

#include <filesystem>
#include <string>

namespace clarion::test {

// Every table and index.
[[nodiscard]] std::string tables_as_text(const std::filesystem::path& database);
// The rows of every table, sorted.
[[nodiscard]] std::string rows_as_text(const std::filesystem::path& database);
// Makes the file. Throws std::runtime_error with SQLite's words when a statement fails.
void make_store(const std::filesystem::path& database, const std::string& statements);

}  // namespace clarion::test
