// init: a data folder with new keys and an empty store.
#include <iostream>

#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/data_folder.hpp"

namespace clarion::deploy {

ExitCode initialise(const std::filesystem::path& data) {
    make_data_folder({data});
    std::cout << "made " << data.string() << "\n"
              << "  keys     " << DataFolder{data}.key_file().string()
              << " (back it up, apart from the store)\n"
              << "  store    " << DataFolder{data}.database().string() << "\n"
              << "next: clarion check --data " << data.string() << std::endl;
    return ExitCode::good;
}

}  // namespace clarion::deploy
