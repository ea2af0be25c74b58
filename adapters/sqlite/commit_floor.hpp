// CommitFloor: bare SQLite writing the rows of one durable step, and nothing else: what the
// benchmark holds the engine against.
//
// It works on a copy of a store that took steps, with the store's own connection settings, so the
// tables, the indexes and their depth are the same. From the copy it learns how many rows a step
// writes and how long they are.
//
// Ownership: holds the copy open.
// Threads:   one at a time.
// Failure:   throws what the store throws; StoreUnavailable when the copy holds no steps to learn
//            from.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace clarion::sqlite {

// What one step writes, as found in the store.
struct StepRows {
    std::size_t rows = 0;
    std::size_t bytes = 0;  // of the values that are bound
};

class CommitFloor {
public:
    // `copy`: made by Store::copy_to, after steps of one action on many cases.
    explicit CommitFloor(const std::string& copy);
    ~CommitFloor();
    CommitFloor(const CommitFloor&) = delete;
    CommitFloor& operator=(const CommitFloor&) = delete;

    // The rows of that many steps, each on another case, in one durable transaction.
    void write_group(int steps);
    [[nodiscard]] StepRows step_rows() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace clarion::sqlite
