// keys rotate, retire: from one key to the next, while the service runs.
#include <iostream>

#include "adapters/keys/key_file.hpp"
#include "adapters/system/system_clock.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/data_folder.hpp"
#include "deploy/clarion/errands.hpp"
#include "deploy/clarion/progress.hpp"
#include "deploy/clarion/store_choice.hpp"

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
    std::string newest = keys::read_key_file(path).encryption_keys.back().id;
    std::string wanted = options.id.empty() ? today() : options.id;
    if (options.resume || newest == wanted) return newest;
    keys::add_encryption_key(path, wanted);
    return wanted;
}

// A node that meets a case under a key it was never given cannot open it: first all of them have
// the key.
ExitCode add_key_for_all_nodes(const DataFolder& folder, const KeyOptions& options) {
    const std::string id = newest_key_of(folder, options);
    const std::string file = folder.key_file().string();
    std::cout << (options.as_json
                      ? json::serialize(json::object{{"key", id}, {"added_to", file}})
                      : "the key " + id + " is in " + file +
                            ", and wraps nothing yet: copy this file to every node, then run "
                            "`clarion keys rotate --resume` on one of them")
              << std::endl;
    return ExitCode::good;
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

// From the first case to the last: what they are found by. False: the token key to come is not in
// use.
bool turn_all_tokens(Errands& errands, const Progress& progress, Turned& turned) {
    turned = {};
    json::object errand{{"errand", "turn_tokens"}};
    for (;;) {
        const json::object answer = errands.ask(errand);
        turned.cases += answer.at("looked_at").to_number<std::uint64_t>();
        if (progress) progress(turned.cases, answer.at("cases").to_number<std::uint64_t>());
        if (answer.at("next").is_null()) return answer.at("in_use").as_bool();
        errand["after"] = answer.at("next");
    }
}

}  // namespace

ExitCode rotate_token_key(const KeyOptions& options) {
    const DataFolder folder{options.data};
    require_initialised(folder);
    return guarded_by_peer([&] {
        const std::string path = folder.key_file().string();
        const bool is_shared = store_of(folder).is_postgres();
        Errands errands(folder);
        if (is_shared && !errands.is_alone()) {
            throw CommandFailed(
                ExitCode::not_allowed,
                "other nodes would go on with the token key that they know: stop every node first, "
                "and run this again"
            );
        }
        if (!options.resume) keys::begin_token_turn(path);
        Turned turned;
        // Once so that every case is found under either key, and once so that the old one is gone.
        if (!turn_all_tokens(errands, progress_of("found by both", options.as_json), turned)) {
            static_cast<void>(errands.ask({{"errand", "use_coming_token_key"}}));
            static_cast<void>(
                turn_all_tokens(errands, progress_of("found by the new", options.as_json), turned)
            );
        }
        if (!keys::read_key_file(path).next_fingerprint.empty()) keys::end_token_turn(path);
        static_cast<void>(errands.ask({{"errand", "scrub"}}));
        std::cout << (options.as_json
                          ? json::serialize(json::object{{"cases", turned.cases}})
                          : "all " + std::to_string(turned.cases) +
                                " cases are found by the new token key, and the old one is "
                                "gone\n" +
                                std::string(
                                    is_shared ? "copy " + path + " to every node before it starts\n"
                                              : ""
                                ) +
                                "make a new backup, and back the keys up: `clarion backup keys`")
                  << std::endl;
        return ExitCode::good;
    });
}

ExitCode rotate_keys(const KeyOptions& options) {
    const DataFolder folder{options.data};
    require_initialised(folder);
    if (store_of(folder).is_postgres() && !options.resume)
        return add_key_for_all_nodes(folder, options);
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
