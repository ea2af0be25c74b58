// CaseLife: all that a service does to one case, act by act, over a real store and real keys in a
// folder; and one program that does it.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "adapters/sql/store.hpp"
#include "adapters/system/system_id_source.hpp"
#include "engine/runtime/engine.hpp"
#include "tests/support/fake_machine.hpp"

namespace clarion::test {

// What goes on from one program to the next, beside the folder and the store.
struct LifeSoFar {
    FakeClock clock;
    std::string reference;  // of the case, once there is one
    std::string name;       // begins the keys of its acts: several lives in one store are apart
};

// A program over a store and the folder's keys, from its start on.
class Program {
public:
    // Throws what a start throws.
    Program(const std::string& folder, LifeSoFar& life, std::unique_ptr<sql::Store> store);
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    // "ok {...}", "refused code", "unavailable". Throws when the store wants a start anew and
    // nothing was acknowledged.
    std::string ask(const core::Principal& who, runtime::Asked what);
    // Keyed by the action.
    std::string act(
        const char* name, const char* role, const std::string& action, core::json::object form = {}
    );
    std::string keep(const char* name, const std::string& act, core::json::object form);
    std::string submit();
    // Asks for something that changes no case.
    std::string look(const char* name, const char* role, runtime::Asked what);
    std::string release();
    std::string answer_agency();
    std::string deliver();
    std::string do_later();
    std::string fire_timers();
    std::string erase();
    std::string turn_keys();
    std::string checkpoint();
    [[nodiscard]] std::string& reference() { return life_.reference; }

    // The engine looks again whether its store is back.
    void look_again();
    // What is stored of cases, in words; the log is longer where something failed.
    [[nodiscard]] std::string stored();
    // Of the log.
    [[nodiscard]] std::uint64_t entries();
    // What a check of the store tells first; empty: all is whole and as the log says.
    [[nodiscard]] std::string what_is_wrong();
    // Fails the test where something is.
    void check();

private:
    struct Parts;
    LifeSoFar& life_;
    std::unique_ptr<Parts> parts_;
};

struct LifeAct {
    const char* name = "";
    // True: said again, with the same key, it is answered as before.
    bool is_keyed = false;
    // What passes before it.
    std::chrono::milliseconds after{};
    std::string (*run)(Program&) = nullptr;
};

// In their order; each needs all before it.
[[nodiscard]] const std::vector<LifeAct>& life_of_a_case();
// The store of the folder, over this file layer.
[[nodiscard]] std::unique_ptr<sql::Store> open_in(
    const std::string& folder, const std::string& vfs = {}
);
// The folder, key file and all, as it is.
void copy_folder(const std::string& from, const std::string& to);
// The key file of the folder, and a further key in it.
void make_keys(const std::string& folder);
void add_key(const std::string& folder);

}  // namespace clarion::test
