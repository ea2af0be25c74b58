#include "adapters/postgres/sign_out_board.hpp"

#include <charconv>
#include <string_view>

#include "adapters/postgres/beside_session.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::postgres {

namespace {

// Held to the end of the transaction, so that numbers are seen in the order they were given in.
constexpr const char* kLock = "SELECT pg_advisory_xact_lock(4837003)";

std::int64_t milliseconds_of(core::Instant at) {
    return at.time_since_epoch().count();
}

std::string_view text_at(const Result& answer, int row, int column) {
    const auto size = static_cast<std::size_t>(PQgetlength(answer.get(), row, column));
    return {PQgetvalue(answer.get(), row, column), size};
}

std::int64_t number_at(const Result& answer, int row, int column) {
    const std::string_view text = text_at(answer, row, column);
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size())
        throw ports::StoreUnavailable("PostgreSQL answered a number that is none");
    return number;
}

class Board final : public SignOutBoard {
public:
    explicit Board(Settings settings) : session_(std::move(settings)) {}

    std::int64_t add(const SignedOut& word, core::Instant forgotten) override {
        static_cast<void>(session_.ask(
            "DELETE FROM signed_out WHERE at < $1", {number_value(milliseconds_of(forgotten))}
        ));
        session_.queue(kLock);
        const Result answer = session_.ask(
            "INSERT INTO signed_out (issuer, subject, provider_session, by_operator, at)"
            " VALUES ($1, $2, $3, $4 = 'operator', $5) RETURNING number::text",
            {text_value(word.issuer),
             text_value(word.subject),
             text_value(word.provider_session),
             text_value(word.by_operator ? "operator" : "provider"),
             number_value(milliseconds_of(word.at))}
        );
        return number_at(answer, 0, 0);
    }

    std::vector<Row> after(std::int64_t number) override {
        const Result answer = session_.ask(
            "SELECT number::text, at::text, issuer, subject, provider_session, by_operator::text"
            " FROM signed_out"
            " WHERE number > $1 ORDER BY signed_out.number",  // as a number: not the text above
            {number_value(number)}
        );
        std::vector<Row> rows;
        const int count = PQntuples(answer.get());
        rows.reserve(static_cast<std::size_t>(count));
        for (int row = 0; row < count; ++row) {
            rows.push_back({
                .number = number_at(answer, row, 0),
                .word =
                    {.issuer = std::string(text_at(answer, row, 2)),
                     .subject = std::string(text_at(answer, row, 3)),
                     .provider_session = std::string(text_at(answer, row, 4)),
                     .by_operator = text_at(answer, row, 5) == "true",
                     .at = core::Instant(std::chrono::milliseconds(number_at(answer, row, 1)))},
            });
        }
        return rows;
    }

private:
    BesideSession session_;
};

}  // namespace

std::unique_ptr<SignOutBoard> make_sign_out_board(Settings settings) {
    return std::make_unique<Board>(std::move(settings));
}

}  // namespace clarion::postgres
