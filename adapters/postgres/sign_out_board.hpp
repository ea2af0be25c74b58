// SignOutBoard: that somebody is signed out, as their provider or an operator said it to one node,
// where all nodes of one database hear it.
//
// Threads: one at a time; by a session of its own, so that it waits for no batch.
// Failure: throws StoreUnavailable; the next call takes another session.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "adapters/postgres/settings.hpp"
#include "engine/core/time/instant.hpp"

namespace clarion::postgres {

struct SignedOut {
    std::string issuer;
    std::string subject;           // empty where the session alone was named
    std::string provider_session;  // empty: all of the subject's
    bool by_operator = false;      // and not by the provider
    core::Instant at;              // when the node heard it
};

class SignOutBoard {
public:
    virtual ~SignOutBoard() = default;
    // On the disk when it returns; its number. Those of before `forgotten` are taken away.
    virtual std::int64_t add(const SignedOut& word, core::Instant forgotten) = 0;

    struct Row {
        std::int64_t number = 0;
        SignedOut word;
    };
    // Those with a higher number, in their order: no row with a lower one comes later.
    [[nodiscard]] virtual std::vector<Row> after(std::int64_t number) = 0;
};

// Connects when it is first asked. Requires: the tables are there.
[[nodiscard]] std::unique_ptr<SignOutBoard> make_sign_out_board(Settings settings);

}  // namespace clarion::postgres
