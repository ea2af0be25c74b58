// There is no memory for one request, whichever it is, in any act of a case's life (assurance F10):
// the act is answered, or the program ends in good order, and another one finds all as it should
// be.
#include <doctest/doctest.h>

#include "tests/crash/failing_memory.hpp"
#include "tests/crash/life_sweep.hpp"

namespace clarion::test {

namespace {

constexpr std::uint64_t kSeed = 20261123;

class NoMemory final : public Trouble {
public:
    void strike(std::size_t, long nth) override { FailingMemory::strike(nth); }
    void heal() override { FailingMemory::heal(); }
    [[nodiscard]] bool has_struck() const override { return FailingMemory::has_struck(); }
    [[nodiscard]] std::vector<long> places() const override {
        const long requests = FailingMemory::requests();
        FailingMemory::heal();
        return {requests};
    }
    [[nodiscard]] std::string name_of(std::size_t) const override { return "no memory"; }
};

}  // namespace

TEST_CASE("memory: without room for any one request nothing is lost, halved or done twice") {
    REQUIRE(FailingMemory::is_everybodys());
    NoMemory trouble;
    // How many requests of each act fail, one a run; CLARION_FAILED_REQUESTS=all: every one.
    LifeSweep sweep(trouble, places_wanted("CLARION_FAILED_REQUESTS", 6), kSeed);

    sweep.go_through_life();

    MESSAGE("requests for memory: " << sweep.told());
    CHECK(sweep.struck() > 0);
    CHECK(sweep.ended(LifeSweep::Ended::in_good_order) > 0);
}

}  // namespace clarion::test
