#include "tests/crash/life_sweep.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <limits>
#include <sstream>

#include "adapters/system/fatal.hpp"
#include "tests/crash/failing_disk.hpp"

namespace clarion::test {

namespace {

constexpr int kTries = 3;
constexpr long kNever = 0;

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

std::string read_all(int from) {
    std::string told;
    std::array<char, 4096> part{};
    for (ssize_t size = 0; (size = ::read(from, part.data(), part.size())) > 0;)
        told.append(part.data(), static_cast<std::size_t>(size));
    return told;
}

}  // namespace

struct LifeSweep::Run {
    Ended ended = Ended::otherwise;
    int code = 0;
    std::vector<long> places;
    bool struck = false;
    std::string said;  // what was acknowledged
};

long places_wanted(const char* variable, long otherwise) {
    const char* asked = std::getenv(variable);
    if (asked == nullptr) return otherwise;
    return std::string(asked) == "all" ? std::numeric_limits<long>::max() : std::atol(asked);
}

LifeSweep::LifeSweep(Trouble& trouble, long places, std::uint64_t seed)
    : trouble_(trouble), wanted_(places), random_(seed) {
    FailingDisk::instance().heal();
    FailingDisk::instance().note_what_is_written(false);
    make_keys(now_.file(""));
}

void LifeSweep::go_through_life() {
    const LifeAct nothing{"nothing", false, {}, [](Program&) { return std::string("ok"); }};
    for (const LifeAct& act : life_of_a_case()) {
        if (act.name == std::string("turn of keys")) add_key(now_.file(""));
        go_through(act, From::act);
    }
    go_through(nothing, From::start);
    go_through(nothing, From::stop);
}

long LifeSweep::ended(Ended how) const {
    const auto found = ends_.find(how);
    return found == ends_.end() ? 0 : found->second;
}

std::string LifeSweep::told() const {
    return std::to_string(struck_) + " of " + std::to_string(places_) +
           ", one a run: " + std::to_string(ended(Ended::by_itself)) + " went on, " +
           std::to_string(ended(Ended::in_good_order)) + " ended the program in good order, " +
           std::to_string(ended(Ended::aborted)) + " aborted it; " + std::to_string(acknowledged_) +
           " acts were acknowledged, " + std::to_string(done_unsaid_) +
           " done and not acknowledged";
}

// Another process, so that its end is not the test's.
LifeSweep::Run LifeSweep::run_apart(const std::function<void(Run&)>& work) {
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
        const std::vector<long> places = trouble_.places();
        const bool has_struck = trouble_.has_struck();
        trouble_.heal();
        std::ostringstream line;
        line << has_struck;
        for (const long count : places)
            line << ' ' << count;
        line << '\n' << run.said;
        const std::string told = line.str();
        const bool is_told =
            ::write(ends[1], told.data(), told.size()) == static_cast<ssize_t>(told.size());
        std::_Exit(is_told ? 0 : 99);
    }
    ::close(ends[1]);
    std::istringstream told(read_all(ends[0]));
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
    std::string counts;
    std::getline(told, counts);
    std::istringstream line(counts);
    line >> run.struck;
    for (long count = 0; line >> count;)
        run.places.push_back(count);
    std::getline(told, run.said);
    return run;
}

LifeSweep::Run LifeSweep::run_act(
    const std::string& folder, const LifeAct& act, std::size_t way, long nth, From from
) {
    return run_apart([&](Run& run) {
        if (from == From::start) trouble_.strike(way, nth);
        auto program =
            std::make_unique<Program>(folder, life_, open_in(folder, FailingDisk::name()));
        if (from == From::act) trouble_.strike(way, nth);
        run.said = insist(*program, act);
        if (from != From::stop) return;
        trouble_.strike(way, nth);
        program.reset();
    });
}

// Opened as a copy: what a program that was killed leaves behind stays as it is.
std::string LifeSweep::stored_in(const std::string& folder, std::uint64_t* entries) {
    const TemporaryFolder copy;
    copy_folder(folder, copy.file("it"));
    LifeSoFar life = life_;
    Program program(copy.file("it"), life, open_in(copy.file("it"), FailingDisk::name()));
    if (entries != nullptr) *entries = program.entries();
    return program.stored();
}

// One in each of as many equal parts as are wanted.
std::vector<long> LifeSweep::places_to_fail(long places) {
    const long wanted = std::min(wanted_, places);
    std::vector<long> drawn;
    for (long part = 0; part < wanted; ++part) {
        const long first = part * places / wanted;
        const long size = (part + 1) * places / wanted - first;
        drawn.push_back(
            1 + first + static_cast<long>(random_() % static_cast<unsigned long>(size))
        );
    }
    return drawn;
}

void LifeSweep::go_through(const LifeAct& act, From from) {
    life_.clock.advance(act.after);
    const TemporaryFolder before;
    copy_folder(now_.file(""), before.file("it"));
    stored_before_ = stored_in(now_.file(""), nullptr);
    const Run clean = run_act(now_.file(""), act, 0, kNever, from);
    const std::string name = act.name;
    CAPTURE(name);
    REQUIRE(clean.ended == Ended::by_itself);
    REQUIRE_MESSAGE(clean.said.starts_with("ok"), clean.said);
    expected_ = stored_in(now_.file(""), &entries_);
    for (std::size_t way = 0; way < clean.places.size(); ++way) {
        places_ += clean.places[way];
        for (const long nth : places_to_fail(clean.places[way]))
            fail(before.file("it"), act, way, nth, from);
    }
    if (act.name == std::string("intake"))
        life_.reference = core::json::parse(clean.said.substr(3)).at("reference").as_string();
}

void LifeSweep::fail(
    const std::string& before, const LifeAct& act, std::size_t way, long nth, From from
) {
    const TemporaryFolder folder;
    copy_folder(before, folder.file("it"));
    const Run run = run_act(folder.file("it"), act, way, nth, from);
    const std::string trouble = trouble_.name_of(way);
    CAPTURE(trouble);
    CAPTURE(nth);
    CAPTURE(run.code);
    CHECK(run.ended != Ended::otherwise);
    // A run is not the same to the last place: names in the log are drawn.
    if (run.ended == Ended::by_itself && !run.struck) return;
    ++struck_;
    ++ends_[run.ended];
    judge(folder.file("it"), act, run);
}

void LifeSweep::judge(const std::string& folder, const LifeAct& act, const Run& run) {
    const bool is_acknowledged = run.said.starts_with("ok");
    LifeSoFar life = life_;
    life.clock.advance(std::chrono::minutes(1));
    Program program(folder, life, open_in(folder, FailingDisk::name()));
    const std::string found = program.stored();
    if (is_acknowledged) {
        ++acknowledged_;
        CHECK(found == expected_);
        CHECK(program.entries() >= entries_);  // more of them where a try before it failed
    } else if (act.is_keyed) {
        const bool is_done = found == expected_;
        if (is_done) ++done_unsaid_;
        CHECK_MESSAGE((is_done || found == stored_before_), found);
    }
    const std::string again = insist(program, act);
    CHECK(again.starts_with("ok"));
    if (act.is_keyed && is_acknowledged) CHECK(again == run.said);
    CHECK(program.stored() == expected_);
    program.check();
}

}  // namespace clarion::test
