// The kill loop: the real server under eight clients, killed at random moments, started again.
//
//     crash_kill_loop CLARION [ROUNDS [SEED]]
//
// At the end every acknowledged act is there once, nothing else is, and the exported log verifies.
// Exit code 0 when all of that holds.
#include <boost/json.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <thread>

#include "tests/crash/kill_loop/final_check.hpp"
#include "tests/crash/kill_loop/server.hpp"

namespace clarion::test {

namespace {

constexpr int kClients = 8;
constexpr int kNoLimit = 1'000'000;

struct Settings {
    std::string program;
    int rounds = 40;
    std::uint64_t seed = 1;
};

// A folder that stays when something was wrong, so that it can be looked at.
std::string make_folder() {
    std::string name = std::filesystem::temp_directory_path() / "clarion-kill-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    return name;
}

std::string example_of(const std::string& form) {
    std::ostringstream text;
    text << std::ifstream(CLARION_SOURCE_DIR "/schemas/forms/" + form + ".schema.json").rdbuf();
    const boost::json::value schema = boost::json::parse(text.str());
    return boost::json::serialize(schema.at("examples").as_array().at(0));
}

using Clients = std::vector<std::unique_ptr<Client>>;

void run_round(Clients& clients, Server& server, std::chrono::milliseconds life) {
    std::vector<std::jthread> threads;
    for (auto& client : clients) {
        threads.emplace_back([&client, &server] {
            client->work(server.public_url(), server.staff_url(), kNoLimit);
        });
    }
    std::this_thread::sleep_for(life);
    server.kill();
}

std::vector<Act> all_acknowledged(const Clients& clients) {
    std::vector<Act> acts;
    for (const auto& client : clients) {
        acts.insert(acts.end(), client->acknowledged().begin(), client->acknowledged().end());
    }
    return acts;
}

std::vector<std::string> all_faults(const Clients& clients) {
    std::vector<std::string> faults;
    for (const auto& client : clients) {
        faults.insert(faults.end(), client->faults().begin(), client->faults().end());
    }
    return faults;
}

class KillLoop {
public:
    explicit KillLoop(Settings settings)
        : settings_(std::move(settings)),
          folder_(make_folder()),
          data_(folder_ + "/data"),
          log_(folder_ + "/log"),
          forms_{example_of("request"), example_of("triage")} {
        for (int number = 1; number <= kClients; ++number) {
            clients_.push_back(
                std::make_unique<Client>(number, data_ + "/demo-certificate.pem", forms_)
            );
        }
    }

    bool run() {
        std::mt19937_64 random(settings_.seed);
        std::uniform_int_distribution<int> life_ms(3, 400);
        for (int round = 1; round <= settings_.rounds && faults_.empty(); ++round) {
            Server server(settings_.program, data_, log_);
            run_round(clients_, server, std::chrono::milliseconds(life_ms(random)));
            faults_ = all_faults(clients_);
        }
        if (faults_.empty()) check_server();
        if (faults_.empty()) check_log();
        return tell();
    }

private:
    void check_server() {
        Server server(settings_.program, data_, log_);
        for (auto& client : clients_)
            client->finish(server.public_url(), server.staff_url());
        faults_ = all_faults(clients_);
        Https https(data_ + "/demo-certificate.pem");
        for (auto& fault : check_cases(https, server.staff_url(), all_acknowledged(clients_))) {
            faults_.push_back(std::move(fault));
        }
        if (server.stop() != 0) faults_.emplace_back("the server did not stop in good order");
    }

    void check_log() {
        const std::string exported = folder_ + "/export";
        expect(
            {settings_.program, "audit", "export", "--data", data_, exported}, "the log's export"
        );
        expect(
            {settings_.program, "audit", "verify", "--vkey", data_ + "/log.vkey", exported},
            "the log's verification"
        );
    }

    void expect(const std::vector<std::string>& words, const std::string& what) {
        const int code = run_program(words, log_);
        if (code != 0) faults_.push_back(what + " ended with " + std::to_string(code));
    }

    bool tell() {
        const auto acts = all_acknowledged(clients_).size();
        for (const std::string& fault : faults_)
            std::fprintf(stderr, "%s\n", fault.c_str());
        std::printf(
            "%d rounds, seed %llu, %zu acts acknowledged, %zu faults\n",
            settings_.rounds,
            static_cast<unsigned long long>(settings_.seed),
            acts,
            faults_.size()
        );
        const bool enough = acts > 0;
        if (!enough) std::fprintf(stderr, "nothing was acknowledged: the loop proved nothing\n");
        if (faults_.empty() && enough) {
            std::filesystem::remove_all(folder_);
        } else {
            std::fprintf(stderr, "data and log stay in %s\n", folder_.c_str());
        }
        const bool good = faults_.empty() && enough;
        std::printf("%d passed, %d failed\n", good ? 1 : 0, good ? 0 : 1);
        return good;
    }

    Settings settings_;
    std::string folder_;
    std::string data_;
    std::string log_;
    Forms forms_;
    Clients clients_;
    std::vector<std::string> faults_;
};

}  // namespace

}  // namespace clarion::test

int main(int count, char** words) {
    if (count < 2) {
        std::fprintf(stderr, "usage: crash_kill_loop CLARION [ROUNDS [SEED]]\n");
        return 2;
    }
    clarion::test::Settings settings;
    settings.program = words[1];
    if (count > 2) settings.rounds = std::atoi(words[2]);
    if (count > 3) settings.seed = std::strtoull(words[3], nullptr, 10);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    try {
        return clarion::test::KillLoop(settings).run() ? 0 : 1;
    } catch (const std::exception& trouble) {
        std::fprintf(stderr, "%s\n0 passed, 1 failed\n", trouble.what());
        return 1;
    }
}
