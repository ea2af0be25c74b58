// Makes a data folder with as many cases as wanted, through the engine, as the service would, and
// with as many more entries of 400 bytes in its log.
// usage: many_cases DIR COUNT [ENTRIES]
// With ENTRIES, 0 among them, each case is about people of its own and has been compared with the
// others; without, all are about the same people, and nothing of it is done.
#include <algorithm>
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
constexpr std::size_t kEntriesAtOnce = 4096;
constexpr std::size_t kEntryBytes = 400;

// Letters, for a name has no digits.
std::string name_of(const char* first, std::size_t number) {
    std::string name = std::string(first) + " ";
    for (int letter = 0; letter < 6; ++letter, number /= 26)
        name += static_cast<char>((letter == 0 ? 'A' : 'a') + static_cast<int>(number % 26));
    return name;
}

runtime::Body form_of(clarion::core::json::value form, std::size_t number, bool of_their_own) {
    if (of_their_own) {
        form.at_pointer("/applicant/name") = name_of("Alex", number);
        form.at_pointer("/subject/name") = name_of("Sam", number);
    }
    return runtime::Body(form);
}

void make_cases(deploy::EngineRoom& room, std::size_t count, bool of_their_own) {
    const clarion::identity::DemoPersonas personas(room.ids, room.clock, room.sha256);
    const auto front = personas.by_authorization("Demo front").value();
    const auto example = deploy::example_of_form("request");
    bool is_good = true;
    for (std::size_t made = 0; made < count;) {
        std::vector<runtime::Work> batch;
        for (; batch.size() < kAtOnce && made < count; ++made) {
            runtime::Idempotency key;
            key.key = "many-" + std::to_string(made);
            key.request_hash = room.sha256({clarion::ports::view_of(key.key)});
            batch.push_back(
                {.caller = {front, key.key},
                 .asked =
                     runtime::SubmitRequest{
                         form_of(example, made, of_their_own), key, "service", "en", {}},
                 .answer =
                     [&is_good](const runtime::Answer& answer) {
                         is_good = is_good && std::holds_alternative<runtime::Answered>(answer);
                     }}
            );
        }
        room.engine.run_batch(batch);
        while (of_their_own && room.engine.do_later(64)) {
        }
        if (!is_good) throw std::runtime_error("a request was not taken");
        std::cout << '\r' << made << std::flush;
    }
    std::cout << " cases" << std::endl;
}

// Of nobody and nothing: somebody looked at a list.
void make_entries(deploy::EngineRoom& room, std::size_t count) {
    clarion::core::AuditEntry entry;
    entry.boot = room.clock.boot_id();
    entry.cls = clarion::core::AuditClass::system;
    entry.type = "made_entry";
    entry.actor.text = std::string(32, 'a');
    entry.org = "example";
    entry.auth = "demo";
    entry.why = "system";
    entry.req = "request";
    for (std::size_t made = 0; made < count;) {
        room.store->cases().begin();
        for (std::size_t end = std::min(made + kEntriesAtOnce, count); made < end; ++made) {
            entry.ts = room.clock.now();
            room.store->audit().append(entry, {});
            if (made != 0) continue;
            const auto first = room.store->audit().entries(room.store->audit().head().size - 1, 1);
            entry.req.append(kEntryBytes - std::min(kEntryBytes, first.at(0).bytes.size()), 'r');
        }
        room.store->cases().commit();
        std::cout << '\r' << made << std::flush;
    }
    std::cout << " entries" << std::endl;
}

}  // namespace

int main(int count, char** words) try {
    if (count < 3 || count > 4) throw std::runtime_error("usage: many_cases DIR COUNT [ENTRIES]");
    const deploy::DataFolder folder{words[1]};
    deploy::make_data_folder(folder);
    deploy::EngineRoom room(
        folder, deploy::house_files({}), deploy::keep_log_origin(folder, "localhost")
    );
    make_cases(room, std::stoul(words[2]), count == 4);
    if (count == 4) make_entries(room, std::stoul(words[3]));
} catch (const std::exception& error) {
    std::cerr << error.what() << std::endl;
    return 1;
}
