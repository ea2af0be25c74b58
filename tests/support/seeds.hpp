// Seeds of a simulation: how many are played, or which one again.
//
// CLARION_SIMULATION_SEEDS=1000 plays 1 to 1000; CLARION_SIMULATION_SEED=17 that one alone: with
// the same commit it does what it did.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace clarion::test {

inline std::vector<std::uint32_t> seeds_wanted(int otherwise) {
    if (const char* one = std::getenv("CLARION_SIMULATION_SEED")) {
        return {static_cast<std::uint32_t>(std::atoi(one))};
    }
    const char* asked = std::getenv("CLARION_SIMULATION_SEEDS");
    const int last = asked == nullptr ? otherwise : std::atoi(asked);
    std::vector<std::uint32_t> seeds;
    for (int seed = 1; seed <= last; ++seed)
        seeds.push_back(static_cast<std::uint32_t>(seed));
    return seeds;
}

// Said of a seed that fails.
inline std::string how_to_replay(std::uint32_t seed, const char* program) {
    return "to play it again: CLARION_SIMULATION_SEED=" + std::to_string(seed) +
           " build/release/tests/" + program + " -tc=\"simulat*\"";
}

}  // namespace clarion::test
