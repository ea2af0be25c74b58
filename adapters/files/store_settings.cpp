#include "adapters/files/store_settings.hpp"

#include <algorithm>
#include <sstream>

#include "adapters/files/file_set.hpp"
#include "adapters/files/table_reader.hpp"

namespace clarion::files {

namespace {

constexpr int kLeaseSecondsMin = 2;
constexpr int kLeaseSecondsMax = 120;

// `password=` of a keyword string, or what stands between user and host of an address.
bool has_password(std::string connection) {
    std::transform(connection.begin(), connection.end(), connection.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    if (connection.find("password") != std::string::npos) return true;
    const auto scheme = connection.find("://");
    const auto at = connection.find('@');
    if (scheme == std::string::npos || at == std::string::npos) return false;
    return connection.substr(scheme + 3, at - scheme - 3).find(':') != std::string::npos;
}

void check_postgres(const std::string& file, const StoreSettings& store) {
    if (store.connection.empty()) {
        throw FileProblem(
            file +
            ": store.kind is postgres, so store.connection must say where, such as "
            "\"host=db.example.com dbname=clarion user=clarion sslmode=verify-full\""
        );
    }
    if (has_password(store.connection)) {
        throw FileProblem(
            file +
            ": store.connection holds a password; put it into a file that only the service "
            "can read, and name it in store.password_file"
        );
    }
}

}  // namespace

StoreSettings read_store(const std::string& file, const toml::table& table) {
    StoreSettings store;
    TableReader(file, "store.")
        .text("kind", store.kind)
        .text("connection", store.connection)
        .path("password_file", store.password_file)
        .text("node", store.node)
        .number("lease_seconds", store.lease_seconds, kLeaseSecondsMin, kLeaseSecondsMax)
        .read(table);
    if (store.is_postgres()) {
        check_postgres(file, store);
        return store;
    }
    if (store.kind != "sqlite") {
        throw FileProblem(file + ": store.kind is '" + store.kind + "'; it is sqlite or postgres");
    }
    if (!store.connection.empty() || !store.password_file.empty()) {
        throw FileProblem(
            file +
            ": store.kind is sqlite, which lies in the data folder: leave out connection and "
            "password_file, or say kind = \"postgres\""
        );
    }
    return store;
}

StoreSettings read_store_file(const std::filesystem::path& path) {
    try {
        return read_store(path.string(), toml::parse(read_file(path), path.string()));
    } catch (const toml::parse_error& error) {
        throw FileProblem(
            path.string() + ":" + std::to_string(error.source().begin.line) +
            ": not TOML: " + std::string(error.description())
        );
    }
}

std::string store_file_text(const StoreSettings& settings) {
    toml::table table;
    table.insert("kind", settings.kind);
    if (settings.is_postgres()) {
        table.insert("connection", settings.connection);
        if (!settings.password_file.empty())
            table.insert("password_file", settings.password_file.string());
        if (!settings.node.empty()) table.insert("node", settings.node);
        table.insert("lease_seconds", settings.lease_seconds);
    }
    std::ostringstream text;
    text << "# Where this service keeps its cases; `clarion` writes it.\n" << table << '\n';
    return text.str();
}

}  // namespace clarion::files
