#include "engine/runtime/engine.hpp"

#include <utility>

#include "engine/core/cases/refusal.hpp"
#include "engine/ports/failures.hpp"
#include "engine/runtime/access_acts.hpp"
#include "engine/runtime/auditor_desk.hpp"
#include "engine/runtime/case_access.hpp"
#include "engine/runtime/contact_reports.hpp"
#include "engine/runtime/engine_desks.hpp"
#include "engine/runtime/key_turn.hpp"
#include "engine/runtime/questions.hpp"
#include "engine/runtime/retention_desk.hpp"
#include "engine/runtime/steady_clock.hpp"
#include "engine/runtime/token_turn.hpp"
#include "engine/runtime/version_desk.hpp"

namespace clarion::runtime {

namespace {

constexpr int kTriesMax = 3;
constexpr int kReportsFirstMax = 64;
// How long timers and deliveries rest after the store failed, and between two looks at whether it
// still does.
constexpr std::chrono::seconds kRest{1};
constexpr std::string_view kRecovered = "store_recovered";

}  // namespace

struct Engine::Parts : EngineDesks {
    using EngineDesks::EngineDesks;

    void publish(const std::vector<std::string>& bundles);
    [[nodiscard]] std::vector<Answer> answers_to(std::span<Work> batch);
    [[nodiscard]] std::vector<Answer> run_all(std::span<Work> batch, Savepoints savepoints);
    void count_refusals(const std::vector<Answer>& answers);
    [[nodiscard]] Answer answer_to(const Work& work);
    // Empty: a race was lost.
    [[nodiscard]] std::optional<Answer> try_once(const Work& work);
    // Runs `act` in a batch. False: the store could not keep it, and nothing happened.
    [[nodiscard]] bool run_alone(const std::function<void()>& act);
    void store_failed(const std::exception& fault, bool is_unknown);
    void look_at_store();
    void look_at_clock();
    void go_rounds();
    void note_new_boot();

    [[nodiscard]] Outcome run(const Caller& caller, const SubmitRequest& asked) {
        return commands.submit(caller, asked);
    }
    [[nodiscard]] Outcome run(const Caller& caller, const StartCase& asked) {
        return opener.start(caller, asked);
    }
    [[nodiscard]] Outcome run(const Caller& caller, const TakeAction& asked) {
        return commands.take_action(caller, asked);
    }
    [[nodiscard]] Outcome run(const Caller& caller, const AnswerAgencyRequest& asked) {
        return commands.answer_agency(caller, asked);
    }
    [[nodiscard]] Outcome run(const Caller& caller, const ReportContactUnsafe& asked) {
        return ContactReports(queries, events, later).take(caller, asked);
    }
    [[nodiscard]] Outcome run(const Caller& caller, const RefuseAttempt& asked) {
        return refuse_attempt(caller, asked.attempted, asked.refusal);
    }
    [[nodiscard]] Outcome run(const Caller& caller, const TurnKeys& asked) {
        return KeyTurn({services.store, services.keys, recorder}).go_on(caller, asked);
    }
    [[nodiscard]] Outcome run(const Caller& caller, const TurnTokens& asked) {
        return TokenTurn({services.store, services.keys, vault, recorder, services.store_is_shared})
            .go_on(caller, asked);
    }
    template <VersionWork Act>
    [[nodiscard]] Outcome run(const Caller& caller, const Act& asked) {
        return VersionDesk(*this, alarm).answer(caller, asked);
    }
    template <RetentionWork Act>
    [[nodiscard]] Outcome run(const Caller& caller, const Act& asked) {
        return RetentionDesk(queries, services.ids).answer(caller, asked);
    }
    [[nodiscard]] Outcome run(const Caller&, const LookNow&) {
        rounds.look_now();
        return answered_with({});
    }
    template <AuditorWork Act>
    [[nodiscard]] Outcome run(const Caller& caller, const Act& asked) {
        return AuditorDesk{{queries, services.ids}, {queries, services.ids, services.log_origin}}
            .answer(caller, asked);
    }
    template <AccessAct Act>
    [[nodiscard]] Outcome run(const Caller& caller, const Act& asked) {
        return AccessDesk{queries, alerts}.answer(caller, asked);
    }
    // Everything else is a question.
    template <class Question>
    [[nodiscard]] Outcome run(const Caller& caller, const Question& asked) {
        return answer_to_question(queries, caller, asked);
    }
    [[nodiscard]] Outcome run(const Caller& caller, const DeliveryResult& asked) {
        return effects.keep_result(caller, asked);
    }

    bool store_is_good = true;
    std::chrono::milliseconds next_look{};  // since boot
};

void Engine::Parts::publish(const std::vector<std::string>& bundles) {
    unit.whole([&] {
        for (const std::string& bundle : bundles)
            definitions.publish(bundle, services.clock.now());
        definitions.check_offered();
        note_new_boot();
        watch.begin();
        recorder.tell([this](const auto& caller, const auto& note, const auto& actor) {
            watch.saw(caller, note, actor);
        });
    });
}

std::optional<Answer> Engine::Parts::try_once(const Work& work) {
    std::optional<Outcome> outcome;
    try {
        unit.attempt([&] {
            outcome =
                std::visit([&](const auto& asked) { return run(work.caller, asked); }, work.asked);
            return outcome->has_value();
        });
    } catch (const LostRace&) {
        services.metrics.count("clarion_lost_races_total");
        return std::nullopt;
    }
    if (outcome->has_value()) return std::move(*outcome).value();
    Refused refused = std::move(*outcome).error();
    if (refused.note) recorder.record(work.caller, *refused.note);
    return std::move(refused.refusal);
}

Answer Engine::Parts::answer_to(const Work& work) {
    try {
        for (int tries = 0; tries < kTriesMax; ++tries) {
            if (auto answer = try_once(work)) return *std::move(answer);
        }
    } catch (const CaseDamaged& damaged) {
        alarm.sound(work.caller, damaged);
        return Unavailable{.outcome_unknown = false, .case_damaged = true};
    }
    return Unavailable{};
}

std::vector<Answer> Engine::Parts::run_all(std::span<Work> batch, Savepoints savepoints) {
    std::vector<Answer> answers;
    answers.reserve(batch.size());
    try {
        unit.begin(savepoints);
        for (const Work& work : batch)
            answers.push_back(answer_to(work));
        return answers;
    } catch (const NeedsSavepoints&) {
        unit.rollback();
        effects.settle(false);
    }
    return run_all(batch, Savepoints::each_act);
}

void Engine::Parts::count_refusals(const std::vector<Answer>& answers) {
    for (const Answer& answer : answers) {
        const auto* refusal = std::get_if<core::Refusal>(&answer);
        if (refusal == nullptr) continue;
        services.metrics.count("clarion_refusals_total", core::to_string(refusal->code));
    }
}

std::vector<Answer> Engine::Parts::answers_to(std::span<Work> batch) {
    bool is_unknown = false;
    try {
        std::vector<Answer> answers = run_all(batch, Savepoints::none);
        unit.commit();
        effects.settle(true);
        count_refusals(answers);
        return answers;
    } catch (const ports::CommitUnknown& fault) {
        is_unknown = true;
        store_failed(fault, is_unknown);
    } catch (const ports::StoreUnavailable& fault) {
        store_failed(fault, is_unknown);
    } catch (...) {
        unit.rollback();
        throw;
    }
    unit.rollback();
    effects.settle(false);
    return std::vector<Answer>(
        batch.size(), Answer(Unavailable{.outcome_unknown = is_unknown, .case_damaged = false})
    );
}

bool Engine::Parts::run_alone(const std::function<void()>& act) {
    try {
        unit.whole(act);
        return true;
    } catch (const ports::CommitUnknown& fault) {
        store_failed(fault, true);
    } catch (const ports::StoreUnavailable& fault) {
        store_failed(fault, false);
    }
    wake.rest_for(kRest);
    return false;
}

// Says why once, however long it lasts; what a full disk means for each caller they hear
// themselves.
void Engine::Parts::store_failed(const std::exception& fault, bool is_unknown) {
    services.metrics.count("clarion_alarms_total", "store_unavailable");
    next_look = services.clock.since_boot() + kRest;
    if (!store_is_good) return;
    store_is_good = false;
    services.log.write(
        ports::LogLevel::error,
        "store_unavailable",
        {{"reason", fault.what()}, {"unknown", is_unknown ? "yes" : "no"}}
    );
    if (services.store_state) services.store_state(fault.what());
}

// Nobody may be asking any more, so the engine finds out by itself: by an entry that says so.
void Engine::Parts::look_at_store() {
    if (store_is_good || services.clock.since_boot() < next_look) return;
    const bool is_back = run_alone([this] {
        AuditNote note;
        note.cls = core::AuditClass::system;
        note.type = kRecovered;
        note.why = "system";
        recorder.record({core::system_principal(), "engine"}, note);
    });
    if (!is_back) return;
    store_is_good = true;
    services.log.write(ports::LogLevel::warning, "store_available");
    if (services.store_state) services.store_state({});
}

// The count since boot is worth something only from an entry of the same boot on.
void Engine::Parts::note_new_boot() {
    const auto known = last_known_time(services.audit);
    if (!known || known->boot == services.clock.boot_id()) return;
    AuditNote note;
    note.cls = core::AuditClass::system;
    note.type = "machine_started";
    note.why = "system";
    recorder.record({core::system_principal(), "engine"}, note);
}

void Engine::Parts::look_at_clock() {
    if (!store_is_good) return;
    if (clock_alarm.has_news() && run_alone([this] { clock_alarm.record(); })) clock_alarm.told();
    if (node_clock.is_due() && run_alone([this] { node_clock.look(); })) node_clock.told();
}

void Engine::Parts::go_rounds() {
    if (!store_is_good) return;
    try {
        rounds.go([this](const std::function<void()>& act) { return run_alone(act); });
    } catch (const ports::StoreUnavailable& fault) {
        store_failed(fault, false);
    }
}

Engine::Engine(Services services, const std::vector<std::string>& published)
    : parts_(std::make_unique<Parts>(std::move(services))) {
    parts_->publish(published);
}

Engine::~Engine() = default;

void Engine::run_batch(std::span<Work> batch) {
    if (batch.empty()) return;
    std::vector<Answer> answers = parts_->answers_to(batch);
    for (std::size_t at = 0; at < batch.size(); ++at)
        batch[at].answer(std::move(answers[at]));
}

bool Engine::do_later(int limit) {
    if (!parts_->wake.later_is_due(parts_->services.clock.now())) return false;
    bool more = false;
    const bool kept = parts_->run_alone([&] { more = parts_->later_watch.go(limit); });
    return kept && more;
}

bool Engine::fire_due_timers(int limit) {
    parts_->look_at_store();
    parts_->look_at_clock();
    parts_->go_rounds();
    if (!parts_->wake.timer_is_due(parts_->services.clock.now())) return false;
    bool more = false;
    const bool kept = parts_->run_alone([&] { more = parts_->deadlines.fire(limit); });
    return kept && more;
}

std::vector<DeliveryJob> Engine::take_deliveries(int limit) {
    if (limit <= 0 || !parts_->wake.delivery_is_due(parts_->services.clock.now())) return {};
    std::vector<DeliveryJob> jobs;
    bool is_begun = false;
    const bool kept = parts_->run_alone([&] {
        if (!parts_->later_watch.heed_reports(kReportsFirstMax)) return;
        is_begun = true;
        jobs = parts_->effects.take(limit);
    });
    if (kept) return jobs;
    if (is_begun) parts_->effects.not_taken();
    return {};
}

std::optional<core::Instant> Engine::next_wake() {
    // A batch that was kept has asked the store already; only after a failure nobody has.
    if (!parts_->wake.known()) {
        const bool kept = parts_->run_alone([] {});
        if (!kept) return parts_->services.clock.now() + kRest;
    }
    const auto next = parts_->wake.next();
    const auto rest = parts_->rounds.may_rest();
    if (!rest) return next;
    const core::Instant then = parts_->services.clock.now() + *rest;
    return next ? std::min(*next, then) : then;
}

}  // namespace clarion::runtime
