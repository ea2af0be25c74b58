#include "tests/crash/nodes/cluster.hpp"

#include <boost/json.hpp>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "tests/crash/kill_loop/final_check.hpp"
#include "tests/support/text_file.hpp"

namespace clarion::test {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr std::size_t kClients = 8;
constexpr int kLeaseSeconds = 2;
constexpr auto kReadyAgainMax = 30s;

std::string make_folder() {
    std::string name = fs::temp_directory_path() / "clarion-nodes-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    return name;
}

std::string example_of(const std::string& form) {
    const boost::json::value schema =
        boost::json::parse(text_in(CLARION_SOURCE_DIR "/schemas/forms/" + form + ".schema.json"));
    return boost::json::serialize(schema.at("examples").as_array().at(0));
}

}  // namespace

Cluster::Cluster(std::string program, Rounds rounds)
    : program_(std::move(program)),
      rounds_(rounds),
      folder_(make_folder()),
      log_(folder_ + "/log"),
      primary_(std::make_unique<PostgresServer>()),
      forms_{example_of("request"), example_of("triage")} {
    make_standby();
    primary_->stop();
    primary_->start({"synchronous_standby_names=one"});
    write_configuration();
    for (std::size_t number = 1; number <= kClients; ++number) {
        clients_.push_back(std::make_unique<Client>(
            static_cast<int>(number), folder_ + "/certificates.pem", forms_
        ));
    }
}

void Cluster::make_standby() {
    auto network = std::make_unique<Relay>(primary_->socket_folder());
    standby_ = std::make_unique<PostgresServer>(*primary_, "one", network->socket_folder());
    network_ = std::move(network);
}

void Cluster::write_configuration() {
    std::ofstream(folder_ + "/clarion.toml")
        << "[store]\nkind = \"postgres\"\nlease_seconds = " << kLeaseSeconds
        << "\nconnection = \"host=" << primary_->socket_folder() << "," << standby_->socket_folder()
        << " port=5432,5432 user=node dbname=postgres target_session_attrs=read-write\"\n";
}

// The first acts are done on a file, which is then moved; the other nodes get what a node needs.
void Cluster::begin_on_a_file() {
    words_ = {};
    start_node(0);
    under_load([] {});
    is_up_[0] = false;
    if (nodes_[0]->stop() != 0) faults_.emplace_back("the node did not stop in good order");
    const std::string configuration = folder_ + "/clarion.toml";
    expect(
        {program_,
         "store",
         "move",
         "--to",
         "postgres",
         "--config",
         configuration,
         "--data",
         folder_ + "/0"},
        "the move"
    );
    for (const std::string node : {"/1", "/2"}) {
        for (const std::string& folder : {node, node + "/keys"}) {
            fs::create_directories(folder_ + folder);
            fs::permissions(folder_ + folder, fs::perms::owner_all);
        }
        for (const char* file : {"/keys/clarion.keys", "/log.origin", "/store.toml"})
            fs::copy(folder_ + "/0" + file, folder_ + node + file);
    }
    words_ = {"--config", configuration};
    for (std::size_t node = 0; node < kNodes && faults_.empty(); ++node)
        start_node(node);
}

void Cluster::start_node(std::size_t node) {
    const std::string name = std::to_string(node);
    nodes_[node] =
        std::make_unique<Server>(program_, folder_ + "/" + name, log_ + "-" + name, words_);
    make_certificates();
    is_up_[node] = true;
}

// Each start of a demonstration makes its own; the clients take either.
void Cluster::make_certificates() const {
    std::ofstream both(folder_ + "/certificates.new");
    for (const char* node : {"/0", "/1", "/2"})
        both << text_in(folder_ + node + "/demo-certificate.pem");
    both.close();
    fs::rename(folder_ + "/certificates.new", folder_ + "/certificates.pem");
}

void Cluster::work(std::size_t client, const std::atomic<bool>& is_over) {
    constexpr int kActsAtOnce = 5;
    for (std::size_t turn = client; !is_over && clients_[client]->faults().empty(); ++turn) {
        const std::size_t node = turn % kNodes;
        if (!is_up_[node]) continue;
        const std::size_t before = clients_[client]->acknowledged().size();
        clients_[client]->work(nodes_[node]->public_url(), nodes_[node]->staff_url(), kActsAtOnce);
        const std::size_t done = clients_[client]->acknowledged().size() - before;
        acts_ += static_cast<int>(done);
        if (done == 0) std::this_thread::sleep_for(50ms);
    }
}

void Cluster::under_load(const std::function<void()>& trouble) {
    std::atomic<bool> is_over = false;
    std::vector<std::jthread> threads;
    for (std::size_t client = 0; client < kClients; ++client)
        threads.emplace_back([this, client, &is_over] { work(client, is_over); });
    wait_for_next_act();
    trouble();
    wait_for_next_act();
    is_over = true;
    threads.clear();
    for (const auto& client : clients_)
        faults_.insert(faults_.end(), client->faults().begin(), client->faults().end());
}

std::chrono::milliseconds Cluster::wait_for_next_act() {
    const auto began = steady_clock::now();
    const int before = acts_;
    while (acts_ == before) {
        if (steady_clock::now() - began > 2 * kReadyAgainMax)
            throw std::runtime_error("nothing is acknowledged any more; see " + folder_);
        std::this_thread::sleep_for(5ms);
    }
    return std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - began);
}

void Cluster::kill_a_node() {
    const std::size_t node = random_() % kNodes;
    under_load([this, node] {
        std::this_thread::sleep_for(std::chrono::milliseconds(random_() % 400));
        is_up_[node] = false;
        nodes_[node]->kill();
        wait_for_next_act();  // the others go on
    });
    start_node(node);
}

void Cluster::stop_a_node() {
    const std::string newest_number = "SELECT max(number) FROM nodes";
    const std::string before = primary_->run(newest_number);
    under_load([this] {
        nodes_[0]->signal(SIGSTOP);
        wait_for_next_act();  // the others go on
        std::this_thread::sleep_for(std::chrono::seconds(rounds_.stopped_seconds));
        nodes_[0]->signal(SIGCONT);
        std::this_thread::sleep_for(3s);
    });
    if (primary_->run(newest_number) == before)
        faults_.emplace_back("the node that was stopped was let write under its old number");
}

// Nobody is told that anything was done which is on one disk alone.
void Cluster::part_and_mend() {
    static constexpr auto kQuiet = 3s;
    // What was acknowledged before is counted when the client's next act was given up.
    static constexpr auto kUnderWay = 2 * std::chrono::seconds(kLeaseSeconds) + 1s;
    static constexpr auto kGivenUpMax = 25s;
    under_load([this] {
        network_->part();
        const auto began = steady_clock::now();
        std::this_thread::sleep_for(kUnderWay);
        for (int before = -1; acts_ != before; std::this_thread::sleep_for(kQuiet)) {
            before = acts_;
            if (steady_clock::now() - began < kGivenUpMax) continue;
            faults_.emplace_back("something was acknowledged without the standby");
            break;
        }
        network_->mend();
    });
    ++partitions_;
}

void Cluster::fail_over(Loss how) {
    under_load([this, how] {
        const auto began = steady_clock::now();
        if (how == Loss::killed) primary_->kill();
        if (how == Loss::frozen) primary_->freeze();
        if (how == Loss::parted) network_->part();
        standby_->promote();
        // Whoever promotes a standby sees to it that the other is away: nodes hold on to what
        // answers.
        if (how == Loss::parted) primary_->kill();
        wait_for_next_act();
        const auto took =
            std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - began);
        longest_fail_over_ = std::max(longest_fail_over_, took);
        if (took > kReadyAgainMax) faults_.emplace_back("not ready again within 30 seconds");
    });
}

// The standby that took over gets one of its own.
void Cluster::replace_lost_primary() {
    primary_ = std::move(standby_);
    make_standby();
    primary_->run("ALTER SYSTEM SET synchronous_standby_names = 'one'");
    primary_->run("SELECT pg_reload_conf()");
    write_configuration();
    for (std::size_t node = 0; node < kNodes; ++node) {
        if (nodes_[node]->stop() != 0) faults_.emplace_back("a node did not stop in good order");
        start_node(node);
    }
}

void Cluster::check_all() {
    for (auto& client : clients_)
        client->finish(nodes_[0]->public_url(), nodes_[0]->staff_url());
    std::vector<Act> acts;
    for (const auto& client : clients_) {
        faults_.insert(faults_.end(), client->faults().begin(), client->faults().end());
        acts.insert(acts.end(), client->acknowledged().begin(), client->acknowledged().end());
    }
    acts_ = static_cast<int>(acts.size());
    Https https(folder_ + "/certificates.pem");
    for (auto& fault : check_cases(https, nodes_[1]->staff_url(), acts))
        faults_.push_back(std::move(fault));
    if (run_program({program_, "check", "--demo", "--data", folder_ + "/0"}, log_) == 0)
        faults_.emplace_back("a command had the database for itself while nodes worked on it");
    const std::string keys = text_in(folder_ + "/0/keys/clarion.keys");
    if (run_program({program_, "keys", "rotate", "--token", "--data", folder_ + "/0"}, log_) == 0)
        faults_.emplace_back("the token key was turned while nodes worked with the old one");
    if (text_in(folder_ + "/0/keys/clarion.keys") != keys)
        faults_.emplace_back("a turn of the token key that was refused changed the key file");
    for (const std::size_t node : std::array<std::size_t, kNodes>{2, 1, 0})
        if (nodes_[node]->stop() != 0) faults_.emplace_back("a node did not stop in good order");
    const std::string data = folder_ + "/0";
    const std::string exported = folder_ + "/export";
    expect({program_, "audit", "export", "--data", data, exported}, "the log's export");
    expect(
        {program_, "audit", "verify", "--vkey", data + "/log.vkey", exported},
        "the log's verification"
    );
    expect({program_, "check", "--demo", "--data", data}, "the check");
    if (faults_.empty()) turn_token_key();
}

// By a command that is alone; a node with the key file of before is told to get the new one.
void Cluster::turn_token_key() {
    const std::vector<std::string> check{program_, "check", "--demo", "--data", folder_ + "/1"};
    expect(
        {program_, "keys", "rotate", "--token", "--data", folder_ + "/0"}, "the token key's turn"
    );
    if (run_program(check, log_) == 0)
        faults_.emplace_back("a node goes on with a token key that is gone");
    const std::string keys = "/keys/clarion.keys";
    fs::copy(folder_ + "/0" + keys, folder_ + "/1" + keys, fs::copy_options::overwrite_existing);
    expect(check, "the check by the new token key");
}

void Cluster::expect(const std::vector<std::string>& words, const std::string& what) {
    const int code = run_program(words, log_);
    if (code != 0) faults_.push_back(what + " ended with " + std::to_string(code));
}

bool Cluster::run() {
    begin_on_a_file();
    for (int round = 0; round < rounds_.kills && faults_.empty(); ++round) {
        kill_a_node();
        tell_round("kills", round + 1, rounds_.kills);
    }
    for (int round = 0; round < rounds_.stops && faults_.empty(); ++round) {
        stop_a_node();
        tell_round("stops", round + 1, rounds_.stops);
    }
    constexpr std::array kLosses{Loss::killed, Loss::frozen, Loss::parted};
    for (int round = 0; round < rounds_.fail_overs && faults_.empty(); ++round) {
        if (round > 0) replace_lost_primary();
        if (round % static_cast<int>(kLosses.size()) == 0) part_and_mend();
        fail_over(kLosses.at(static_cast<std::size_t>(round) % kLosses.size()));
        tell_round("fail-overs", round + 1, rounds_.fail_overs);
    }
    if (faults_.empty()) check_all();
    return tell();
}

// What came of a long run that broke off.
void Cluster::tell_round(const char* what, int done, int asked) const {
    if (done % 10 != 0) return;
    std::fprintf(
        stderr,
        "%d of %d %s: %d acts acknowledged, %zu faults\n",
        done,
        asked,
        what,
        acts_.load(),
        faults_.size()
    );
}

bool Cluster::tell() {
    for (const std::string& fault : faults_)
        std::fprintf(stderr, "%s\n", fault.c_str());
    std::printf(
        "three nodes: %d kills, one node stopped for %d s %d times, %d partitions that healed, %d "
        "fail-overs "
        "(ready again after %lld ms at most), %d acts acknowledged, %zu faults\n",
        rounds_.kills,
        rounds_.stopped_seconds,
        rounds_.stops,
        partitions_,
        rounds_.fail_overs,
        static_cast<long long>(longest_fail_over_.count()),
        acts_.load(),
        faults_.size()
    );
    const bool good = faults_.empty() && acts_ > 0;
    if (good) {
        fs::remove_all(folder_);
    } else {
        std::fprintf(stderr, "data and logs stay in %s\n", folder_.c_str());
    }
    std::printf("%d passed, %d failed\n", good ? 1 : 0, good ? 0 : 1);
    return good;
}

}  // namespace clarion::test
