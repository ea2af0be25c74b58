// bench --over core: decide, in memory, on the published Right to Ask. The floor is the
// statechart's own step for the same event: what is left when permissions, event and snapshot are
// taken away.
#include "adapters/files/bundle.hpp"
#include "adapters/files/json_text.hpp"
#include "adapters/identity/demo_personas.hpp"
#include "adapters/keys/sha256.hpp"
#include "adapters/system/system_clock.hpp"
#include "adapters/system/system_id_source.hpp"
#include "adapters/system/system_time_zones.hpp"
#include "deploy/clarion/bench_parts.hpp"
#include "deploy/clarion/demo_client.hpp"
#include "deploy/clarion/exit_codes.hpp"
#include "deploy/clarion/house.hpp"
#include "engine/core/cases/advance.hpp"
#include "engine/core/cases/decide.hpp"
#include "engine/runtime/definitions.hpp"

namespace clarion::deploy {

namespace {

namespace json = core::json;

constexpr int kCasesOfTurn = 64;

class CoreBench {
public:
    CoreBench()
        : ids_(clock_), personas_(ids_, clock_, keys::make_sha256()), process_(right_to_ask()) {
        command_.action = kBenchAction;
        command_.form = example_of_form("note");
        command_.principal = personas_.by_authorization("Demo intake").value();
        start_ = opened();
    }

    BenchTurn decide_turn() {
        return turn([&](core::CaseSnapshot& snapshot) {
            auto decided = core::decide(process_, snapshot, command_, start_.received_at);
            if (!decided) throw CommandFailed(ExitCode::failed, decided.error().detail);
            event_ = std::move(decided->event);
            snapshot = std::move(decided->after);
        });
    }

    BenchTurn apply_turn() {
        return turn([&](core::CaseSnapshot& snapshot) {
            event_.sequence = snapshot.version + 1;
            snapshot = core::apply(process_, snapshot, event_);
        });
    }

    BenchTurn floor_turn() {
        core::CaseEvent told;
        told.at = start_.received_at;
        told.actor = core::actor_of(command_);
        const auto world = core::deciding(process_, start_, told);
        const core::statechart::Event event{.type = kBenchAction, .data = command_.form};
        return turn([&](core::CaseSnapshot& snapshot) {
            auto step = core::statechart::step(process_.definition, snapshot.machine, event, world);
            if (!step) throw CommandFailed(ExitCode::failed, "the floor's step did not rest");
            snapshot.machine = std::move(step->after);
        });
    }

private:
    [[nodiscard]] core::Process right_to_ask() const {
        for (const std::string& bundle : files::make_bundles(house_files({}))) {
            const json::object document = files::parse_json_object("bundle", bundle);
            if (std::string_view(document.at("id").as_string()).find("right-to-ask") ==
                std::string_view::npos)
                continue;
            const auto* zone = zones_.find_zone(runtime::zone_name_of(document));
            auto process = core::compile_process(document, {"bench"}, *zone);
            if (process) return std::move(process).value();
        }
        throw CommandFailed(ExitCode::failed, "the house has no Right to Ask that compiles");
    }

    core::CaseSnapshot opened() {
        core::Command request;
        request.form = example_of_form("request");
        request.principal = personas_.by_authorization("Demo front").value();
        const core::NewCase identity{
            .id = ids_.new_case_id(),
            .reference = ids_.new_reference(),
            .channel = "service",
            .language = "en",
        };
        auto decided = core::open_case(process_, identity, request, clock_.now());
        if (!decided) throw CommandFailed(ExitCode::failed, decided.error().detail);
        return std::move(decided->after);
    }

    template <class Take>
    BenchTurn turn(Take&& take) {
        const double cpu_before = thread_cpu_seconds();
        const Stopwatch watch;
        for (int one = 0; one < kCasesOfTurn; ++one) {
            core::CaseSnapshot snapshot = start_;
            for (int note = 0; note < kNotesOfCase; ++note)
                take(snapshot);
        }
        return {
            .steps = kCasesOfTurn * kNotesOfCase,
            .seconds = watch.seconds(),
            .cpu_seconds = thread_cpu_seconds() - cpu_before,
        };
    }

    system::SystemClock clock_;
    system::SystemIdSource ids_;
    system::SystemTimeZones zones_;
    identity::DemoPersonas personas_;
    core::Process process_;
    core::Command command_;
    core::CaseSnapshot start_;
    core::CaseEvent event_;
};

}  // namespace

BenchFigures bench_core(const BenchOptions& options) {
    CoreBench bench;
    std::vector<BenchTurn> decided;
    std::vector<BenchTurn> applied;
    std::vector<BenchTurn> floor;
    std::vector<double> times;
    const Stopwatch watch;
    while (watch.seconds() < options.seconds) {
        decided.push_back(bench.decide_turn());
        applied.push_back(bench.apply_turn());
        floor.push_back(bench.floor_turn());
        times.push_back(decided.back().seconds * 1000 / decided.back().steps);
    }
    BenchFigures figures;
    figures.steps_per_s = median_rate(decided);
    figures.p50_ms = quantile(times, 0.5);
    figures.p99_ms = quantile(times, 0.99);
    figures.cpu_ms_per_step = cpu_ms_per_step(decided);
    figures.floor_per_s = median_rate(floor);
    figures.beside["floor"] = "one statechart step without a case around it";
    figures.beside["replayed_per_s"] = median_rate(applied);
    return figures;
}

}  // namespace clarion::deploy
