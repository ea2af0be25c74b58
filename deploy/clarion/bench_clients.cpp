#include "deploy/clarion/bench_clients.hpp"

#include <deque>

#include "adapters/files/json_text.hpp"
#include "adapters/system/background_thread.hpp"
#include "deploy/clarion/bench_parts.hpp"
#include "deploy/clarion/exit_codes.hpp"

namespace clarion::deploy {

namespace json = core::json;

namespace {

constexpr long kDone = 200;
constexpr long kCreated = 201;
constexpr long kVersionStale = 412;

struct ClientCase {
    std::string reference;
    std::string etag;
    int notes = 0;
};

void require(const notify::HttpsResponse& response, long wanted, const std::string& what) {
    if (response.status == wanted) return;
    throw CommandFailed(
        ExitCode::failed,
        what + " was answered " + std::to_string(response.status) + ": " + response.body
    );
}

}  // namespace

struct BenchClients::Client {
    Client(const std::string& certificate, int own_number)
        : https(certificate), number(own_number) {}

    std::string next_key() {
        return "Idempotency-Key: bench-" + std::to_string(number) + "-" + std::to_string(++keys);
    }

    notify::HttpsClient https;
    int number;
    int keys = 0;
    int acts = 0;
    std::deque<ClientCase> cases;  // the one in hand is the first
    std::vector<double> times;
    std::string trouble;
};

BenchClients::BenchClients(const ChildServer& server, int connections)
    : public_url_(server.public_url()),
      staff_url_(server.staff_url()),
      server_process_(server.process()),
      request_(json::serialize(example_of_form("request"))),
      note_(json::serialize(example_of_form("note"))),
      log_(ports::LogLevel::error) {
    for (int number = 0; number < connections; ++number)
        clients_.push_back(std::make_unique<Client>(server.certificate_file(), number));
}

BenchClients::~BenchClients() = default;

void BenchClients::open_case(Client& client) {
    const auto response = client.https.send(
        {"POST",
         public_url_ + "/api/v1/requests",
         {"Authorization: Demo front", "Content-Type: application/json", client.next_key()},
         request_}
    );
    require(response, kCreated, "a request");
    const json::object answer = files::parse_json_object("answer", response.body);
    client.cases.push_back({std::string(answer.at("reference").as_string()), {}, 0});
}

void BenchClients::open_cases(int of_each) {
    for (int cases = 0; cases < of_each; ++cases) {
        for (const auto& client : clients_)
            open_case(*client);
    }
    for (const auto& client : clients_) {
        for (std::size_t at = 0; at < client->cases.size(); ++at) {
            read_case(*client);
            client->cases.push_back(std::move(client->cases.front()));
            client->cases.pop_front();
        }
    }
}

void BenchClients::read_case(Client& client) {
    ClientCase& in_hand = client.cases.front();
    const auto response = client.https.send(
        {"GET",
         staff_url_ + "/api/v1/cases/" + in_hand.reference,
         {"Authorization: Demo intake"},
         {}}
    );
    require(response, kDone, "a case");
    in_hand.etag = response.header("etag");
}

void BenchClients::add_note(Client& client) {
    ClientCase& in_hand = client.cases.front();
    const auto response = client.https.send(
        {"POST",
         staff_url_ + "/api/v1/cases/" + in_hand.reference + "/actions/" + kBenchAction,
         {"Authorization: Demo intake",
          "Content-Type: application/json",
          client.next_key(),
          "If-Match: " + in_hand.etag},
         note_}
    );
    if (response.status == kVersionStale) {  // the program itself took a step, such as a timer's
        read_case(client);
        return add_note(client);
    }
    require(response, kDone, "a note");
    in_hand.etag = response.header("etag");
    if (++in_hand.notes % kNotesOfCase != 0) return;
    client.cases.push_back(std::move(in_hand));
    client.cases.pop_front();
}

void BenchClients::read_small_page(Client& client) {
    require(client.https.send({"GET", public_url_ + "/robots.txt", {}, {}}), kDone, "a page");
}

BenchTurn BenchClients::turn(double seconds, Act act, std::vector<double>* times) {
    for (const auto& client : clients_) {
        (this->*act)(*client);  // its connection stands before the clock runs
        client->times.clear();
    }
    const double cpu_before = process_cpu_seconds(server_process_);
    const Stopwatch watch;
    std::deque<system::BackgroundThread> threads;
    for (const auto& client : clients_) {
        threads.emplace_back(log_, "bench_client", [&, act](std::stop_token) {
            try {
                while (watch.seconds() < seconds) {
                    const Stopwatch answer;
                    (this->*act)(*client);
                    client->times.push_back(answer.seconds() * 1000);
                }
            } catch (const std::exception& failed) {
                client->trouble = failed.what();
            }
        });
    }
    threads.clear();  // waits for them
    const double lasted = watch.seconds();
    const double cpu = process_cpu_seconds(server_process_) - cpu_before;
    BenchTurn turn{.steps = 0, .seconds = lasted, .cpu_seconds = cpu};
    for (const auto& client : clients_) {
        if (!client->trouble.empty()) throw CommandFailed(ExitCode::failed, client->trouble);
        turn.steps += static_cast<double>(client->times.size());
        if (times != nullptr)
            times->insert(times->end(), client->times.begin(), client->times.end());
    }
    return turn;
}

BenchTurn BenchClients::add_notes(double seconds, std::vector<double>& times) {
    return turn(seconds, &BenchClients::add_note, &times);
}

BenchTurn BenchClients::read_cases(double seconds, std::vector<double>& times) {
    return turn(seconds, &BenchClients::read_case, &times);
}

BenchTurn BenchClients::read_page(double seconds) {
    return turn(seconds, &BenchClients::read_small_page, nullptr);
}

}  // namespace clarion::deploy
