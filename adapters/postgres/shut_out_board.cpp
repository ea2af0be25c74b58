#include "adapters/postgres/shut_out_board.hpp"

#include <array>
#include <optional>

#include "adapters/postgres/session.hpp"

namespace clarion::postgres {

namespace {

constexpr Oid kText = 25;

class Board final : public ShutOutBoard {
public:
    explicit Board(Settings settings) : settings_(std::move(settings)) {}

    std::vector<core::PersonId> people() override {
        const Result answer = session().ask("SELECT person FROM shut_out ORDER BY person");
        std::vector<core::PersonId> found;
        const int rows = PQntuples(answer.get());
        found.reserve(static_cast<std::size_t>(rows));
        for (int row = 0; row < rows; ++row)
            found.push_back({PQgetvalue(answer.get(), row, 0)});
        return found;
    }

    void add(const core::PersonId& person) override {
        change("INSERT INTO shut_out (person) VALUES ($1) ON CONFLICT DO NOTHING", person);
    }

    void remove(const core::PersonId& person) override {
        change("DELETE FROM shut_out WHERE person = $1", person);
    }

private:
    Session& session() {
        if (session_ && session_->is_lost()) session_.reset();
        if (!session_) session_.emplace(settings_);
        return *session_;
    }

    void change(const std::string& sql, const core::PersonId& person) {
        const std::array<Value, 1> values{Value{kText, person.text, false}};
        Session& at = session();
        at.queue_prepare("", sql, values);
        at.queue_prepared("", values);
        static_cast<void>(at.answers());
    }

    Settings settings_;
    std::optional<Session> session_;
};

}  // namespace

std::unique_ptr<ShutOutBoard> make_shut_out_board(Settings settings) {
    return std::make_unique<Board>(std::move(settings));
}

}  // namespace clarion::postgres
