// bench --over store: durable steps, in process, in batches of commands that wait together.
#include "deploy/clarion/bench_store.hpp"

#include "adapters/keys/sha256.hpp"
#include "deploy/clarion/bench_parts.hpp"
#include "deploy/clarion/child_server.hpp"
#include "deploy/clarion/exit_codes.hpp"
#include "deploy/clarion/house.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::deploy {

namespace {

constexpr int kCasesOfTurn = 4 * kInFlight;
constexpr int kEntriesOfTurn = 10 * kInFlight;
constexpr std::size_t kDetailBytes = 316;  // sealed: 256 padded ones, salt, nonce and tag

}  // namespace

StoreBench::StoreBench(const std::filesystem::path& folder)
    : request_(example_of_form("request")), note_(example_of_form("note")) {
    const DataFolder data{folder / "data"};
    make_data_folder(data);
    room_ = std::make_unique<EngineRoom>(data, house_files({}), "localhost/clarion/bench");
    personas_ = std::make_unique<identity::DemoPersonas>(room_->ids, room_->clock, room_->sha256);
    // Cases of every length a case of the benchmark comes to have, for the floor to learn from.
    std::vector<BenchCase> cases = open_cases(kCasesOfTurn);
    const std::size_t step = cases.size() / kNotesOfCase;
    for (std::size_t first = 0; first < cases.size(); first += step)
        add_notes(cases, first, cases.size() - first);
    const std::string copy = (folder / "floor.db").string();
    room_->store->copy_to(copy);
    floor_ = std::make_unique<sqlite::CommitFloor>(copy);
}

runtime::Idempotency StoreBench::next_key() {
    runtime::Idempotency idempotency;
    idempotency.key = "bench-" + std::to_string(++keys_);
    idempotency.request_hash = room_->sha256({ports::view_of(idempotency.key)});
    return idempotency;
}

std::vector<runtime::Answered> StoreBench::run(
    std::vector<runtime::Asked> asked, const std::string& who
) {
    const auto principal = personas_->by_authorization("Demo " + who);
    std::vector<runtime::Answered> answers(asked.size());
    std::vector<runtime::Work> batch;
    std::string trouble;
    for (std::size_t at = 0; at < asked.size(); ++at) {
        runtime::Work work;
        work.caller = {
            principal.value(), "bench-" + std::to_string(keys_) + "-" + std::to_string(at)};
        work.asked = std::move(asked[at]);
        work.answer = [&answers, &trouble, at](runtime::Answer answer) {
            if (auto* answered = std::get_if<runtime::Answered>(&answer)) {
                answers[at] = std::move(*answered);
                return;
            }
            const auto* refusal = std::get_if<core::Refusal>(&answer);
            trouble = refusal == nullptr ? "the store was not available"
                                         : std::string(to_string(refusal->code));
        };
        batch.push_back(std::move(work));
    }
    room_->engine.run_batch(batch);
    if (!trouble.empty()) throw CommandFailed(ExitCode::failed, "a step was not taken: " + trouble);
    return answers;
}

std::vector<StoreBench::BenchCase> StoreBench::open_cases(int count) {
    std::vector<runtime::Asked> asked;
    asked.reserve(static_cast<std::size_t>(count));
    for (int at = 0; at < count; ++at)
        asked.emplace_back(runtime::SubmitRequest{request_, next_key(), "service", "en", {}});
    std::vector<BenchCase> cases;
    for (const runtime::Answered& answered : run(std::move(asked), "front")) {
        const auto& reference = answered.document.as_object().at("reference");
        cases.push_back({std::string(reference.as_string()), 1});
    }
    return cases;
}

void StoreBench::add_notes(std::vector<BenchCase>& cases, std::size_t first, std::size_t count) {
    std::vector<runtime::Asked> asked;
    for (std::size_t at = first; at < first + count; ++at) {
        asked.emplace_back(runtime::TakeAction{
            cases[at].reference, kBenchAction, note_, next_key(), cases[at].version});
    }
    const auto answers = run(std::move(asked), "intake");
    for (std::size_t at = 0; at < count; ++at)
        cases[first + at].version = answers[at].version.value();
}

BenchTurn StoreBench::take_steps(std::vector<double>& times) {
    std::vector<BenchCase> cases = open_cases(kCasesOfTurn);
    const double cpu_before = thread_cpu_seconds();
    const Stopwatch watch;
    for (int note = 0; note < kNotesOfCase; ++note) {
        for (std::size_t first = 0; first < cases.size(); first += kInFlight) {
            const Stopwatch group;
            add_notes(cases, first, kInFlight);
            times.push_back(group.seconds() * 1000);
        }
    }
    return {
        .steps = kCasesOfTurn * kNotesOfCase,
        .seconds = watch.seconds(),
        .cpu_seconds = thread_cpu_seconds() - cpu_before,
    };
}

void StoreBench::append_entries(std::vector<double>& times) {
    core::AuditEntry entry;
    entry.boot = room_->clock.boot_id();
    entry.cls = core::AuditClass::consultation;
    entry.type = "case_opened";
    entry.actor.text = std::string(32, 'a');
    entry.subj.text = std::string(32, 'c');
    entry.org = "example";
    entry.auth = "demo";
    entry.fields = {"case", "people"};
    entry.why = "duty";
    entry.det = core::commitment(room_->sha256, {}, "{}");
    entry.req = std::string(36, 'r');
    const ports::Bytes detail(kDetailBytes);
    for (int appended = 0; appended < kEntriesOfTurn; appended += kInFlight) {
        const Stopwatch watch;
        room_->store->cases().begin();
        for (int at = 0; at < kInFlight; ++at) {
            entry.ts = room_->clock.now();
            room_->store->audit().append(entry, detail);
        }
        room_->store->cases().commit();
        times.push_back(watch.seconds() * 1000 / kInFlight);
    }
}

BenchTurn StoreBench::write_floor() {
    constexpr int kSteps = kCasesOfTurn * kNotesOfCase;
    const double cpu_before = thread_cpu_seconds();
    const Stopwatch watch;
    for (int steps = 0; steps < kSteps; steps += kInFlight)
        floor_->write_group(kInFlight);
    return {
        .steps = kSteps,
        .seconds = watch.seconds(),
        .cpu_seconds = thread_cpu_seconds() - cpu_before,
    };
}

BenchFigures bench_store(const BenchOptions& options) {
    const TemporaryFolder folder;
    StoreBench bench(folder.path());
    std::vector<BenchTurn> steps;
    std::vector<BenchTurn> floor;
    std::vector<double> times;
    std::vector<double> appends;
    bench.take_steps(times);
    bench.write_floor();
    times.clear();
    const Stopwatch watch;
    while (watch.seconds() < options.seconds) {
        steps.push_back(bench.take_steps(times));
        floor.push_back(bench.write_floor());
        bench.append_entries(appends);
    }
    BenchFigures figures;
    figures.steps_per_s = median_rate(steps);
    figures.p50_ms = quantile(times, 0.5);
    figures.p99_ms = quantile(times, 0.99);
    figures.cpu_ms_per_step = cpu_ms_per_step(steps);
    figures.floor_per_s = median_rate(floor);
    figures.beside["floor"] = "bare SQLite, the same rows in the same groups on the same disk";
    figures.beside["floor_cpu_ms_per_step"] = cpu_ms_per_step(floor);
    figures.beside["log_append_p50_ms"] = quantile(appends, 0.5);
    figures.beside["log_append_p99_ms"] = quantile(appends, 0.99);
    figures.beside["in_flight"] = kInFlight;
    figures.beside["rows_per_step"] = bench.step_rows().rows;
    figures.beside["bytes_per_step"] = bench.step_rows().bytes;
    figures.beside["fsync_ms"] = fsync_ms(folder.path());
    figures.beside["on_disk"] = is_on_disk(folder.path());
    figures.beside["rounds"] = steps.size();
    return figures;
}

}  // namespace clarion::deploy
