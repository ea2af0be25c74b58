// workflow sheet: the data protection sheet of the house.
#include <iostream>

#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/data_sheet.hpp"
#include "deploy/clarion/house.hpp"

namespace clarion::deploy {

ExitCode write_data_sheet(const std::filesystem::path& house) {
    std::cout << data_sheet(house_files(house));
    return ExitCode::good;
}

}  // namespace clarion::deploy
