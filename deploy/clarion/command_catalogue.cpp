// catalogue import: a published table made into a catalogue, whole or not at all.
#include <fstream>
#include <iostream>

#include "adapters/files/file_set.hpp"
#include "adapters/files/fund_areas.hpp"
#include "deploy/clarion/commands.hpp"

namespace clarion::deploy {

ExitCode import_catalogue(const ImportOptions& options) {
    if (!std::filesystem::exists(options.table)) {
        throw CommandFailed(ExitCode::not_found, options.table.string() + ": no such file");
    }
    const files::FundTable table = files::read_fund_areas(files::read_file(options.table));
    for (const files::BadRow& bad : table.bad) {
        std::cerr << options.table.string() << ": row " << bad.row << ": " << bad.reason << '\n';
    }
    if (!table.bad.empty() && !options.skip_bad) {
        std::cerr << "nothing is imported: mend the " << table.bad.size()
                  << " bad rows, or leave them out with --skip-bad" << std::endl;
        return ExitCode::failed;
    }
    const std::string source =
        options.source.empty() ? options.table.filename().string() : options.source;
    const std::string text = core::json::serialize(files::fund_catalogue(table, source)) + "\n";
    if (options.out.empty()) {
        std::cout << text;
    } else {
        std::ofstream file(options.out, std::ios::binary);
        if (!(file << text) || !file.flush()) {
            throw CommandFailed(
                ExitCode::unavailable, options.out.string() + ": cannot be written"
            );
        }
    }
    std::cerr << table.areas.size() << " rows imported, " << table.bad.size() << " left out"
              << std::endl;
    return ExitCode::good;
}

}  // namespace clarion::deploy
