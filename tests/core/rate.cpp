// Rates: held against a bucket that is counted out, over random callers; and what no caller may
// ever get or be refused.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "engine/core/time/rate.hpp"

namespace {

using namespace clarion::core;
using namespace std::chrono_literals;
using Ms = std::chrono::milliseconds;

// The same rule told another way: a bucket of whole parts that fills by the quota in each window.
class Bucket {
public:
    explicit Bucket(Rate rate) : rate_(rate), parts_(rate.quota * rate.window.count()) {}
    bool take(Ms now) {
        parts_ += (now - at_).count() * rate_.quota;
        parts_ = std::min(parts_, rate_.quota * rate_.window.count());
        at_ = now;
        if (parts_ < rate_.window.count()) return false;
        parts_ -= rate_.window.count();
        return true;
    }

private:
    Rate rate_;
    std::int64_t parts_;
    Ms at_{0};
};

Rate random_rate(std::mt19937& random) {
    const std::int64_t quota = 1 + static_cast<std::int64_t>(random() % 40);
    return {quota, Ms(1 + random() % 5000)};
}

// Times at which somebody comes: in bursts, at leisure, and at the very same moment.
std::vector<Ms> random_visits(std::mt19937& random, const Rate& rate) {
    std::vector<Ms> visits;
    Ms now{random() % 100'000};
    for (int visit = 0; visit < 300; ++visit) {
        const auto kind = random() % 4;
        const auto slot = static_cast<unsigned>(rate.window.count() / rate.quota + 1);
        if (kind == 1) now += Ms(random() % slot);
        if (kind == 2) now += Ms(random() % (3 * slot));
        if (kind == 3 && random() % 8 == 0) now += rate.window;
        visits.push_back(now);
    }
    return visits;
}

// More than the quota and what its window gives back, within any stretch of time.
bool is_over_bound(const std::vector<Ms>& taken, const Rate& rate, Ms blur = 0ms) {
    for (std::size_t first = 0; first < taken.size(); ++first) {
        for (std::size_t last = first; last < taken.size(); ++last) {
            const auto stretch = (taken[last] - taken[first] + blur).count();
            const auto most = rate.quota + stretch * rate.quota / rate.window.count();
            if (static_cast<std::int64_t>(last - first + 1) > most) return true;
        }
    }
    return false;
}

}  // namespace

TEST_CASE("rate: the quota at once, then one each time a share of the window has passed") {
    const Rate rate{3, 3000ms};
    std::int64_t whole_at = 0;

    CHECK(take(rate, whole_at, 10'000ms).left == 2);
    CHECK(take(rate, whole_at, 10'000ms).left == 1);
    CHECK(take(rate, whole_at, 10'000ms).left == 0);
    const Taken fourth = take(rate, whole_at, 10'000ms);
    CHECK_FALSE(fourth.allowed);
    CHECK(fourth.wait == 1000ms);
    CHECK_FALSE(take(rate, whole_at, 10'999ms).allowed);
    CHECK(take(rate, whole_at, 11'000ms).allowed);
    CHECK_FALSE(take(rate, whole_at, 11'000ms).allowed);
    CHECK(take(rate, whole_at, 14'000ms).left == 2);
}

TEST_CASE("rate: to be refused costs nothing") {
    const Rate rate{1, 1000ms};
    std::int64_t whole_at = 0;

    CHECK(take(rate, whole_at, 0ms).allowed);
    for (int times = 0; times < 1000; ++times)
        CHECK_FALSE(take(rate, whole_at, 999ms).allowed);
    CHECK(take(rate, whole_at, 1000ms).allowed);
}

TEST_CASE("rate: random callers get what a bucket would give them, and never more than the bound") {
    std::mt19937 random(20261122);
    for (int round = 0; round < 300; ++round) {
        const Rate rate = random_rate(random);
        Bucket bucket(rate);
        std::int64_t whole_at = 0;
        std::vector<Ms> taken;
        for (const Ms now : random_visits(random, rate)) {
            const Taken got = take(rate, whole_at, now);
            REQUIRE(got.allowed == bucket.take(now));
            if (got.allowed) taken.push_back(now);
            if (!got.allowed) {
                std::int64_t later = whole_at;
                REQUIRE(take(rate, later, now + got.wait).allowed);
                std::int64_t sooner = whole_at;
                REQUIRE_FALSE(take(rate, sooner, now + got.wait - 1ms).allowed);
            }
        }
        REQUIRE_FALSE(is_over_bound(taken, rate));
    }
}

TEST_CASE("rate: whoever keeps to it is never refused, whatever was before") {
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        const Rate rate = random_rate(random);
        const Ms share((rate.window.count() + rate.quota - 1) / rate.quota);
        std::int64_t whole_at = 0;
        Ms now{5000};
        while (take(rate, whole_at, now).allowed) {
        }
        for (int visit = 0; visit < 100; ++visit) {
            now += share + Ms(random() % 3);
            REQUIRE(take(rate, whole_at, now).allowed);
        }
    }
}

TEST_CASE("rate: with patience who is early waits, and the answers keep to the rate") {
    std::mt19937 random(11);
    for (int round = 0; round < 100; ++round) {
        const Rate rate = random_rate(random);
        const Ms patience(random() % 8000);
        std::int64_t whole_at = 0;
        std::vector<Ms> answered;
        for (const Ms now : random_visits(random, rate)) {
            const Taken got = take(rate, whole_at, now, patience);
            if (!got.allowed) {
                std::int64_t later = whole_at;
                REQUIRE(take(rate, later, now + got.wait, patience).allowed);
                continue;
            }
            REQUIRE(got.wait <= patience);
            answered.push_back(now + got.wait);
        }
        REQUIRE(std::is_sorted(answered.begin(), answered.end()));
        REQUIRE_FALSE(is_over_bound(answered, rate, 1ms));  // waits are whole milliseconds
    }
}

TEST_CASE("rate: a clock that jumps back makes nobody wait for longer than before") {
    const Rate rate{5, 1000ms};
    std::int64_t whole_at = 0;
    for (int visit = 0; visit < 5; ++visit)
        CHECK(take(rate, whole_at, 1h).allowed);

    const Taken after = take(rate, whole_at, 10s);

    CHECK_FALSE(after.allowed);
    CHECK(after.wait == 200ms);
    CHECK(take(rate, whole_at, 10s + 200ms).allowed);
}

TEST_CASE("rate: the largest quota over the longest time, after thirty years") {
    const Rate rate{kRateQuotaMax, kRateWindowMax};
    std::int64_t whole_at = 0;
    const Ms now = std::chrono::hours(24 * 365 * 30);

    CHECK(take(rate, whole_at, now).left == kRateQuotaMax - 1);
    CHECK(take(rate, whole_at, now, 60s).left == kRateQuotaMax - 2);
}
