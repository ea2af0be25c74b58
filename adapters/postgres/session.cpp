#include "adapters/postgres/session.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "engine/ports/failures.hpp"

namespace clarion::postgres {

namespace {

using std::chrono::steady_clock;

constexpr int kBinary = 1;
// Longer than the longest wait for a lock that another node holds; see Membership.
constexpr std::chrono::seconds kPatienceBeyondLease{3};
// A command that is alone with the database may read all of it.
constexpr std::chrono::hours kPatienceAlone{6};

std::chrono::milliseconds patience_for(const Settings& settings) {
    if (settings.is_alone) return kPatienceAlone;
    return settings.lease + kPatienceBeyondLease;
}

std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    while (!text.empty() && text.back() == ' ')
        text.pop_back();
    return text;
}

// `dbname` may hold a whole connection string; what stands before it is a default it overrides.
PGconn* connect(const Settings& settings) {
    constexpr int kExpandDatabaseName = 1;
    const std::array<const char*, 7> names{
        "connect_timeout",
        "target_session_attrs",
        "tcp_user_timeout",
        "dbname",
        "password",
        "client_encoding",
        nullptr};
    const char* password = settings.password.empty() ? nullptr : settings.password.reveal().data();
    const std::array<const char*, 7> values{
        "3", "any", "10000", settings.connection.c_str(), password, "UTF8", nullptr};
    return PQconnectdbParams(names.data(), values.data(), kExpandDatabaseName);
}

std::string place_of(const PGconn* connection) {
    const auto text = [](const char* value) { return std::string(value == nullptr ? "" : value); };
    return text(PQhost(connection)) + ":" + text(PQport(connection)) + "/" + text(PQdb(connection));
}

}  // namespace

Session::Session(const Settings& settings)
    : connection_(connect(settings)), patience_(patience_for(settings)) {
    where_ = place_of(connection_);
    const bool is_good = PQstatus(connection_) == CONNECTION_OK &&
                         PQsetnonblocking(connection_, 1) == 0 &&
                         PQenterPipelineMode(connection_) == 1;
    if (!is_good) {
        const std::string why = one_line(PQerrorMessage(connection_));
        PQfinish(connection_);
        throw ports::StoreUnavailable("PostgreSQL at " + where_ + ": " + why);
    }
    PQsetNoticeReceiver(connection_, &Session::note_warning, this);
}

Session::~Session() {
    PQfinish(connection_);
}

void Session::note_warning(void* self, const PGresult* notice) {
    const char* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (severity != nullptr && std::string_view(severity) == "WARNING") {
        static_cast<Session*>(self)->has_warned_ = true;
    }
}

bool Session::take_warning() {
    return std::exchange(has_warned_, false);
}

void Session::lose(const std::string& why) {
    is_lost_ = true;
    throw ports::StoreUnavailable("PostgreSQL at " + where_ + ": " + why);
}

void Session::add(int was_sent) {
    if (was_sent != 1) lose("the connection is lost: " + one_line(PQerrorMessage(connection_)));
    ++queued_;
}

void Session::queue(const std::string& sql) {
    add(PQsendQueryParams(connection_, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, kBinary)
    );
}

void Session::queue_prepare(
    const std::string& name, const std::string& sql, std::span<const Value> values
) {
    std::vector<Oid> types;
    for (const Value& value : values)
        types.push_back(value.type);
    const int count = static_cast<int>(types.size());
    add(PQsendPrepare(connection_, name.c_str(), sql.c_str(), count, types.data()));
}

void Session::queue_prepared(const std::string& name, std::span<const Value> values) {
    std::vector<const char*> starts;
    std::vector<int> lengths;
    for (const Value& value : values) {
        starts.push_back(value.is_null ? nullptr : value.bytes.data());
        lengths.push_back(static_cast<int>(value.bytes.size()));
    }
    const std::vector<int> formats(values.size(), kBinary);
    const int count = static_cast<int>(values.size());
    add(PQsendQueryPrepared(
        connection_, name.c_str(), count, starts.data(), lengths.data(), formats.data(), kBinary
    ));
}

void Session::wait(short events, steady_clock::time_point deadline) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now()).count();
    pollfd socket{PQsocket(connection_), events, 0};
    const int found = left <= 0 ? 0 : ::poll(&socket, 1, static_cast<int>(left));
    if (found == 0) lose("it does not answer");
    if (PQconsumeInput(connection_) != 1) {
        lose("the connection is lost: " + one_line(PQerrorMessage(connection_)));
    }
}

Result Session::next_result(steady_clock::time_point deadline) {
    while (PQisBusy(connection_) == 1)
        wait(POLLIN, deadline);
    return Result(PQgetResult(connection_));
}

Result Session::answers() {
    if (is_lost_) lose("the connection is lost");
    const auto deadline = steady_clock::now() + patience_;
    add(PQpipelineSync(connection_));
    for (int more = PQflush(connection_); more != 0; more = PQflush(connection_)) {
        if (more < 0) lose("the connection is lost");
        wait(POLLIN | POLLOUT, deadline);
    }
    Result last;
    Result failed;
    for (;;) {
        Result answer = next_result(deadline);
        if (!answer) {
            if (PQstatus(connection_) != CONNECTION_OK) break;
            continue;  // the end of one command's answer
        }
        const ExecStatusType status = PQresultStatus(answer.get());
        if (status == PGRES_PIPELINE_SYNC) break;
        if (status == PGRES_FATAL_ERROR && !failed) failed = std::move(answer);
        if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) last = std::move(answer);
    }
    queued_ = 0;
    is_lost_ = PQstatus(connection_) != CONNECTION_OK;
    if (failed) throw_failure(failed, where_);
    if (is_lost_) lose("the connection is lost");
    return last;
}

Result Session::ask(const std::string& sql) {
    queue(sql);
    return answers();
}

std::string Session::ask_text(const std::string& sql) {
    const Result answer = ask(sql);
    if (PQntuples(answer.get()) < 1 || PQgetisnull(answer.get(), 0, 0) == 1) return {};
    const auto size = static_cast<std::size_t>(PQgetlength(answer.get(), 0, 0));
    return {PQgetvalue(answer.get(), 0, 0), size};
}

void Session::run_script(const std::string& sql) {
    if (queued_ > 0) answers();
    if (PQexitPipelineMode(connection_) != 1) lose("the connection is busy");
    const Result answer(PQexec(connection_, sql.c_str()));
    const bool is_good = PQresultStatus(answer.get()) == PGRES_COMMAND_OK;
    is_lost_ = PQstatus(connection_) != CONNECTION_OK;
    if (!is_lost_ && PQenterPipelineMode(connection_) != 1) lose("the connection is busy");
    if (!is_good) throw_failure(answer, where_);
}

}  // namespace clarion::postgres
