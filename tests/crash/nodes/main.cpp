// Three nodes on one PostgreSQL with a synchronous standby, under eight clients: killed, stopped
// and resumed, left with a primary that is cut off from its standby, and left without their
// primary.
//
//     crash_nodes CLARION [KILLS [STOPPED_SECONDS [FAIL_OVERS [STOPS]]]]
//
// At the end every acknowledged act is there once, nothing else is, and the exported log verifies.
// Exit code 0 when all of that holds.
#include <cstdio>
#include <cstdlib>

#include "tests/crash/nodes/cluster.hpp"

int main(int count, char** words) {
    if (count < 2) {
        std::fprintf(
            stderr, "usage: crash_nodes CLARION [KILLS [STOPPED_SECONDS [FAIL_OVERS [STOPS]]]]\n"
        );
        return 2;
    }
    clarion::test::Rounds rounds;
    if (count > 2) rounds.kills = std::atoi(words[2]);
    if (count > 3) rounds.stopped_seconds = std::atoi(words[3]);
    if (count > 4) rounds.fail_overs = std::atoi(words[4]);
    if (count > 5) rounds.stops = std::atoi(words[5]);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    try {
        return clarion::test::Cluster(words[1], rounds).run() ? 0 : 1;
    } catch (const std::exception& trouble) {
        std::fprintf(stderr, "%s\n0 passed, 1 failed\n", trouble.what());
        return 1;
    }
}
