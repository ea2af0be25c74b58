#include "engine/core/statistics/report.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/statistics/tally.hpp"

namespace clarion::core::statistics {

namespace {

// Facts of open cases, which are a count of their own.
const std::string kAge = "age";
const std::string kQueue = "queue";
const std::string kAssignee = "assignee";
// Who a case names, as labels that never leave; see same_people().
constexpr std::string_view kSubject = "subject_person";
constexpr std::string_view kApplicant = "applicant_person";

constexpr int kManyRequests = 3;

using Sample = std::vector<std::int64_t>;  // sorted, not empty

std::int64_t at_rank(const Sample& sample, int percent) {
    constexpr std::size_t kWhole = 100;
    const std::size_t rank =
        (sample.size() * static_cast<std::size_t>(percent) + kWhole - 1) / kWhole;
    return sample[std::max<std::size_t>(rank, 1) - 1];
}

Sample sample_of(const std::vector<const CaseFacts*>& cases, const std::string& fact) {
    Sample sample;
    for (const CaseFacts* one : cases) {
        const auto number = one->numbers.find(fact);
        if (number != one->numbers.end()) sample.push_back(number->second);
    }
    std::sort(sample.begin(), sample.end());
    return sample;
}

std::int64_t mean_of(const Sample& sample) {
    std::int64_t sum = 0;
    for (const std::int64_t number : sample)
        sum += number;
    const auto size = static_cast<std::int64_t>(sample.size());
    return (sum + size / 2) / size;
}

// How many requests of the year name the same person: `1`, `2`, `3+`, or not known.
void count_same_people(
    std::vector<CaseFacts>& cases, std::string_view who, std::string_view requests
) {
    std::map<std::string, int> named;
    const auto person_of = [&](const CaseFacts& one) -> const std::string* {
        const auto found = one.labels.find(who);
        return found == one.labels.end() || found->second.empty() ? nullptr
                                                                  : &found->second.front();
    };
    for (const CaseFacts& one : cases) {
        if (const auto* person = person_of(one)) ++named[*person];
    }
    for (CaseFacts& one : cases) {
        const auto* person = person_of(one);
        std::string count(kNotKnown);
        if (person != nullptr) {
            const int times = named.at(*person);
            count = times >= kManyRequests ? std::to_string(kManyRequests) + "+"
                                           : std::to_string(times);
        }
        one.labels[std::string(requests)] = {count};
    }
}

std::string unit_of(const Fact& fact) {
    switch (fact.kind) {
        case FactKind::years:
            return "years";
        case FactKind::days:
            return "days";
        case FactKind::hours:
            return "hours";
        case FactKind::label:
            return "cases";
    }
    return {};
}

TablePlan bands_by_group(const TimesPlan& times) {
    return {
        .name = times.name,
        .title = times.title,
        .rows = times.by,
        .columns = times.fact,
        .where = {}};
}

class Writer {
public:
    Writer(const StatisticsPlan& plan, const ReportInput& input)
        : plan_(plan), tally_(plan, input.cases) {}

    void count() {
        for (const TablePlan& table : plan_.tables)
            tally_.count(table);
        for (const TimesPlan& times : plan_.times)
            tally_.count(bands_by_group(times));
        for (const IndicatorPlan& indicator : plan_.indicators) {
            if (indicator.measure == Measure::share) tally_.count(indicator.in, indicator.of);
        }
        tally_.suppress();
    }

    [[nodiscard]] json::value cases() {
        const auto all = tally_.told({});
        return all ? json::value(*all) : json::value(nullptr);
    }

    [[nodiscard]] json::array tables() {
        json::array written;
        for (const TablePlan& table : plan_.tables)
            written.push_back(tally_.written(table));
        return written;
    }

    [[nodiscard]] json::array times() {
        json::array written;
        for (const TimesPlan& times : plan_.times) {
            json::object table = tally_.written(bands_by_group(times));
            table["unit"] = unit_of(plan_.facts.at(times.fact));
            table["all"] = measures(times.fact, {});
            for (json::value& row : table.at("rows").as_array()) {
                const std::string group(row.at("value").as_string());
                row.as_object()["measures"] = measures(times.fact, with({}, times.by, group));
            }
            written.push_back(std::move(table));
        }
        return written;
    }

    [[nodiscard]] json::array indicators() {
        json::array written;
        for (const IndicatorPlan& indicator : plan_.indicators)
            written.push_back(value_of(indicator));
        if (plan_.population) written.push_back(rate());
        return written;
    }

private:
    [[nodiscard]] bool is_large(const Sample& sample) const {
        return std::cmp_greater_equal(sample.size(), plan_.small_below);
    }

    [[nodiscard]] json::value measures(const std::string& fact, const Where& where) {
        const Sample sample = sample_of(tally_.fitting(where), fact);
        if (!is_large(sample) || !tally_.told(where)) return nullptr;
        return json::object{
            {"mean", mean_of(sample)},
            {"median", at_rank(sample, 50)},
            {"ninetieth", at_rank(sample, 90)},
            {"longest", sample.back()}};
    }

    [[nodiscard]] json::object value_of(const IndicatorPlan& indicator) {
        json::value value =
            indicator.measure == Measure::share ? share(indicator) : time(indicator);
        const std::string unit = indicator.measure == Measure::share
                                     ? "percent"
                                     : unit_of(plan_.facts.at(indicator.fact));
        return {
            {"name", indicator.name},
            {"title", indicator.title},
            {"unit", unit},
            {"value", std::move(value)}};
    }

    // In tenths of a percent.
    [[nodiscard]] json::value share(const IndicatorPlan& indicator) {
        const auto whole = tally_.told(indicator.in);
        const auto part = tally_.told(narrowed(indicator.in, indicator.of));
        if (!whole || !part || *whole == 0) return nullptr;
        constexpr double kTenthsInWhole = 1000;
        const auto tenths = static_cast<std::int64_t>(
            static_cast<double>(*part) * kTenthsInWhole / static_cast<double>(*whole) + 0.5
        );
        return static_cast<double>(tenths) / 10;
    }

    [[nodiscard]] json::value time(const IndicatorPlan& indicator) {
        const Sample sample = sample_of(tally_.fitting(indicator.in), indicator.fact);
        if (!is_large(sample)) return nullptr;
        switch (indicator.measure) {
            case Measure::median:
                return at_rank(sample, 50);
            case Measure::ninetieth:
                return at_rank(sample, 90);
            case Measure::longest:
                return sample.back();
            case Measure::share:
                break;
        }
        return nullptr;
    }

    [[nodiscard]] json::object rate() {
        const auto all = tally_.told({});
        constexpr double kThousand = 1000;
        json::value value;
        if (all)
            value = static_cast<double>(*all) * kThousand / static_cast<double>(*plan_.population);
        return {
            {"name", "rate_per_1000_pop"},
            {"title", "Requests for a thousand people"},
            {"unit", "requests"},
            {"value", std::move(value)}};
    }

    const StatisticsPlan& plan_;
    Tally tally_;
};

// What is open now is counted apart: it is of any year.
void add_open_tables(const StatisticsPlan& plan, const ReportInput& input, json::array& tables) {
    std::vector<CaseFacts> open;
    for (const OpenCase& one : input.open) {
        CaseFacts facts;
        facts.labels = {{kAge, {one.age}}, {kQueue, {one.queue}}, {kAssignee, {one.assignee}}};
        open.push_back(std::move(facts));
    }
    const std::vector<TablePlan> wanted{
        {"backlog", "Open cases of any year, by age in days and queue", kAge, kQueue, {}},
        {"workload", "Open cases of any year, by who has them", kAssignee, "", {}}};
    Tally tally(plan, open);
    for (const TablePlan& table : wanted)
        tally.count(table);
    tally.suppress();
    for (const TablePlan& table : wanted)
        tables.push_back(tally.written(table));
}

}  // namespace

json::object make_report(const StatisticsPlan& plan, ReportInput input) {
    count_same_people(input.cases, kSubject, kSubjectRequests);
    count_same_people(input.cases, kApplicant, kApplicantRequests);
    Writer writer(plan, input);
    writer.count();
    json::array tables = writer.tables();
    add_open_tables(plan, input, tables);
    return {
        {"year", input.year},
        {"made_at", to_rfc3339(input.made_at)},
        {"small_below", plan.small_below},
        {"cases", writer.cases()},
        {"unreadable", input.unreadable},
        {"tables", std::move(tables)},
        {"times", writer.times()},
        {"indicators", writer.indicators()},
    };
}

}  // namespace clarion::core::statistics
