#include "adapters/postgres/shut_out_board.hpp"

#include "adapters/postgres/beside_session.hpp"

namespace clarion::postgres {

namespace {

class Board final : public ShutOutBoard {
public:
    explicit Board(Settings settings) : session_(std::move(settings)) {}

    std::vector<core::PersonId> people() override {
        const Result answer = session_.ask("SELECT person FROM shut_out ORDER BY person");
        std::vector<core::PersonId> found;
        const int rows = PQntuples(answer.get());
        found.reserve(static_cast<std::size_t>(rows));
        for (int row = 0; row < rows; ++row)
            found.push_back({PQgetvalue(answer.get(), row, 0)});
        return found;
    }

    void add(const core::PersonId& person) override {
        static_cast<void>(session_.ask(
            "INSERT INTO shut_out (person) VALUES ($1) ON CONFLICT DO NOTHING",
            {text_value(person.text)}
        ));
    }

    void remove(const core::PersonId& person) override {
        static_cast<void>(
            session_.ask("DELETE FROM shut_out WHERE person = $1", {text_value(person.text)})
        );
    }

private:
    BesideSession session_;
};

}  // namespace

std::unique_ptr<ShutOutBoard> make_shut_out_board(Settings settings) {
    return std::make_unique<Board>(std::move(settings));
}

}  // namespace clarion::postgres
