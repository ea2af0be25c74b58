// IssuerKeys: the public keys of one issuer as last fetched, and the wish for newer ones.
//
// Threads: any. Reading never waits; fetching is somebody else's work.
#pragma once

#include <atomic>
#include <memory>

#include "adapters/identity/token_key.hpp"

namespace clarion::identity {

class IssuerKeys {
public:
    // Null: never fetched.
    [[nodiscard]] std::shared_ptr<const KeySet> current() const { return keys_.load(); }
    void replace(KeySet keys) { keys_.store(std::make_shared<const KeySet>(std::move(keys))); }

    // A token named a key that we do not have.
    void want_newer() { wanted_.store(true); }
    [[nodiscard]] bool newer_wanted() const { return wanted_.load(); }
    void forget_wish() { wanted_.store(false); }
    // Nobody can be told from a stranger until there are new ones.
    void drop() { keys_.store(nullptr); }

private:
    std::atomic<std::shared_ptr<const KeySet>> keys_;
    std::atomic<bool> wanted_{false};
};

}  // namespace clarion::identity
