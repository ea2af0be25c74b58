// There is no memory for one request, whichever it is, in any act of a case's life (assurance F10):
// the act is answered, or the program ends in good order, and another one finds all as it should
// be.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <functional>
#include <map>
#include <random>

#include "adapters/system/fatal.hpp"
#include "tests/contract/sqlite_world.hpp"
#include "tests/crash/case_life.hpp"
#include "tests/crash/failing_disk.hpp"
#include "tests/crash/failing_memory.hpp"

namespace clarion::test {

namespace {

namespace fs = std::filesystem;

constexpr int kTries = 3;
constexpr long kNever = 0;

// How many requests of each act fail, one a run; CLARION_FAILED_REQUESTS=all: every one.
long failed_requests() {
    const char* asked = std::getenv("CLARION_FAILED_REQUESTS");
    if (asked == nullptr) return 6;
    return std::string(asked) == "all" ? 1'000'000'000 : std::atol(asked);
}

// Read before memory may fail: a stream would swallow that, and give a part of a file for all.
const std::vector<sql::Migration>& migrations() {
    static const std::vector<sql::Migration> released = released_migrations();
    return released;
}

std::unique_ptr<sql::Store> open_in(const std::string& folder) {
    return sqlite::make_sqlite_store(
        folder + "/clarion.db", migrations(), keys::make_sha256(), FailingDisk::name()
    );
}

enum class Ended { by_itself, in_good_order, aborted, otherwise };

// From when on requests are counted.
enum class From { start, act, stop };

struct Run {
    Ended ended = Ended::otherwise;
    int code = 0;
    long requests = 0;
    bool struck = false;
    std::string said;  // what was acknowledged
};

// Another process, so that its end is not the test's.
Run run_apart(const std::function<void(Run&)>& work) {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const pid_t process = ::fork();
    REQUIRE(process >= 0);
    if (process == 0) {
        (void)std::signal(SIGABRT, SIG_DFL);  // not doctest's, which would tell of a crash
        std::set_terminate(std::abort);
        Run run;
        FakeLog log;
        system::run_or_end_program(log, "engine", [&] { work(run); });
        FailingMemory::heal();
        const std::string told = std::to_string(FailingMemory::requests()) +
                                 (FailingMemory::has_struck() ? " 1 " : " 0 ") + run.said;
        const bool is_told =
            ::write(ends[1], told.data(), told.size()) == static_cast<ssize_t>(told.size());
        std::_Exit(is_told ? 0 : 99);
    }
    ::close(ends[1]);
    std::string told;
    std::array<char, 4096> part{};
    for (ssize_t size = 0; (size = ::read(ends[0], part.data(), part.size())) > 0;)
        told.append(part.data(), static_cast<std::size_t>(size));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(process, &status, 0);
    Run run;
    run.code = status;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT) run.ended = Ended::aborted;
    if (!WIFEXITED(status)) return run;
    run.code = WEXITSTATUS(status);
    if (run.code == system::kExitFailed || run.code == system::kExitUnavailable)
        run.ended = Ended::in_good_order;
    if (run.code != 0) return run;
    run.ended = Ended::by_itself;
    std::istringstream line(told);
    line >> run.requests >> run.struck;
    line.get();
    std::getline(line, run.said);
    return run;
}

// As whoever asks: again with the same key until there is an answer.
std::string insist(Program& program, const LifeAct& act) {
    std::string said;
    for (int tries = 0; tries < kTries; ++tries) {
        said = act.run(program);
        if (said.starts_with("ok")) return said;
        program.look_again();
    }
    return said;
}

void copy_folder(const std::string& from, const std::string& to) {
    fs::copy(from, to, fs::copy_options::recursive);
    fs::permissions(to + "/keys", fs::perms::owner_all);
}

class Sweep {
public:
    Sweep() {
        FailingDisk::instance().heal();
        FailingDisk::instance().note_what_is_written(false);
        make_keys(now_.file(""));
        (void)migrations();
    }

    void go_through(const LifeAct& act, From from) {
        life_.clock.advance(act.after);
        const TemporaryFolder before;
        copy_folder(now_.file(""), before.file("it"));
        const Run clean = run_act(now_.file(""), act, kNever, from);
        const std::string name = act.name;
        CAPTURE(name);
        REQUIRE(clean.ended == Ended::by_itself);
        REQUIRE_MESSAGE(clean.said.starts_with("ok"), clean.said);
        expected_ = stored_in(now_.file(""));
        asked_ += clean.requests;
        for (const long nth : requests_to_fail(clean.requests))
            fail(before.file("it"), act, nth, from);
        if (act.name == std::string("intake")) note_reference(clean.said);
    }

    void add_key() { test::add_key(now_.file("")); }

    [[nodiscard]] std::string told() const {
        const auto count = [this](Ended ended) {
            const auto found = ends_.find(ended);
            return std::to_string(found == ends_.end() ? 0 : found->second);
        };
        return std::to_string(failed_) + " of " + std::to_string(asked_) +
               " requests for memory failed, one a run: " + count(Ended::by_itself) +
               " answered, " + count(Ended::in_good_order) + " ended the program in good order, " +
               count(Ended::aborted) + " aborted it";
    }
    [[nodiscard]] long failed() const { return failed_; }
    [[nodiscard]] int ended(Ended how) { return ends_[how]; }

private:
    Run run_act(const std::string& folder, const LifeAct& act, long nth, From from) {
        return run_apart([&](Run& run) {
            if (from == From::start) FailingMemory::strike(nth);
            auto program = std::make_unique<Program>(folder, life_, open_in(folder));
            if (from == From::act) FailingMemory::strike(nth);
            run.said = insist(*program, act);
            if (from != From::stop) return;
            FailingMemory::strike(nth);
            program.reset();
        });
    }

    // Opened as a copy: what a program that was killed leaves behind stays as it is.
    std::string stored_in(const std::string& folder) {
        const TemporaryFolder copy;
        copy_folder(folder, copy.file("it"));
        LifeSoFar life = life_;
        return Program(copy.file("it"), life, open_in(copy.file("it"))).stored();
    }

    // One in each of as many equal parts as are wanted.
    std::vector<long> requests_to_fail(long requests) {
        const long wanted = std::min(failed_requests(), requests);
        std::vector<long> drawn;
        for (long part = 0; part < wanted; ++part) {
            const long first = part * requests / wanted;
            const long size = (part + 1) * requests / wanted - first;
            drawn.push_back(
                1 + first + static_cast<long>(random_() % static_cast<unsigned long>(size))
            );
        }
        return drawn;
    }

    void fail(const std::string& before, const LifeAct& act, long nth, From from) {
        const TemporaryFolder folder;
        copy_folder(before, folder.file("it"));
        const Run run = run_act(folder.file("it"), act, nth, from);
        CAPTURE(nth);
        CAPTURE(run.code);
        CHECK(run.ended != Ended::otherwise);
        // A run is not the same to the last request: names in the log are drawn.
        if (run.ended == Ended::by_itself && !run.struck) return;
        ++failed_;
        ++ends_[run.ended];
        LifeSoFar life = life_;
        life.clock.advance(std::chrono::minutes(1));
        Program program(folder.file("it"), life, open_in(folder.file("it")));
        const std::string again = insist(program, act);
        CHECK(again.starts_with("ok"));
        if (act.is_keyed && run.said.starts_with("ok")) CHECK(again == run.said);
        CHECK(program.stored() == expected_);
        program.check();
    }

    void note_reference(const std::string& said) {
        life_.reference = core::json::parse(said.substr(3)).at("reference").as_string();
    }

    TemporaryFolder now_;
    LifeSoFar life_;
    std::mt19937_64 random_{20261123};
    std::string expected_;
    long asked_ = 0;
    long failed_ = 0;
    std::map<Ended, int> ends_;
};

}  // namespace

TEST_CASE("memory: without room for any one request nothing is lost, halved or done twice") {
    REQUIRE(FailingMemory::is_everybodys());
    const LifeAct nothing{"nothing", false, {}, [](Program&) { return std::string("ok"); }};
    Sweep sweep;
    for (const LifeAct& act : life_of_a_case()) {
        if (act.name == std::string("turn of keys")) sweep.add_key();
        sweep.go_through(act, From::act);
    }
    sweep.go_through(nothing, From::start);
    sweep.go_through(nothing, From::stop);

    MESSAGE(sweep.told());
    CHECK(sweep.failed() > 0);
    CHECK(sweep.ended(Ended::in_good_order) > 0);
}

}  // namespace clarion::test
