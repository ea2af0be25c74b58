// DraftStore: forms in progress. Each lies sealed under a key made from the cookie that only the
// browser has, and is found by a hash of it: whoever reads this memory without the cookie reads
// nothing.
//
// Threads:    any; one lock, held for a map operation.
// Durability: none, on purpose: nothing of a form in progress ever reaches a disk.
// Limits:     kDraftsMax drafts of kDraftBytesMax. In a full store the oldest one in which nothing
//             was ever written makes room, so that a flood of beginnings keeps nobody out; without
//             such a one it refuses newcomers.
#pragma once

#include <chrono>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/core/json.hpp"
#include "engine/core/sha256.hpp"
#include "engine/ports/world.hpp"

namespace clarion::http::intake {

inline constexpr std::size_t kDraftsMax = 20'000;
inline constexpr std::size_t kDraftBytesMax = 96 * 1024;
inline constexpr std::chrono::minutes kDraftIdle{60};

// Authenticated encryption under a key derived from `secret`, which is used for one draft alone.
struct Sealing {
    std::function<std::string(std::string_view secret, std::string_view plain)> seal;
    // Empty: not sealed by us with this secret.
    std::function<std::optional<std::string>(std::string_view secret, std::string_view sealed)>
        open;
};

class DraftStore {
public:
    DraftStore(
        Sealing sealing, core::Sha256 sha256, const ports::Clock& clock, ports::IdSource& ids
    );

    // A new draft and its cookie; empty when the store is full. With a `holder` the cookie alone
    // finds nothing: the secret is the two together, cookie first.
    [[nodiscard]] std::optional<std::string> begin(
        const core::json::object& draft, std::string_view holder = {}
    );
    // The draft of this secret, now used again; empty when there is none, or it lay idle for too
    // long.
    [[nodiscard]] std::optional<core::json::object> open(std::string_view secret);
    // False when it ended meanwhile, or has grown too large; the old one then stays.
    bool keep(std::string_view secret, const core::json::object& draft);
    void end(std::string_view secret);
    // Without using it.
    [[nodiscard]] bool knows(std::string_view secret) const;
    [[nodiscard]] std::size_t size() const;

private:
    struct Kept {
        std::string sealed;
        std::chrono::milliseconds used{0};
        std::optional<std::list<std::string>::iterator> blank = {};  // while nothing was written
    };
    using Drafts = std::unordered_map<std::string, Kept>;
    [[nodiscard]] std::string key_of(std::string_view secret) const;
    void sweep(std::chrono::milliseconds now);
    Drafts::iterator forget(Drafts::iterator draft);

    Sealing sealing_;
    core::Sha256 sha256_;
    const ports::Clock& clock_;
    ports::IdSource& ids_;
    mutable std::mutex lock_;
    Drafts drafts_;
    std::list<std::string> blanks_;  // the oldest first
    std::chrono::milliseconds swept_{0};
};

}  // namespace clarion::http::intake
