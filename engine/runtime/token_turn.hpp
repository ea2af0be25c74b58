// TokenTurn: what every case is found by, made anew under the token key in use and, while that is
// turned, under the one to come; some cases at a time, while the service goes on. Gone over twice,
// it brings the store from one token key to the next: before the store says that the new one is in
// use, so that every case is found under it, and after, so that nothing of the old one is left.
//
// Ownership: borrows everything.
// Threads:   engine thread only. Requires: an attempt of the unit of work is under way.
// Failure:   CaseDamaged for a case that cannot be read: it stays as it is, and the turn cannot end
//            before it is repaired.
#pragma once

#include "engine/runtime/audit_recorder.hpp"
#include "engine/runtime/case_vault.hpp"
#include "engine/runtime/outcome.hpp"

namespace clarion::runtime {

struct TokenTurnParts {
    ports::CaseStore& store;
    ports::KeyVault& keys;
    CaseVault& vault;
    AuditRecorder& recorder;
    bool store_is_shared = false;
};

class TokenTurn {
public:
    explicit TokenTurn(TokenTurnParts parts) : parts_(parts) {}

    // The first part reads the keys again. The beginning of the first round and the end of the
    // second leave an entry in the log. Refused while other nodes may work on the store: they
    // would not know the key.
    [[nodiscard]] Outcome go_on(const Caller& caller, const TurnTokens& asked);

private:
    [[nodiscard]] bool is_second_round() const;
    void make_anew(const ports::CaseRow& row);
    void record(const Caller& caller, const char* type);

    TokenTurnParts parts_;
};

}  // namespace clarion::runtime
