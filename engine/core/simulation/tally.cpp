#include "engine/core/simulation/tally.hpp"

#include <algorithm>

namespace clarion::core::simulation {

namespace {

int year_of(Instant at) {
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(at));
    return static_cast<int>(date.year());
}

// In tenths of a percent, as 12.3.
double percent(std::uint64_t part, std::uint64_t whole) {
    if (whole == 0) return 0.0;
    const std::uint64_t per_thousand = part * 1000 / whole;
    return static_cast<double>(per_thousand) / 10;
}

// Tenths of `of` minutes.
double tenths(std::int64_t minutes, std::int64_t of) {
    const std::int64_t whole_tenths = minutes * 10 / of;
    return static_cast<double>(whole_tenths) / 10;
}

// The value that so many percent of all do not exceed.
std::int32_t share_below(std::vector<std::int32_t> all, std::size_t of_hundred) {
    if (all.empty()) return 0;
    const std::size_t index = (all.size() - 1) * of_hundred / 100;
    std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(index), all.end());
    return all[index];
}

json::object counts(const std::map<std::string, std::uint64_t>& all) {
    json::object object;
    for (const auto& [name, count] : all)
        object[name] = count;
    return object;
}

constexpr std::int64_t kMinutesAnHour = 60;
constexpr std::int64_t kMinutesADay = 24 * 60;

std::int32_t minutes_of(std::chrono::minutes span) {
    return static_cast<std::int32_t>(span.count());
}

}  // namespace

void Tally::received(Instant at) {
    ++years_[year_of(at)].received;
}

void Tally::closed(Instant received_at, Instant at, const std::string& outcome) {
    ++closed_;
    ++outcomes_[outcome.empty() ? "none" : outcome];
    days_to_close_.push_back(minutes_of(std::chrono::floor<std::chrono::minutes>(at - received_at))
    );
}

void Tally::judged(
    Instant received_at, bool told_late, bool closed_late, const std::string& stage
) {
    Year& year = years_[year_of(received_at)];
    ++year.judged;
    if (told_late) ++year.told_late;
    if (!closed_late) return;
    ++year.closed_late;
    ++stages_[stage].case_limit_passed_here;
}

void Tally::task_ended(
    const std::string& stage, std::chrono::minutes waited, std::chrono::minutes took, bool late
) {
    Stage& ended = stages_[stage];
    ended.waited.push_back(minutes_of(waited));
    ended.took.push_back(minutes_of(took));
    if (late) ++ended.late;
}

void Tally::queue_changed(const std::string& queue, int by, Instant now) {
    Queue& changed = queues_[queue];
    changed.length_minutes +=
        changed.length * std::chrono::floor<std::chrono::minutes>(now - changed.since).count();
    changed.since = now;
    changed.length += by;
    changed.longest = std::max(changed.longest, changed.length);
}

json::array Tally::stages() const {
    json::array all;
    for (const auto& [name, stage] : stages_) {
        all.push_back(json::object{
            {"stage", name},
            {"tasks", stage.took.size()},
            {"late_percent", percent(stage.late, stage.took.size())},
            {"hours_waiting_median", tenths(share_below(stage.waited, 50), kMinutesAnHour)},
            {"hours_waiting_90th", tenths(share_below(stage.waited, 90), kMinutesAnHour)},
            {"hours_open_median", tenths(share_below(stage.took, 50), kMinutesAnHour)},
            {"hours_open_90th", tenths(share_below(stage.took, 90), kMinutesAnHour)},
            {"case_limit_passed_here", stage.case_limit_passed_here},
        });
    }
    return all;
}

json::array Tally::queues(Instant began, Instant until) const {
    const auto minutes = std::chrono::floor<std::chrono::minutes>(until - began).count();
    json::array all;
    for (const auto& [name, queue] : queues_) {
        const auto rest = std::chrono::floor<std::chrono::minutes>(until - queue.since).count();
        all.push_back(json::object{
            {"queue", name},
            {"mean_length", tenths(queue.length_minutes + queue.length * rest, minutes)},
            {"longest", queue.longest},
            {"at_the_end", queue.length},
        });
    }
    return all;
}

json::object Tally::report(Instant began, Instant until) const {
    Year total;
    json::array years;
    for (const auto& [number, year] : years_) {
        years.push_back(json::object{
            {"year", number},
            {"received", year.received},
            {"closed_late_percent", percent(year.closed_late, year.judged)},
            {"told_late_percent", percent(year.told_late, year.judged)},
        });
        total.received += year.received;
        total.judged += year.judged;
        total.closed_late += year.closed_late;
        total.told_late += year.told_late;
    }
    return {
        {"received", total.received},
        {"closed", closed_},
        {"open_at_the_end", total.received - closed_},
        {"steps", steps_},
        {"late",
         {{"judged", total.judged},
          {"closed_late", total.closed_late},
          {"closed_late_percent", percent(total.closed_late, total.judged)},
          {"told_late", total.told_late},
          {"told_late_percent", percent(total.told_late, total.judged)}}},
        {"days_to_close_median", tenths(share_below(days_to_close_, 50), kMinutesADay)},
        {"days_to_close_90th", tenths(share_below(days_to_close_, 90), kMinutesADay)},
        {"years", std::move(years)},
        {"stages", stages()},
        {"queues", queues(began, until)},
        {"outcomes", counts(outcomes_)},
        {"interruptions", counts(interruptions_)},
        {"stuck", counts(stuck_)},
    };
}

}  // namespace clarion::core::simulation
