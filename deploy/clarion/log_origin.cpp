#include "deploy/clarion/log_origin.hpp"

#include <chrono>
#include <fstream>
#include <optional>

#include "adapters/files/file_set.hpp"
#include "adapters/system/system_clock.hpp"
#include "deploy/clarion/exit_codes.hpp"

namespace clarion::deploy {

namespace {

namespace fs = std::filesystem;

// The first line up to `end`; empty when there is no such file.
std::optional<std::string> name_in(const fs::path& path, const char* end) {
    if (!fs::exists(path)) return std::nullopt;
    const std::string text = files::read_file(path);
    return text.substr(0, text.find_first_of(end));
}

}  // namespace

std::string new_log_origin(const std::string& host) {
    const auto today = std::chrono::floor<std::chrono::days>(system::SystemClock().now());
    const auto year = static_cast<int>(std::chrono::year_month_day(today).year());
    return host + "/clarion/" + std::to_string(year);
}

std::string log_origin_of(const DataFolder& folder, const std::string& host) {
    const auto kept = name_in(folder.log_origin(), "\r\n");
    const auto signed_as = name_in(folder.log_vkey(), "+\r\n");
    if (kept && signed_as && *kept != *signed_as) {
        throw CommandFailed(
            ExitCode::conflict,
            folder.log_origin().string() + " names " + *kept + ", but " +
                folder.log_vkey().string() + " signs " + *signed_as +
                ": one of them is of another log; restore the right one"
        );
    }
    if (kept) return *kept;
    return signed_as ? *signed_as : new_log_origin(host);
}

std::string keep_log_origin(const DataFolder& folder, const std::string& host) {
    std::string origin = log_origin_of(folder, host);
    if (fs::exists(folder.log_origin())) return origin;
    std::ofstream file(folder.log_origin(), std::ios::binary);
    if (!(file << origin << '\n') || !file.flush()) {
        throw CommandFailed(
            ExitCode::unavailable, folder.log_origin().string() + ": cannot be written"
        );
    }
    return origin;
}

}  // namespace clarion::deploy
