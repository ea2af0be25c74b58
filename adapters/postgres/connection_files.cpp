#include "adapters/postgres/connection_files.hpp"

#include <libpq-fe.h>

#include <cstdlib>
#include <memory>
#include <string_view>

namespace clarion::postgres {

std::vector<std::filesystem::path> connection_files(const std::string& connection) {
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(connection.c_str(), nullptr), &PQconninfoFree
    );
    std::vector<std::filesystem::path> files;
    for (const auto* each = options.get(); each != nullptr && each->keyword != nullptr; ++each) {
        const std::string_view name = each->keyword;
        const bool is_file = name == "sslcert" || name == "sslkey" || name == "sslrootcert" ||
                             name == "sslcrl" || name == "sslcrldir" || name == "passfile";
        if (is_file && each->val != nullptr) files.emplace_back(each->val);
    }
    if (const char* home = std::getenv("HOME")) {
        files.push_back(std::filesystem::path(home) / ".postgresql");
        files.push_back(std::filesystem::path(home) / ".pgpass");
    }
    return files;
}

}  // namespace clarion::postgres
