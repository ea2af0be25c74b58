// keys seal, unseal: the key file under a root key that a PKCS#11 token holds, and back.
#include <iostream>

#include "adapters/keys/sealed_keys.hpp"
#include "deploy/clarion/data_folder.hpp"
#include "deploy/clarion/seal_commands.hpp"

namespace clarion::deploy {

namespace {

namespace fs = std::filesystem;

std::string whole_path(const fs::path& path) {
    return fs::absolute(path).lexically_normal().string();
}

}  // namespace

ExitCode seal_keys(const SealOptions& options) {
    const DataFolder folder{options.data};
    require_initialised(folder);
    keys::RootPlace place;
    place.module = whole_path(options.module);
    place.token = options.token;
    place.object = options.object;
    place.pin_file = whole_path(options.pin_file);
    for (const fs::path& path : options.opens)
        place.opens.push_back(whole_path(path));
    const std::string file = folder.key_file().string();
    keys::seal_key_file(file, place);
    std::cout << "the keys in " << file << " are sealed under the root key `" << place.object
              << "` in the token `" << place.token << "`: nothing starts without it\n"
              << "the plain file was written over, but a disk may keep what was, and so do older "
                 "backups of the keys:\ndestroy those, then `clarion keys rotate`, `clarion keys "
                 "retire` for each older key and `clarion keys rotate --token`, so that it opens "
                 "nothing new\nback the keys up: `clarion backup keys`; and see that a second way "
                 "to the root key exists"
              << std::endl;
    return ExitCode::good;
}

ExitCode unseal_keys(const SealOptions& options) {
    const DataFolder folder{options.data};
    require_initialised(folder);
    const std::string file = folder.key_file().string();
    keys::unseal_key_file(file);
    std::cout << "the keys in " << file << " are plain: whoever reads that file has them"
              << std::endl;
    return ExitCode::good;
}

}  // namespace clarion::deploy
