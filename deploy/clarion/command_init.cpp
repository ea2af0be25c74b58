// init: a data folder with new keys and an empty store.
#include <iostream>

#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/store_choice.hpp"

namespace clarion::deploy {

ExitCode initialise(const std::filesystem::path& data, const std::filesystem::path& configuration) {
    std::optional<files::StoreSettings> store;
    if (!configuration.empty()) store = files::read_configuration(configuration).store;
    make_data_folder({data}, store);
    std::cout << "made " << data.string() << "\n"
              << "  keys     " << DataFolder{data}.key_file().string()
              << " (back it up, apart from the store)\n"
              << "  store    " << describe(store_of({data}), {data}) << "\n"
              << "next: clarion check --data " << data.string() << std::endl;
    return ExitCode::good;
}

}  // namespace clarion::deploy
