// Connection: one open connection to a database, as the tables need it: a transaction, prepared
// statements, and what the database has to say of its other users.
//
// Placeholders are `?`, or `?2` where a value stands twice. The hint `INDEXED BY name` is SQLite's;
// a database that plans by itself leaves it out.
//
// Threads: engine thread only.
// Failure: the ports' own exceptions. Any error inside a batch spoils the batch: only rollback()
//          goes on.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/time/instant.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::sql {

// One prepared statement of a database's own. Places count from 1, columns from 0. What bind() was
// given has to live until the statement ran, unless `copy`.
class Prepared {
public:
    virtual ~Prepared() = default;

    virtual void bind(int place, std::int64_t value) = 0;
    virtual void bind_text(int place, const std::string& value, bool copy) = 0;
    virtual void bind_bytes(int place, ports::ByteView value, bool copy) = 0;
    virtual void bind_null(int place) = 0;

    // The next row of a question; false after the last.
    [[nodiscard]] virtual bool step() = 0;
    [[nodiscard]] virtual bool is_null(int column) = 0;
    [[nodiscard]] virtual std::int64_t integer(int column) = 0;
    [[nodiscard]] virtual std::string_view text(int column) = 0;
    [[nodiscard]] virtual ports::ByteView bytes(int column) = 0;
    // Ends the question.
    virtual void reset() noexcept = 0;

    // Changes rows. A database across a network may tell a failure with a later call, the commit at
    // the latest.
    virtual void run() = 0;
    // As run(), and says how many rows it changed.
    [[nodiscard]] virtual int run_and_count() = 0;
};

// What only one of several programs on one database does at a time.
enum class Duty {
    timers,  // fires what is due
    outbox,  // hands out what is to be delivered
};

class Connection {
public:
    virtual ~Connection() = default;

    virtual void begin() = 0;
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;
    virtual void open_savepoint() = 0;
    virtual void release_savepoint() = 0;
    virtual void undo_savepoint() = 0;

    [[nodiscard]] virtual bool in_batch() const = 0;
    // Throws when nothing may be asked of the database now.
    virtual void check_usable() const = 0;
    // Since it was opened.
    [[nodiscard]] virtual std::uint64_t rows_written() const = 0;
    [[nodiscard]] virtual std::unique_ptr<Prepared> prepare(const std::string& sql) = 0;
    // Several statements, without answers.
    virtual void run_script(const std::string& sql) = 0;

    // Whether others write between our batches: what was remembered has to be asked again.
    [[nodiscard]] virtual bool is_shared() const { return false; }
    [[nodiscard]] virtual bool has(Duty) const { return true; }
    // The time by its own clock, where several machines write into it; empty otherwise. Inside a
    // batch.
    [[nodiscard]] virtual std::optional<core::Instant> time() { return std::nullopt; }
    // What answers is not the database we knew: look for it again. Outside of any batch.
    virtual void start_over() {}
};

}  // namespace clarion::sql
