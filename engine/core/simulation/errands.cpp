// What people do about tasks: choosing, waiting, working, and trying it on the rules.
#include <algorithm>

#include "engine/core/cases/advance.hpp"
#include "engine/core/simulation/world.hpp"

namespace clarion::core::simulation {

namespace {

constexpr Instant kNoLimit = Instant::max();

bool is_same_task(const TaskView& task, const TaskView& other) {
    return task.state == other.state && task.each == other.each;
}

bool asks_for(const TaskView& task, const Play& play) {
    return std::any_of(task.roles.begin(), task.roles.end(), [&](const std::string& role) {
        return play.rule->roles.contains(role);
    });
}

// Who is asked: those of the task who may take the action; else whoever may take it.
std::vector<std::string> roles_for(const TaskView& task, const ActionRule& rule) {
    std::vector<std::string> roles;
    for (const std::string& role : task.roles) {
        if (rule.roles.contains(role)) roles.push_back(role);
    }
    if (roles.empty()) roles.assign(rule.roles.begin(), rule.roles.end());
    return roles;
}

}  // namespace

void World::compare_tasks(std::size_t number, const Projection& projection) {
    Case& held = *live(number);
    const auto entered = [&](const TaskView& task) {
        const auto state = process(held).definition.by_id.find(task.state)->second;
        const auto since = held.snapshot.tasks_since.find(state);
        return since == held.snapshot.tasks_since.end() ? now_ : since->second;
    };
    const std::vector<ErrandId> before = held.errands;
    for (const ErrandId id : before) {
        const Errand& errand = errands_.at(id);
        const bool stays = std::any_of(
            projection.tasks.begin(),
            projection.tasks.end(),
            [&](const TaskView& task) {
                return is_same_task(task, errand.task) && entered(task) == errand.since;
            }
        );
        if (!stays) close_errand(id);
    }
    for (const TaskView& task : projection.tasks) {
        const bool is_known =
            std::any_of(held.errands.begin(), held.errands.end(), [&](ErrandId id) {
                return is_same_task(task, errands_.at(id).task);
            });
        if (!is_known) open_errand(number, task);
    }
}

void World::open_errand(std::size_t number, const TaskView& task) {
    Case& held = *live(number);
    const ErrandId id = ++last_errand_;
    Errand errand;
    errand.case_number = number;
    errand.task = task;
    errand.state = process(held).definition.by_id.find(task.state)->second;
    const auto since = held.snapshot.tasks_since.find(errand.state);
    errand.since = since == held.snapshot.tasks_since.end() ? now_ : since->second;
    errand.taken_up_at = now_;
    errands_.emplace(id, std::move(errand));
    held.errands.push_back(id);
    tally_.queue_changed(task.queue, 1, now_);
    choose(id, false);
}

void World::close_errand(ErrandId id) {
    const auto found = errands_.find(id);
    const Errand& errand = found->second;
    if (errand.is_waiting) {
        staff_.waiting_at(errand.desk)
            .erase({errand.task.priority, errand.task.due.value_or(kNoLimit), id});
    }
    tally_.queue_changed(errand.task.queue, -1, now_);
    const auto minutes = [](auto span) { return std::chrono::floor<std::chrono::minutes>(span); };
    tally_.task_ended(
        errand.task.state,
        minutes(std::max(errand.taken_up_at - errand.since, std::chrono::milliseconds(0))),
        minutes(now_ - errand.since),
        errand.task.due && now_ > *errand.task.due
    );
    std::erase(live(errand.case_number)->errands, id);
    errands_.erase(found);
}

// First what is done once in each task, then one of the others by weight.
void World::choose(ErrandId id, bool after_a_wait) {
    Errand& errand = errands_.at(id);
    const Case& held = *live(errand.case_number);
    const std::vector<Play>& plays = playbook_.plays(held.workflow, errand.state);
    // Those that the task's own people may take; when there are none, any.
    const bool has_own = std::any_of(plays.begin(), plays.end(), [&](const Play& play) {
        return asks_for(errand.task, play);
    });
    std::vector<int> weights;
    std::vector<int> first;
    for (const Play& play : plays) {
        const bool fits = !has_own || asks_for(errand.task, play);
        weights.push_back(fits && !play.model->once ? play.model->weight : 0);
        first.push_back(
            fits && play.model->once && !errand.done_once.contains(play.action) ? 1 : 0
        );
    }
    const auto has_any = [](const std::vector<int>& list) {
        return std::any_of(list.begin(), list.end(), [](int weight) { return weight > 0; });
    };
    if (has_any(first)) weights = first;
    if (!has_any(weights)) return tally_.stuck(errand.task.state, "no action leads on");
    errand.play = &plays[draws_.weighted(weights)];
    errand.desk = staff_.desk_of(roles_for(errand.task, *errand.play->rule), errand.task.each);
    if (!staff_.is_manned(errand.desk)) {
        return tally_.stuck(errand.task.state, "nobody has the role");
    }
    auto wait = std::chrono::minutes(draws_.within(errand.play->model->waits));
    if (after_a_wait) wait = std::max(wait, std::chrono::minutes(model_.retry_minutes));
    errand.ready_at = now_ + wait;
    put(errand.ready_at, Happening::ready, id);
}

void World::line_up(ErrandId id) {
    const auto found = errands_.find(id);
    if (found == errands_.end() || found->second.is_waiting || found->second.ready_at > now_)
        return;
    Errand& errand = found->second;
    if (const auto worker = staff_.free_worker(errand.desk, errand.excluded, now_))
        return take_up(id, *worker);
    errand.is_waiting = true;
    staff_.waiting_at(errand.desk)
        .insert({errand.task.priority, errand.task.due.value_or(kNoLimit), id});
}

void World::take_up(ErrandId id, WorkerIndex worker) {
    Errand& errand = errands_.at(id);
    if (errand.is_waiting) {
        staff_.waiting_at(errand.desk)
            .erase({errand.task.priority, errand.task.due.value_or(kNoLimit), id});
        errand.is_waiting = false;
    }
    errand.taken_up_at = now_;
    const auto work = std::chrono::minutes(draws_.within(errand.play->model->minutes));
    put(staff_.begin(worker, work, now_), Happening::done, id, worker);
}

void World::work_done(ErrandId id, WorkerIndex worker) {
    staff_.end(worker);
    const auto found = errands_.find(id);
    if (found != errands_.end()) {
        const Errand& errand = found->second;
        const Play& play = *errand.play;
        const auto outcome = attempt(errand.case_number, play, errand.task.each, worker);
        // The step may have ended the task, and the case with it.
        if (const auto after = errands_.find(id); after != errands_.end()) {
            if (outcome == Attempt::another_person) after->second.excluded.insert(worker);
            if (outcome == Attempt::taken && play.model->once)
                after->second.done_once.insert(play.action);
            choose(id, outcome == Attempt::not_now || outcome == Attempt::not_there);
        }
    }
    if (staff_.is_at_work(worker, now_)) find_work(worker);
}

void World::find_work(WorkerIndex worker) {
    std::optional<Waiting> best;
    for (const std::size_t desk : staff_.desks_of(worker)) {
        const auto& waiting = staff_.waiting_at(desk);
        const auto first = std::find_if(waiting.begin(), waiting.end(), [&](const Waiting& each) {
            return !errands_.at(each.errand).excluded.contains(worker);
        });
        if (first != waiting.end() && (!best || *first < *best)) best = *first;
    }
    if (best) take_up(best->errand, worker);
}

std::optional<json::object> World::fill(
    const Case& held, const Play& play, std::size_t variant, const std::string& each
) const {
    json::object form = play.forms[variant];
    if (!play.model->each_field.empty()) form[play.model->each_field] = each;
    const auto& from_context = play.model->forms[variant].from_context;
    for (const auto& [field, path] : from_context) {
        const json::value* value = held.snapshot.machine.context.find(path);
        if (value == nullptr) return std::nullopt;
        form[field] = *value;
    }
    const bool is_open = !from_context.empty() || !play.model->each_field.empty();
    if (is_open && !playbook_.is_filled_well(play, form)) return std::nullopt;
    return form;
}

// The drawn way first; when the workflow's rules will not have it, the others in their order: what
// a person would come to, having seen the case.
World::Attempt World::attempt(
    std::size_t number, const Play& play, const std::string& each, WorkerIndex worker
) {
    const std::size_t drawn = draws_.weighted(play.weights);
    Attempt outcome = Attempt::not_now;
    for (std::size_t turn = 0; turn <= play.forms.size(); ++turn) {
        const std::size_t variant = turn == 0 ? drawn : turn - 1;
        if (turn > 0 && (variant == drawn || play.weights[variant] == 0)) continue;
        auto form = fill(*live(number), play, variant, each);
        if (!form) continue;
        Command command{
            .action = play.action,
            .timer = {},
            .form = *std::move(form),
            .principal = staff_.worker(worker).principal,
            .origin = Origin::person};
        command.principal.authenticated_at = now_;
        const auto refused = give(number, command);
        if (!refused) return Attempt::taken;
        if (*refused == RefusalCode::second_person_required) return Attempt::another_person;
        if (*refused != RefusalCode::guard_failed) outcome = Attempt::not_there;
    }
    return outcome;
}

}  // namespace clarion::core::simulation
