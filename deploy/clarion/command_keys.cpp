// keys rotate, retire: from one key-encryption key to the next, while the service runs.
#include <iostream>

#include "adapters/keys/key_file.hpp"
#include "adapters/system/system_clock.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/data_folder.hpp"
#include "deploy/clarion/errands.hpp"
#include "deploy/clarion/progress.hpp"

namespace clarion::deploy {

namespace {

namespace json = core::json;

struct Turned {
    std::uint64_t cases = 0;
    std::uint64_t rewrapped = 0;
};

// From the first case to the last.
Turned turn_all(Errands& errands, const Progress& progress) {
    Turned turned;
    json::object errand{{"errand", "turn_keys"}};
    for (;;) {
        const json::object answer = errands.ask(errand);
        turned.cases += answer.at("looked_at").to_number<std::uint64_t>();
        turned.rewrapped += answer.at("rewrapped").to_number<std::uint64_t>();
        if (progress) progress(turned.cases, answer.at("cases").to_number<std::uint64_t>());
        if (answer.at("next").is_null()) break;
        errand["after"] = answer.at("next");
    }
    static_cast<void>(errands.ask({{"errand", "scrub"}}));
    return turned;
}

std::string today() {
    return core::to_rfc3339(system::SystemClock().now()).substr(0, 10);
}

// The id of the key that the rotation goes to; made unless it is there.
std::string newest_key_of(const DataFolder& folder, const KeyOptions& options) {
    const std::string path = folder.key_file().string();
    const std::string newest = keys::read_key_file(path).encryption_keys.back().id;
    const std::string wanted = options.id.empty() ? today() : options.id;
    if (options.resume || newest == wanted) return newest;
    keys::add_encryption_key(path, wanted);
    return wanted;
}

void tell(const KeyOptions& options, const std::string& id, const Turned& turned) {
    if (options.as_json) {
        std::cout << json::serialize(json::object{
                         {"key", id}, {"cases", turned.cases}, {"rewrapped", turned.rewrapped}})
                  << std::endl;
        return;
    }
    std::cout << "all " << turned.cases << " cases are under the key " << id << ", "
              << turned.rewrapped << " of them since now\n"
              << "back the keys up: `clarion backup keys`" << std::endl;
}

}  // namespace

ExitCode rotate_keys(const KeyOptions& options) {
    const DataFolder folder{options.data};
    require_initialised(folder);
    return guarded_by_peer([&] {
        const std::string id = newest_key_of(folder, options);
        Errands errands(folder);
        tell(options, id, turn_all(errands, progress_of("rewrapped", options.as_json)));
        return ExitCode::good;
    });
}

ExitCode retire_key(const KeyOptions& options) {
    const DataFolder folder{options.data};
    require_initialised(folder);
    return guarded_by_peer([&] {
        Errands errands(folder);
        const Progress progress = progress_of("looked at", options.as_json);
        // First all cases leave it, then it goes, then all are seen to do without it.
        turn_all(errands, progress);
        keys::retire_encryption_key(folder.key_file().string(), options.id);
        const Turned turned = turn_all(errands, progress);
        std::cout << (options.as_json ? json::serialize(json::object{
                                            {"retired", options.id}, {"cases", turned.cases}})
                                      : "the key " + options.id +
                                            " is destroyed here; backups of the keys "
                                            "that still have it open old backups of the store")
                  << std::endl;
        return ExitCode::good;
    });
}

}  // namespace clarion::deploy
