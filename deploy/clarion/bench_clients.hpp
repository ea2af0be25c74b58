// BenchClients: callers at once, each with a connection kept open and cases of its own.
//
// Threads: each caller has one while a turn lasts; call from one thread.
// Failure: throws CommandFailed with the first answer that was not the one wanted.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "adapters/notify/https_client.hpp"
#include "adapters/system/json_log.hpp"
#include "deploy/clarion/bench_figures.hpp"
#include "deploy/clarion/child_server.hpp"

namespace clarion::deploy {

class BenchClients {
public:
    BenchClients(const ChildServer& server, int connections);
    ~BenchClients();

    // Brings requests in, so that every caller has so many cases.
    void open_cases(int of_each);

    // For so long, each caller one after another as fast as answers come. `times`: of each answer,
    // in milliseconds. The processor time is the server's.
    BenchTurn add_notes(double seconds, std::vector<double>& times);
    BenchTurn read_cases(double seconds, std::vector<double>& times);
    // The smallest page of the public listener, which asks nothing of the engine.
    BenchTurn read_page(double seconds);

private:
    struct Client;
    using Act = void (BenchClients::*)(Client&);

    BenchTurn turn(double seconds, Act act, std::vector<double>* times);
    void add_note(Client& client);
    void read_case(Client& client);
    void read_small_page(Client& client);
    void open_case(Client& client);

    std::string public_url_;
    std::string staff_url_;
    int server_process_;
    std::string request_;
    std::string note_;
    system::JsonLog log_;
    std::vector<std::unique_ptr<Client>> clients_;
};

}  // namespace clarion::deploy
