// BesideSession: a session of one's own beside the store's, for short questions that wait for no
// batch. Connects when it is first asked, and again when it was lost.
//
// Threads: one at a time.
// Failure: throws StoreUnavailable; the next call takes another session.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>

#include "adapters/postgres/session.hpp"

namespace clarion::postgres {

[[nodiscard]] Value text_value(std::string text);
[[nodiscard]] Value number_value(std::int64_t number);

class BesideSession {
public:
    explicit BesideSession(Settings settings) : settings_(std::move(settings)) {}

    // In one transaction with what was queued before.
    Result ask(const std::string& sql, std::initializer_list<Value> values = {});
    // Goes before the next question.
    void queue(const std::string& sql) { session().queue(sql); }

private:
    [[nodiscard]] Session& session();

    Settings settings_;
    std::optional<Session> session_;
};

}  // namespace clarion::postgres
