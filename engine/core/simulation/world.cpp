// What happens to cases: requests, timers, answers, interruptions, and the time that passes.
#include "engine/core/simulation/world.hpp"

#include <algorithm>

#include "engine/core/cases/advance.hpp"

namespace clarion::core::simulation {

namespace {

constexpr std::chrono::days kBeyondTheEnd{400};
constexpr std::uint64_t kProgressEvery = 1000;

Instant years_after(Instant from, int years) {
    const auto days = std::chrono::floor<std::chrono::days>(from);
    const std::chrono::year_month_day date(days);
    const auto later = date + std::chrono::years(years);
    const auto day = later.ok() ? later : later.year() / later.month() / std::chrono::last;
    return std::chrono::sys_days(day) + (from - days);
}

Command system_command(std::string event, std::string timer, json::object data) {
    return {
        .action = std::move(event),
        .timer = std::move(timer),
        .form = std::move(data),
        .principal = system_principal(),
        .origin = Origin::system};
}

}  // namespace

World::World(const Model& model, const Setting& setting, Playbook& playbook)
    : model_(model),
      setting_(setting),
      playbook_(playbook),
      draws_(setting.seed),
      until_(years_after(model.starts, setting.years)),
      now_(model.starts),
      staff_(
          model,
          playbook.process(0).calendar,
          *playbook.process(0).zone,
          {model.starts, until_ + kBeyondTheEnd}
      ) {}

json::object World::run() {
    plan_arrivals();
    for (std::size_t group = 0; group < staff_.group_count(); ++group) {
        if (!staff_.time_of(group).stretches().empty())
            put(staff_.time_of(group).stretches().front().first, Happening::shift, group, 0);
    }
    while (!agenda_.empty() && agenda_.top().at < until_) {
        const Entry entry = agenda_.top();
        agenda_.pop();
        now_ = std::max(now_, entry.at);
        happen(entry);
    }
    json::object report{
        {"years", setting_.years},
        {"cases", setting_.cases},
        {"seed", setting_.seed},
        {"from", to_rfc3339(model_.starts)},
        {"until", to_rfc3339(until_)},
        {"forecast", tally_.report(model_.starts, until_)},
    };
    report["workload"] = staff_.workload(until_);
    return report;
}

void World::put(Instant at, Happening happening, std::size_t subject, std::size_t detail) {
    agenda_.push({at, ++entries_, happening, subject, detail});
}

// Each request on any day alike, at an hour as likely as its weight.
void World::plan_arrivals() {
    const Zone& zone = *playbook_.process(0).zone;
    const auto first = zone.to_local(model_.starts).day;
    const auto days = static_cast<std::uint64_t>((zone.to_local(until_).day - first).count());
    std::vector<Instant> arrivals;
    arrivals.reserve(setting_.cases);
    for (std::uint64_t number = 0; number < setting_.cases; ++number) {
        const auto day = first + std::chrono::days(static_cast<std::int64_t>(draws_.below(days)));
        const auto hour = static_cast<std::int64_t>(draws_.weighted(model_.arrivals_by_hour));
        const auto second = static_cast<std::int64_t>(draws_.below(3600));
        const auto at =
            zone.start_of(day) + std::chrono::hours(hour) + std::chrono::seconds(second);
        arrivals.push_back(std::clamp(at, model_.starts, until_ - std::chrono::seconds(1)));
    }
    std::sort(arrivals.begin(), arrivals.end());
    cases_.resize(arrivals.size());
    for (std::size_t number = 0; number < arrivals.size(); ++number)
        put(arrivals[number], Happening::request, number);
}

void World::happen(const Entry& entry) {
    switch (entry.happening) {
        case Happening::request:
            return receive(entry.subject);
        case Happening::timer:
            return fire(entry.subject);
        case Happening::answer:
            return answer(entry.subject, entry.detail);
        case Happening::interruption:
            return interrupt(entry.subject, entry.detail);
        case Happening::ready:
            return line_up(entry.subject);
        case Happening::done:
            return work_done(entry.subject, entry.detail);
        case Happening::limit:
            return limit_passes(entry.subject);
        case Happening::shift: {
            const auto& stretches = staff_.time_of(entry.subject).stretches();
            if (entry.detail + 1 < stretches.size())
                put(stretches[entry.detail + 1].first,
                    Happening::shift,
                    entry.subject,
                    entry.detail + 1);
            const auto idle = staff_.free_in(entry.subject);
            for (const WorkerIndex worker : idle)
                find_work(worker);
        }
    }
}

void World::receive(std::size_t number) {
    std::vector<int> weights;
    for (std::size_t workflow = 0; workflow < playbook_.size(); ++workflow)
        weights.push_back(playbook_.route(workflow).weight);
    auto held = std::make_unique<Case>();
    held->workflow = draws_.weighted(weights);
    const auto& requests = playbook_.route(held->workflow).requests;
    weights.clear();
    for (const FormVariant& variant : requests)
        weights.push_back(variant.weight);
    const Command command{
        .action = {},
        .timer = {},
        .form = playbook_.request(held->workflow, draws_.weighted(weights)),
        .principal = public_applicant(),
        .origin = Origin::person};
    const NewCase identity{
        .id = CaseId{std::to_string(number)},
        .reference = Reference{std::to_string(number)},
        .channel = "online",
        .language = "en"};
    auto opened = open_case(process(*held), identity, command, now_);
    tally_.received(now_);
    if (!opened) return tally_.stuck("request", std::string(to_string(opened.error().code)));
    cases_[number] = std::move(held);
    for (std::size_t index = 0; index < model_.interruptions.size(); ++index) {
        const Interruption& possible = model_.interruptions[index];
        if (!draws_.happens(possible.per_thousand)) continue;
        const auto after = std::chrono::minutes(draws_.within(possible.after));
        put(now_ + after, Happening::interruption, number, index);
    }
    settle(number, std::move(opened).value());
    if (Case* alive = live(number)) {
        alive->due_at = whole_case_due(process(*alive), alive->snapshot, alive->snapshot.at);
        if (alive->due_at) put(*alive->due_at, Happening::limit, number);
    }
    if (++received_ % kProgressEvery == 0 && setting_.progress) setting_.progress(received_);
}

void World::limit_passes(std::size_t number) {
    const Case* held = live(number);
    if (held == nullptr) return;  // retire() has judged it
    tally_.judged(held->snapshot.received_at, !held->has_outcome, true, stage_of(*held));
}

void World::fire(std::size_t number) {
    Case* held = live(number);
    if (held == nullptr || !held->next_timer || *held->next_timer > now_) return;
    held->next_timer.reset();
    const auto& timers = held->snapshot.machine.timers;
    const auto next =
        std::min_element(timers.begin(), timers.end(), [](const auto& left, const auto& right) {
            return std::pair(left.due, left.order) < std::pair(right.due, right.order);
        });
    if (next == timers.end()) return;
    if (next->due > now_) return schedule_timer(number);
    if (const auto refused = give(number, system_command({}, next->id, {}))) {
        tally_.stuck("timer", std::string(to_string(*refused)));
    }
}

void World::answer(std::size_t number, std::size_t index) {
    Answer answer = std::move(answers_[index]);
    free_answers_.push_back(index);
    if (live(number) == nullptr) return;
    for (const std::string& time : answer.model->times)
        answer.data[time] = to_rfc3339(now_);
    // An event that nobody waits for any more is no fault of the force's.
    static_cast<void>(give(number, system_command(answer.event, {}, std::move(answer.data))));
}

void World::interrupt(std::size_t number, std::size_t index) {
    const Case* held = live(number);
    if (held == nullptr) return;
    const std::string& action = model_.interruptions[index].action;
    const Play* play = playbook_.find_play(held->workflow, action);
    if (play == nullptr) return;
    const auto minutes = std::chrono::minutes(draws_.within(play->model->minutes));
    const std::vector<std::string> roles(play->rule->roles.begin(), play->rule->roles.end());
    const auto worker = staff_.in_passing(staff_.desk_of(roles, ""), minutes);
    if (!worker) return tally_.stuck(action, "nobody has the role");
    if (attempt(number, *play, "", *worker) == Attempt::taken) tally_.took_up(action);
}

std::optional<RefusalCode> World::give(std::size_t number, const Command& command) {
    Case& held = *live(number);
    auto decision = decide(process(held), held.snapshot, command, now_);
    if (!decision) return decision.error().code;
    settle(number, std::move(decision).value());
    return std::nullopt;
}

void World::settle(std::size_t number, Accepted&& accepted) {
    Case& held = *live(number);
    tally_.step();
    held.snapshot = std::move(accepted.after);
    schedule_answers(number, accepted.effects);
    const Projection projection = project(process(held), held.snapshot);
    held.has_outcome = held.has_outcome || !projection.outcome.empty();
    if (projection.closed) {
        tally_.closed(held.snapshot.received_at, now_, projection.outcome);
        return retire(number);
    }
    schedule_timer(number);
    compare_tasks(number, projection);
}

void World::schedule_answers(std::size_t number, const std::vector<Effect>& effects) {
    for (const Effect& effect : effects) {
        const auto known = model_.effects.find(effect.name);
        if (known == model_.effects.end()) continue;
        const EffectAnswer& model = known->second;
        std::vector<int> weights;
        for (const FormVariant& variant : model.variants)
            weights.push_back(variant.weight);
        Answer made{
            .event = model.event,
            .data = model.variants[draws_.weighted(weights)].patch,
            .model = &model};
        const auto* params = effect.params.if_object();
        for (const std::string& key : model.copy) {
            const auto* value = params == nullptr ? nullptr : params->if_contains(key);
            if (value != nullptr) made.data[key] = *value;
        }
        std::size_t index = answers_.size();
        if (free_answers_.empty()) {
            answers_.emplace_back();
        } else {
            index = free_answers_.back();
            free_answers_.pop_back();
        }
        answers_[index] = std::move(made);
        const auto after = std::chrono::minutes(draws_.within(model.after));
        put(now_ + after, Happening::answer, number, index);
    }
}

void World::schedule_timer(std::size_t number) {
    Case& held = *live(number);
    std::optional<Instant> next;
    for (const auto& timer : held.snapshot.machine.timers)
        next = next ? std::min(*next, timer.due) : timer.due;
    if (!next || next == held.next_timer) return;
    held.next_timer = next;
    put(*next, Happening::timer, number);
}

void World::retire(std::size_t number) {
    const Case& held = *live(number);
    if (held.due_at && now_ < *held.due_at && *held.due_at < until_)
        tally_.judged(held.snapshot.received_at, false, false, {});
    const std::vector<ErrandId> errands = held.errands;
    for (const ErrandId id : errands)
        close_errand(id);
    cases_[number].reset();
}

// The stage of the most pressing task; a case may have others beside it.
std::string World::stage_of(const Case& held) const {
    const Errand* most = nullptr;
    for (const ErrandId id : held.errands) {
        const Errand& errand = errands_.at(id);
        if (most == nullptr || errand.since < most->since) most = &errand;
    }
    return most == nullptr ? "no task" : most->task.state;
}

}  // namespace clarion::core::simulation
