// LifeSweep: each act of a case's life, the start and the stop, with one trouble at one place, over
// and over; another program then finds all as it should be (assurance F1's pass rule).
//
// Threads: from a program with one thread; each run is a process of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/crash/case_life.hpp"
#include "tests/support/temporary_folder.hpp"

namespace clarion::test {

// What may fail, in one or several ways.
class Trouble {
public:
    virtual ~Trouble() = default;
    // From now on the places are counted, and the trouble comes at the `nth`; 0: never.
    virtual void strike(std::size_t way, long nth) = 0;
    virtual void heal() = 0;
    [[nodiscard]] virtual bool has_struck() const = 0;
    // Of each way, how many places there were since strike().
    [[nodiscard]] virtual std::vector<long> places() const = 0;
    [[nodiscard]] virtual std::string name_of(std::size_t way) const = 0;
};

class LifeSweep {
public:
    // So many places of each act and each way, one in each of as many equal parts.
    LifeSweep(Trouble& trouble, long places, std::uint64_t seed);

    // All acts of a life, then a start and a stop.
    void go_through_life();

    enum class Ended { by_itself, in_good_order, aborted, otherwise };
    [[nodiscard]] long places() const { return places_; }
    [[nodiscard]] long struck() const { return struck_; }
    [[nodiscard]] long ended(Ended how) const;
    // Of the runs that were struck: those whose act was acknowledged all the same.
    [[nodiscard]] long acknowledged() const { return acknowledged_; }
    // Of keyed acts: not acknowledged, and found done.
    [[nodiscard]] long done_unsaid() const { return done_unsaid_; }
    [[nodiscard]] std::string told() const;

private:
    // From when on places are counted.
    enum class From { start, act, stop };
    struct Run;

    void go_through(const LifeAct& act, From from);
    void fail(const std::string& before, const LifeAct& act, std::size_t way, long nth, From from);
    void judge(const std::string& folder, const LifeAct& act, const Run& run);
    [[nodiscard]] Run run_apart(const std::function<void(Run&)>& work);
    [[nodiscard]] Run run_act(
        const std::string& folder, const LifeAct& act, std::size_t way, long nth, From from
    );
    [[nodiscard]] std::string stored_in(const std::string& folder, std::uint64_t* entries);
    [[nodiscard]] std::vector<long> places_to_fail(long places);

    Trouble& trouble_;
    long wanted_;
    std::mt19937_64 random_;
    TemporaryFolder now_;
    LifeSoFar life_;
    std::string stored_before_;
    std::string expected_;
    std::uint64_t entries_ = 0;  // of the log, once the act is done
    long places_ = 0;
    long struck_ = 0;
    long acknowledged_ = 0;
    long done_unsaid_ = 0;
    std::map<Ended, long> ends_;
};

// "all" or a number, from the environment.
[[nodiscard]] long places_wanted(const char* variable, long otherwise);

}  // namespace clarion::test
