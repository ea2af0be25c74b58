// Client: brings requests in and triages them, one act after another, and never lets go of an act
// before it was acknowledged. An act is repeated with its own key until then.
//
// Threads: one thread drives a client at a time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/crash/kill_loop/https.hpp"

namespace clarion::test {

struct Forms {
    std::string request;
    std::string triage;
};

struct Act {
    std::string key;
    std::string reference;  // of the case; empty for a request that was not answered yet
    std::string request;    // the body, of a request
    bool is_triage = false;
    std::string answer;  // the acknowledged body
};

class Client {
public:
    Client(int number, std::string certificate, const Forms& forms);

    // Acts until the server no longer answers, or `acts_max` were acknowledged. The last
    // acknowledged act is sent once more first: its answer must be the same.
    void work(const std::string& public_url, const std::string& staff_url, int acts_max);
    // Brings the open act to its end.
    void finish(const std::string& public_url, const std::string& staff_url);

    [[nodiscard]] const std::vector<Act>& acknowledged() const { return acknowledged_; }
    // What was wrong, in words; empty when nothing was.
    [[nodiscard]] const std::vector<std::string>& faults() const { return faults_; }

private:
    [[nodiscard]] Reply send(
        const Act& act, const std::string& public_url, const std::string& staff_url
    );
    // True when it was acknowledged.
    [[nodiscard]] bool try_open_act(const std::string& public_url, const std::string& staff_url);
    void check_repeat(const std::string& public_url, const std::string& staff_url);
    void open_next_act();

    int number_;
    int acts_ = 0;
    const Forms& forms_;
    Https https_;
    Act open_;
    std::vector<Act> acknowledged_;
    std::vector<std::string> faults_;
};

}  // namespace clarion::test
