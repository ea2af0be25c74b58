// Cluster: three nodes of the real program, their database, its standby and the network between
// the two, and the clients.
//
// Ownership: all of it; gone with it, but for the folder when something was wrong.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <random>

#include "tests/crash/kill_loop/client.hpp"
#include "tests/crash/kill_loop/server.hpp"
#include "tests/support/postgres_server.hpp"
#include "tests/support/relay.hpp"

namespace clarion::test {

struct Rounds {
    int kills = 6;
    int stopped_seconds = 5;
    int fail_overs = 3;  // killed, frozen and parted by turns
    int stops = 1;       // of a node, each for so many seconds
};

class Cluster {
public:
    Cluster(std::string program, Rounds rounds);

    bool run();

private:
    static constexpr std::size_t kNodes = 3;

    void write_configuration();
    void make_standby();
    void begin_on_a_file();
    void start_node(std::size_t node);
    void make_certificates() const;
    // Runs the clients while `trouble` happens, each at whichever node answers.
    void under_load(const std::function<void()>& trouble);
    void work(std::size_t client, const std::atomic<bool>& is_over);
    // Until something more was acknowledged than now. How long it took.
    std::chrono::milliseconds wait_for_next_act();

    void kill_a_node();
    void stop_a_node();
    // The network between primary and standby is away for a while, and comes back.
    void part_and_mend();
    enum class Loss { killed, frozen, parted };
    void fail_over(Loss how);
    void replace_lost_primary();
    void check_all();
    void turn_token_key();
    void expect(const std::vector<std::string>& words, const std::string& what);
    void tell_round(const char* what, int done, int asked) const;
    bool tell();

    std::string program_;
    Rounds rounds_;
    std::string folder_;
    std::string log_;
    std::vector<std::string> words_;  // for a node, beside its folder
    std::mt19937_64 random_{1};
    std::unique_ptr<PostgresServer> primary_;
    std::unique_ptr<Relay> network_;  // between the two
    std::unique_ptr<PostgresServer> standby_;
    Forms forms_;
    std::array<std::unique_ptr<Server>, kNodes> nodes_;
    std::array<std::atomic<bool>, kNodes> is_up_{};
    std::vector<std::unique_ptr<Client>> clients_;
    std::atomic<int> acts_ = 0;
    int partitions_ = 0;
    std::chrono::milliseconds longest_fail_over_{};
    std::vector<std::string> faults_;
};

}  // namespace clarion::test
