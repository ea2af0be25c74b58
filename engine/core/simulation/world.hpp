// World: virtual time, the cases in it, and the staff that works on them. Internal to simulate().
//
// Everything happens in the order of the agenda: by instant, and what was put down first goes
// first.
#pragma once

#include <memory>
#include <optional>
#include <queue>
#include <set>
#include <string>
#include <vector>

#include "engine/core/cases/decide.hpp"
#include "engine/core/cases/projection.hpp"
#include "engine/core/simulation/simulate.hpp"
#include "engine/core/simulation/staff.hpp"
#include "engine/core/simulation/tally.hpp"

namespace clarion::core::simulation {

class World {
public:
    World(const Model& model, const Setting& setting, Playbook& playbook);
    [[nodiscard]] json::object run();

private:
    enum class Happening { request, timer, answer, interruption, ready, done, shift, limit };

    struct Entry {
        Instant at;
        std::uint64_t order = 0;
        Happening happening = Happening::request;
        std::size_t subject = 0;                    // case, errand or group
        std::size_t detail = 0;                     // worker, answer, interruption or stretch
        bool operator<(const Entry& other) const {  // the queue's top is the greatest
            return std::tie(other.at, other.order) < std::tie(at, order);
        }
    };
    // A task, with what somebody will do about it.
    struct Errand {
        std::size_t case_number = 0;
        TaskView task;
        Instant since;  // entered: the same task, not one of the same state later
        statechart::StateIndex state = 0;
        const Play* play = nullptr;
        std::size_t desk = 0;
        Instant ready_at;
        Instant taken_up_at;
        std::set<std::string> done_once;
        std::set<WorkerIndex> excluded;
        bool is_waiting = false;  // at its desk
    };
    struct Case {
        std::size_t workflow = 0;
        CaseSnapshot snapshot;
        std::vector<ErrandId> errands;
        std::optional<Instant> next_timer;
        std::optional<Instant> due_at;
        bool has_outcome = false;
    };
    struct Answer {
        std::string event;
        json::object data;
        const EffectAnswer* model = nullptr;
    };
    enum class Attempt { taken, not_now, another_person, not_there };

    void put(Instant at, Happening happening, std::size_t subject, std::size_t detail = 0);
    void plan_arrivals();
    void happen(const Entry& entry);

    void receive(std::size_t number);
    void limit_passes(std::size_t number);
    void fire(std::size_t number);
    void answer(std::size_t number, std::size_t index);
    void interrupt(std::size_t number, std::size_t index);

    [[nodiscard]] Case* live(std::size_t number) { return cases_[number].get(); }
    [[nodiscard]] const Process& process(const Case& held) const {
        return playbook_.process(held.workflow);
    }
    // Whether the rules take it; then the case has moved on, or is closed and gone.
    [[nodiscard]] std::optional<RefusalCode> give(std::size_t number, const Command& command);
    void settle(std::size_t number, Accepted&& accepted);
    void schedule_answers(std::size_t number, const std::vector<Effect>& effects);
    void schedule_timer(std::size_t number);
    void compare_tasks(std::size_t number, const Projection& projection);
    void open_errand(std::size_t number, const TaskView& task);
    void close_errand(ErrandId id);
    void retire(std::size_t number);
    [[nodiscard]] std::string stage_of(const Case& held) const;

    void choose(ErrandId id, bool after_a_wait);
    void line_up(ErrandId id);
    void take_up(ErrandId id, WorkerIndex worker);
    void work_done(ErrandId id, WorkerIndex worker);
    void find_work(WorkerIndex worker);
    [[nodiscard]] Attempt attempt(
        std::size_t number, const Play& play, const std::string& each, WorkerIndex worker
    );
    [[nodiscard]] std::optional<json::object> fill(
        const Case& held, const Play& play, std::size_t variant, const std::string& each
    ) const;

    const Model& model_;
    const Setting& setting_;
    Playbook& playbook_;
    Draws draws_;
    Instant until_;
    Instant now_;
    Staff staff_;
    Tally tally_;
    std::priority_queue<Entry> agenda_;
    std::uint64_t entries_ = 0;
    std::vector<std::unique_ptr<Case>> cases_;
    std::vector<Answer> answers_;
    std::vector<std::size_t> free_answers_;
    std::map<ErrandId, Errand> errands_;
    ErrandId last_errand_ = 0;
    std::uint64_t received_ = 0;
};

}  // namespace clarion::core::simulation
