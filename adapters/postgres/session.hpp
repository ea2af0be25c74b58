// Session: one connection to a server of PostgreSQL's, in pipeline mode: commands are queued, and
// answered all at once.
//
// Threads: engine thread only.
// Limits:  every wait ends: an answer that is not there in time makes the session lost.
// Failure: StoreUnavailable; is_lost() then says whether another session is needed. The first
//          command that failed is told; those behind it did nothing.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <vector>

#include "adapters/postgres/failure.hpp"
#include "adapters/postgres/settings.hpp"

namespace clarion::postgres {

// A value as PostgreSQL's binary format has it.
struct Value {
    Oid type = 0;
    std::string bytes;
    bool is_null = true;
};

class Session {
public:
    // Connects. Throws StoreUnavailable and says where and why.
    explicit Session(const Settings& settings);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    void queue(const std::string& sql);
    void queue_prepare(
        const std::string& name, const std::string& sql, std::span<const Value> values
    );
    void queue_prepared(const std::string& name, std::span<const Value> values);
    // Sends what is queued and waits for all answers; the last one's is given.
    Result answers();
    // queue() and answers().
    Result ask(const std::string& sql);
    // One value of one row, as text; asked at once.
    [[nodiscard]] std::string ask_text(const std::string& sql);
    // Several statements in one text, outside of the pipeline.
    void run_script(const std::string& sql);

    [[nodiscard]] bool is_lost() const { return is_lost_; }
    [[nodiscard]] std::size_t queued() const { return queued_; }
    // Host, port and database, for people.
    [[nodiscard]] const std::string& where() const { return where_; }
    // Whether the server has warned since the last call.
    [[nodiscard]] bool take_warning();

private:
    void add(int was_sent);
    void wait(short events, std::chrono::steady_clock::time_point deadline);
    [[nodiscard]] Result next_result(std::chrono::steady_clock::time_point deadline);
    [[noreturn]] void lose(const std::string& why);
    static void note_warning(void* self, const PGresult* notice);

    PGconn* connection_ = nullptr;
    std::chrono::milliseconds patience_;
    std::string where_;
    std::size_t queued_ = 0;
    bool is_lost_ = false;
    bool has_warned_ = false;
};

}  // namespace clarion::postgres
