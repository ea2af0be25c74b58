// Makes a data folder with as many cases as wanted, through the engine, as the service would.
// usage: many_cases DIR COUNT
#include <iostream>

#include "adapters/identity/demo_personas.hpp"
#include "deploy/clarion/bench_parts.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "deploy/clarion/exit_codes.hpp"
#include "deploy/clarion/house.hpp"
#include "deploy/clarion/log_origin.hpp"

namespace {

namespace deploy = clarion::deploy;
namespace runtime = clarion::runtime;

constexpr std::size_t kAtOnce = 256;

void make_cases(deploy::EngineRoom& room, std::size_t count) {
    const clarion::identity::DemoPersonas personas(room.ids, room.clock, room.sha256);
    const auto front = personas.by_authorization("Demo front").value();
    const runtime::Body form(deploy::example_of_form("request"));
    bool is_good = true;
    for (std::size_t made = 0; made < count;) {
        std::vector<runtime::Work> batch;
        for (; batch.size() < kAtOnce && made < count; ++made) {
            runtime::Idempotency key;
            key.key = "many-" + std::to_string(made);
            key.request_hash = room.sha256({clarion::ports::view_of(key.key)});
            batch.push_back(
                {.caller = {front, key.key},
                 .asked = runtime::SubmitRequest{form, key, "service", "en", {}},
                 .answer =
                     [&is_good](const runtime::Answer& answer) {
                         is_good = is_good && std::holds_alternative<runtime::Answered>(answer);
                     }}
            );
        }
        room.engine.run_batch(batch);
        if (!is_good) throw std::runtime_error("a request was not taken");
        std::cout << '\r' << made << std::flush;
    }
    std::cout << " cases" << std::endl;
}

}  // namespace

int main(int count, char** words) try {
    if (count != 3) throw std::runtime_error("usage: many_cases DIR COUNT");
    const deploy::DataFolder folder{words[1]};
    deploy::make_data_folder(folder);
    deploy::EngineRoom room(
        folder, deploy::house_files({}), deploy::keep_log_origin(folder, "localhost")
    );
    make_cases(room, std::stoul(words[2]));
} catch (const std::exception& error) {
    std::cerr << error.what() << std::endl;
    return 1;
}
