#include "adapters/http/rate_table.hpp"

#include <algorithm>
#include <cstring>

#include "engine/ports/bytes.hpp"

namespace clarion::http {

RateTable::RateTable(core::Rate rate, core::Sha256 sha256, std::string key, std::string_view name)
    : rate_(rate),
      sha256_(std::move(sha256)),
      key_(std::move(key) + std::string(name) + '\n'),
      sets_(std::make_unique<std::array<Set, kSets>>()) {}

RateTable::Caller& RateTable::caller(std::string_view who) {
    const core::Digest digest = sha256_({ports::view_of(key_), ports::view_of(who)});
    std::uint64_t name = 0;
    std::uint64_t place = 0;
    std::memcpy(&name, digest.data(), sizeof name);
    std::memcpy(&place, digest.data() + sizeof name, sizeof place);
    if (name == 0) name = 1;
    Set& set = (*sets_)[place % kSets];
    for (Caller& known : set) {
        if (known.name.load() == name) return known;
    }
    // Two threads may take the same place; one of their callers then begins anew once more.
    Caller& least = *std::min_element(set.begin(), set.end(), [](const Caller& a, const Caller& b) {
        return a.whole_at.load() < b.whole_at.load();
    });
    least.name = name;
    least.whole_at = 0;
    return least;
}

core::Taken RateTable::take(
    std::string_view who, std::chrono::milliseconds now, std::chrono::milliseconds patience
) {
    Caller& asking = caller(who);
    std::int64_t before = asking.whole_at.load();
    while (true) {
        std::int64_t after = before;
        const core::Taken taken = core::take(rate_, after, now, patience);
        if (asking.whole_at.compare_exchange_weak(before, after)) return taken;
    }
}

}  // namespace clarion::http
