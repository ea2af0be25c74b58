#include "adapters/postgres/pass_board.hpp"

#include <charconv>

#include "adapters/postgres/beside_session.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::postgres {

namespace {

class Board final : public PassBoard {
public:
    explicit Board(Settings settings) : session_(std::move(settings)) {}

    Kept read() override {
        const Result answer = session_.ask("SELECT kept, version::text FROM emergency_passes");
        if (PQntuples(answer.get()) != 1)
            throw ports::StoreUnavailable("the row of the emergency passes is not there");
        Kept kept{.text = PQgetvalue(answer.get(), 0, 0)};
        const std::string version = PQgetvalue(answer.get(), 0, 1);
        std::from_chars(version.data(), version.data() + version.size(), kept.version);
        return kept;
    }

    bool write(const std::string& text, std::int64_t version) override {
        const Result answer = session_.ask(
            "UPDATE emergency_passes SET kept = $1, version = version + 1 WHERE version = $2"
            " RETURNING 1",
            {text_value(text), number_value(version)}
        );
        return PQntuples(answer.get()) == 1;
    }

private:
    BesideSession session_;
};

}  // namespace

std::unique_ptr<PassBoard> make_pass_board(Settings settings) {
    return std::make_unique<Board>(std::move(settings));
}

}  // namespace clarion::postgres
