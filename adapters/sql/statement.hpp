// Statement: one prepared statement, bound by type.
//
// Ownership: borrows the connection. Rows borrow their statement: one Rows at a time.
// Threads:   engine thread only.
// Failure:   throws what the connection throws.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/sql/connection.hpp"
#include "engine/core/sha256.hpp"
#include "engine/core/time/instant.hpp"

namespace clarion::sql {

// The rows of one question. Ends the question when it goes.
class Rows {
public:
    explicit Rows(Prepared& prepared) : prepared_(prepared) {}
    ~Rows() { prepared_.reset(); }
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    // False after the last row.
    [[nodiscard]] bool next() { return prepared_.step(); }

    [[nodiscard]] bool is_null(int column) const { return prepared_.is_null(column); }
    [[nodiscard]] std::int64_t integer(int column) const { return prepared_.integer(column); }
    [[nodiscard]] std::uint64_t number(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] ports::Bytes bytes(int column) const;
    [[nodiscard]] core::Digest digest(int column) const;
    [[nodiscard]] core::Instant instant(int column) const;
    [[nodiscard]] std::optional<core::Instant> maybe_instant(int column) const;

private:
    Prepared& prepared_;
};

class Statement {
public:
    Statement(Connection& connection, const std::string& sql);

    // Asks; the values are copied.
    template <class... Values>
    [[nodiscard]] Rows ask(const Values&... values) {
        bind_all(true, values...);
        return Rows(*prepared_);
    }

    // Changes rows, inside a batch only.
    template <class... Values>
    void write(const Values&... values) {
        bind_all(false, values...);
        check_in_batch();
        prepared_->run();
    }
    // As write(), and says how many.
    template <class... Values>
    [[nodiscard]] int write_and_count(const Values&... values) {
        bind_all(false, values...);
        check_in_batch();
        return prepared_->run_and_count();
    }

private:
    template <class... Values>
    void bind_all([[maybe_unused]] bool copy, const Values&... values) {
        connection_.check_usable();
        int place = 0;
        (bind(++place, values, copy), ...);
    }
    void bind(int place, std::int64_t value, bool copy);
    void bind(int place, std::uint64_t value, bool copy);
    void bind(int place, int value, bool copy);
    void bind(int place, const std::string& value, bool copy);
    void bind(int place, std::string_view value, bool copy);
    void bind(int place, const ports::Bytes& value, bool copy);
    void bind(int place, ports::ByteView value, bool copy);
    void bind(int place, const core::Digest& value, bool copy);
    void bind(int place, core::Instant value, bool copy);
    void bind(int place, const std::optional<core::Instant>& value, bool copy);
    void check_in_batch() const;

    Connection& connection_;
    std::unique_ptr<Prepared> prepared_;
};

}  // namespace clarion::sql
