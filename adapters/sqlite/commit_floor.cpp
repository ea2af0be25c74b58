#include "adapters/sqlite/commit_floor.hpp"

#include <random>
#include <vector>

#include "adapters/sql/statement.hpp"
#include "adapters/sqlite/connection.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::sqlite {

namespace {

using sql::Rows;
using sql::Statement;

constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kAnswerNameBytes = 16;
constexpr std::uint64_t kShelfEntries = 1024;  // as audit_by_value has it
constexpr std::size_t kNumberBytes = 8;

// A case of the copy, and the next event it would have.
struct FloorCase {
    std::uint64_t pk = 0;
    std::uint64_t sequence = 0;
};

// What stands in the copy's rows: lengths to fill, and values that all steps share.
struct Sample {
    std::vector<FloorCase> cases;
    std::vector<std::size_t> snapshot_sizes;  // by number of steps the case has had
    std::string bundle, states, key_id, outcome, answer;
    ports::Bytes wrapped_key;
    std::size_t event_size = 0, entry_size = 0, detail_size = 0;
    std::uint64_t kind = 0, actor = 0, next_seq = 0;
    core::Instant at;
};

std::uint64_t ask_number(Connection& connection, const std::string& sql) {
    Statement statement(connection, sql);
    Rows rows = statement.ask();
    if (!rows.next() || rows.is_null(0)) {
        throw ports::StoreUnavailable("no steps to learn from: " + sql);
    }
    return rows.number(0);
}

void learn_cases(Connection& connection, Sample& sample) {
    Statement cases(connection, "SELECT pk, version FROM cases ORDER BY pk");
    Rows rows = cases.ask();
    while (rows.next())
        sample.cases.push_back({rows.number(0), rows.number(1) + 1});
    Statement sizes(
        connection,
        "SELECT CAST(avg(length(sealed_snapshot)) AS INTEGER) FROM cases WHERE version > 1"
        " GROUP BY version ORDER BY version"
    );
    Rows found = sizes.ask();
    while (found.next())
        sample.snapshot_sizes.push_back(static_cast<std::size_t>(found.number(0)));
    if (sample.snapshot_sizes.empty()) {
        throw ports::StoreUnavailable("no case of the copy has taken a step");
    }
}

void learn_newest_step(Connection& connection, Sample& sample) {
    Statement newest(
        connection,
        "SELECT bundle, states, key_id, outcome, wrapped_key FROM cases WHERE version > 1 LIMIT 1"
    );
    Rows row = newest.ask();
    if (!row.next()) throw ports::StoreUnavailable("no case of the copy has taken a step");
    sample.bundle = row.text(0);
    sample.states = row.text(1);
    sample.key_id = row.text(2);
    sample.outcome = row.text(3);
    sample.wrapped_key = row.bytes(4);
    Statement answers(connection, "SELECT answer, at FROM idempotency ORDER BY pk DESC LIMIT 1");
    Rows answer = answers.ask();
    if (!answer.next()) throw ports::StoreUnavailable("no answer was kept in the copy");
    sample.answer = answer.text(0);
    sample.at = answer.instant(1);
}

Sample learn(Connection& connection) {
    Sample sample;
    learn_cases(connection, sample);
    learn_newest_step(connection, sample);
    const auto size = [&](const std::string& sql) {
        return static_cast<std::size_t>(ask_number(connection, sql));
    };
    sample.event_size =
        size("SELECT CAST(avg(length(sealed)) AS INTEGER) FROM case_events WHERE sequence > 1");
    sample.next_seq = ask_number(connection, "SELECT max(seq) + 1 FROM audit_entries");
    const std::string last = " WHERE seq = " + std::to_string(sample.next_seq - 1);
    sample.entry_size = size("SELECT length(bytes) FROM audit_entries" + last);
    sample.detail_size = size("SELECT length(sealed) FROM audit_details" + last);
    sample.kind = ask_number(connection, "SELECT kind FROM audit_by_kind" + last);
    sample.actor =
        ask_number(connection, "SELECT value FROM audit_by_value" + last + " AND shelf = 0");
    return sample;
}

}  // namespace

struct CommitFloor::Parts {
    explicit Parts(const std::string& path)
        : connection(path, {}),
          sample(learn(connection)),
          update_case(
              connection,
              "UPDATE cases SET bundle = ?, version = ?, states = ?, key_id = ?, wrapped_key = ?,"
              " sealed_snapshot = ?, outcome = ? WHERE pk = ?"
          ),
          put_event(
              connection,
              "INSERT INTO case_events (case_pk, sequence, at, sealed) VALUES (?, ?, ?, ?)"
          ),
          put_answer(
              connection,
              "INSERT INTO idempotency (name, request_hash, answer, at) VALUES (?, ?, ?, ?)"
          ),
          put_entry(connection, "INSERT INTO audit_entries (seq, bytes) VALUES (?, ?)"),
          put_detail(connection, "INSERT INTO audit_details (seq, sealed) VALUES (?, ?)"),
          put_subject(
              connection, "INSERT INTO audit_by_subject (subject, seq, subj_n) VALUES (?, ?, ?)"
          ),
          put_kind(connection, "INSERT INTO audit_by_kind (kind, seq) VALUES (?, ?)"),
          put_value(connection, "INSERT INTO audit_by_value (shelf, value, seq) VALUES (?, ?, ?)"),
          update_head(connection, "UPDATE store_head SET log_size = ?, log_frontier = ?") {}

    // Bytes that nobody can compress or foresee, as sealed ones are; cut from one long draw.
    ports::ByteView noise(std::size_t size) {
        constexpr std::size_t kNoiseBytes = 1 << 20;
        if (drawn.empty()) {
            drawn.resize(kNoiseBytes);
            for (std::uint8_t& byte : drawn)
                byte = static_cast<std::uint8_t>(random());
        }
        if (used + size > drawn.size()) used = random() % kHashBytes;
        const ports::ByteView part = ports::ByteView(drawn).subspan(used, size);
        used += size;
        return part;
    }

    void write_step(FloorCase& floor_case) {
        const std::size_t steps = static_cast<std::size_t>(floor_case.sequence - 2);
        const std::size_t snapshot = sample.snapshot_sizes[steps % sample.snapshot_sizes.size()];
        update_case.write(
            sample.bundle,
            floor_case.sequence,
            sample.states,
            sample.key_id,
            sample.wrapped_key,
            noise(snapshot),
            sample.outcome,
            floor_case.pk
        );
        put_event.write(floor_case.pk, floor_case.sequence, sample.at, noise(sample.event_size));
        ports::Bytes name(kAnswerNameBytes);
        for (std::uint8_t& byte : name)
            byte = static_cast<std::uint8_t>(random());
        put_answer.write(name, noise(kHashBytes), sample.answer, sample.at);
        const std::uint64_t seq = sample.next_seq++;
        put_entry.write(seq, noise(sample.entry_size));
        put_detail.write(seq, noise(sample.detail_size));
        put_kind.write(sample.kind, seq);
        put_value.write(std::uint64_t{0}, sample.actor, seq);
        put_value.write(seq / kShelfEntries, random() >> 1, seq);
        put_subject.write(floor_case.pk, seq, floor_case.sequence);
        ++floor_case.sequence;
    }

    Connection connection;
    Sample sample;
    Statement update_case, put_event, put_answer, put_entry, put_detail;
    Statement put_subject, put_kind, put_value, update_head;
    std::mt19937_64 random{1};
    ports::Bytes drawn;
    std::size_t used = 0;
    std::size_t next_case = 0;
};

CommitFloor::CommitFloor(const std::string& copy) : parts_(std::make_unique<Parts>(copy)) {}

CommitFloor::~CommitFloor() = default;

void CommitFloor::write_group(int steps) {
    constexpr std::size_t kFrontierBytes = 10 * kHashBytes;
    Parts& parts = *parts_;
    parts.connection.begin();
    for (int step = 0; step < steps; ++step) {
        parts.write_step(parts.sample.cases[parts.next_case]);
        parts.next_case = (parts.next_case + 1) % parts.sample.cases.size();
    }
    parts.update_head.write(parts.sample.next_seq, parts.noise(kFrontierBytes));
    parts.connection.commit();
}

StepRows CommitFloor::step_rows() const {
    constexpr std::size_t kRows = 9;
    constexpr std::size_t kNumbers = 20;  // bound in write_step
    const Sample& sample = parts_->sample;
    std::size_t snapshots = 0;
    for (const std::size_t size : sample.snapshot_sizes)
        snapshots += size;
    const std::size_t in_case = sample.bundle.size() + sample.states.size() + sample.key_id.size() +
                                sample.outcome.size() + sample.wrapped_key.size() +
                                snapshots / sample.snapshot_sizes.size();
    const std::size_t beside = sample.event_size + kAnswerNameBytes + kHashBytes +
                               sample.answer.size() + sample.entry_size + sample.detail_size;
    return {.rows = kRows, .bytes = in_case + beside + kNumbers * kNumberBytes};
}

}  // namespace clarion::sqlite
