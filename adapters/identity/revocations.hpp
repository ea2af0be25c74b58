// Revocations: people whom an operator shut out, whatever their provider says of them.
//
// Kept in a file, one person a line, and in memory, or in memory alone when there is no file; a
// change is in force for the next request, and for sessions and tokens that were made before.
//
// Threads: any; reading never waits. Changes come from one thread at a time.
// Failure: throws std::runtime_error when the file cannot be read or written; then nothing changed.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <set>
#include <vector>

#include "engine/core/ids.hpp"

namespace clarion::identity {

class Revocations {
public:
    // Reads the file, which need not be there. An empty path: there is none.
    explicit Revocations(std::filesystem::path file);

    [[nodiscard]] bool has(const core::PersonId& person) const;
    // False: it was so already.
    bool add(const core::PersonId& person);
    bool remove(const core::PersonId& person);
    // These and no others, from now on. Those who were not among them before.
    [[nodiscard]] std::vector<core::PersonId> take(const std::vector<core::PersonId>& all);
    [[nodiscard]] std::vector<core::PersonId> all() const;

private:
    using People = std::set<core::PersonId>;
    void keep(People people);

    std::filesystem::path file_;
    std::atomic<std::shared_ptr<const People>> people_;
};

}  // namespace clarion::identity
