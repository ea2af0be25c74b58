// Place: where a store lies, which can be written out as the statements that make it again: so one
// can be kept beside its tests, read, and compared.
#pragma once

#include <memory>
#include <string>

#include "adapters/sql/store.hpp"

namespace clarion::test {

// One at a time; empty at first, and gone with this.
class Place {
public:
    virtual ~Place() = default;
    // As a program of today opens it, at its start.
    [[nodiscard]] virtual std::unique_ptr<sql::Store> open() = 0;

    // The following while no program has it open. They throw std::runtime_error with the database's
    // own words.

    // Every table and index.
    [[nodiscard]] virtual std::string tables() = 0;
    // The rows of every table.
    [[nodiscard]] virtual std::string rows() = 0;
    // Makes the store, of which there is nothing yet, by nothing but the database.
    virtual void make(const std::string& statements) = 0;
};

// A file in a folder of its own.
[[nodiscard]] std::unique_ptr<Place> make_sqlite_place();
// The tables of a real server's user, which starts with the first.
[[nodiscard]] std::unique_ptr<Place> make_postgres_place();

}  // namespace clarion::test
