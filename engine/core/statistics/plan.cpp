#include "engine/core/statistics/plan.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "engine/core/statechart/expressions.hpp"

namespace clarion::core::statistics {

namespace {

using Problems = std::vector<statechart::Problem>;

constexpr std::array<std::string_view, 4> kOwnFacts{
    kMonth, kQuarter, kSubjectRequests, kApplicantRequests};

class Reader {
public:
    explicit Reader(Problems& problems) : problems_(problems) {}

    StatisticsPlan read(const json::value& written, const std::string& pointer) {
        const json::object* plan = object_at(written, pointer);
        if (plan == nullptr) return {};
        for (const std::string_view own : kOwnFacts)
            plan_.facts[std::string(own)].title = own;
        plan_.facts[std::string(kMonth)].within = kQuarter;
        for_each(*plan, "facts", pointer, [&](auto name, const auto& fact, const auto& place) {
            read_fact(name, fact, place);
        });
        check_within(pointer);
        for_each(*plan, "tables", pointer, [&](auto name, const auto& table, const auto& place) {
            read_table(name, table, place);
        });
        for_each(*plan, "times", pointer, [&](auto name, const auto& times, const auto& place) {
            read_times(name, times, place);
        });
        for_each(*plan, "indicators", pointer, [&](auto name, const auto& one, const auto& place) {
            read_indicator(name, one, place);
        });
        read_figures(*plan, pointer);
        return std::move(plan_);
    }

private:
    void complain(std::string pointer, std::string reason) {
        problems_.push_back({.pointer = std::move(pointer), .reason = std::move(reason)});
    }

    const json::object* object_at(const json::value& value, const std::string& pointer) {
        const json::object* object = value.if_object();
        if (object == nullptr) complain(pointer, "must be an object");
        return object;
    }

    template <class Visit>
    void for_each(
        const json::object& plan,
        std::string_view member,
        const std::string& pointer,
        const Visit& visit
    ) {
        const std::string place = pointer + "/" + std::string(member);
        const json::value* written = plan.if_contains(member);
        if (written == nullptr) return complain(place, "is missing");
        const json::object* members = object_at(*written, place);
        if (members == nullptr) return;
        for (const auto& [name, value] : *members) {
            const std::string at = place + "/" + std::string(name);
            if (const json::object* one = object_at(value, at)) visit(std::string(name), *one, at);
        }
    }

    std::string text_in(
        const json::object& from, std::string_view key, const std::string& pointer
    ) {
        const json::value* value = from.if_contains(key);
        if (value != nullptr && value->is_string()) return std::string(value->get_string());
        complain(pointer + "/" + std::string(key), "must be text");
        return {};
    }

    json::value term_in(
        const json::object& from, std::string_view key, const std::string& pointer
    ) {
        const std::string place = pointer + "/" + std::string(key);
        const json::value* term = from.if_contains(key);
        if (term == nullptr) {
            complain(place, "is missing");
            return nullptr;
        }
        const auto found = statechart::check_expression(*term, place);
        problems_.insert(problems_.end(), found.begin(), found.end());
        return *term;
    }

    std::vector<std::int64_t> numbers_in(
        const json::object& from, std::string_view key, const std::string& pointer
    ) {
        std::vector<std::int64_t> numbers;
        const json::value* written = from.if_contains(key);
        const json::array* list = written == nullptr ? nullptr : written->if_array();
        const bool are_numbers =
            list != nullptr && std::all_of(list->begin(), list->end(), [](const json::value& one) {
                return one.is_int64() && one.get_int64() > 0;
            });
        if (are_numbers) {
            for (const json::value& one : *list)
                numbers.push_back(one.get_int64());
        }
        const bool is_rising =
            std::adjacent_find(numbers.begin(), numbers.end(), std::greater_equal<>()) ==
            numbers.end();
        if (!numbers.empty() && is_rising) return numbers;
        complain(pointer + "/" + std::string(key), "must be a list of rising whole numbers");
        return {};
    }

    void read_fact(
        const std::string& name, const json::object& written, const std::string& pointer
    ) {
        if (std::find(kOwnFacts.begin(), kOwnFacts.end(), name) != kOwnFacts.end()) {
            return complain(pointer, "is a fact that every plan has");
        }
        Fact& fact = plan_.facts[name];
        fact.title = text_in(written, "title", pointer);
        if (const json::value* within = written.if_contains("within"); within != nullptr)
            fact.within = text_in(written, "within", pointer);
        const json::value* many = written.if_contains("many");
        fact.many = many != nullptr && *many == json::value(true);
        if (written.contains("is")) {
            fact.is = term_in(written, "is", pointer);
            return;
        }
        constexpr std::array<std::pair<std::string_view, FactKind>, 3> kNumbers{
            {{"years", FactKind::years}, {"days", FactKind::days}, {"hours", FactKind::hours}}};
        for (const auto& [key, kind] : kNumbers) {
            const json::value* between = written.if_contains(key);
            if (between == nullptr) continue;
            const std::string place = pointer + "/" + std::string(key);
            const json::object* ends = object_at(*between, place);
            if (ends == nullptr) return;
            fact.kind = kind;
            fact.from = term_in(*ends, "from", place);
            fact.to = term_in(*ends, "to", place);
            fact.bands = numbers_in(written, "bands", pointer);
            return;
        }
        complain(pointer, "must say `is`, `years`, `days` or `hours`");
    }

    void check_within(const std::string& pointer) {
        for (const auto& [name, fact] : plan_.facts) {
            if (fact.within.empty()) continue;
            const auto above = plan_.facts.find(fact.within);
            const bool is_fit = above != plan_.facts.end() && !above->second.many && !fact.many &&
                                above->second.within.empty();
            if (!is_fit) complain(pointer + "/facts/" + name + "/within", "is no fact to divide");
        }
    }

    std::string fact_in(
        const json::object& from, std::string_view key, const std::string& pointer
    ) {
        std::string name = text_in(from, key, pointer);
        if (!name.empty() && !plan_.facts.contains(name))
            complain(pointer + "/" + std::string(key), "there is no such fact");
        return name;
    }

    Where where_in(const json::object& from, std::string_view key, const std::string& pointer) {
        Where where;
        const json::value* written = from.if_contains(key);
        if (written == nullptr) return where;
        const std::string place = pointer + "/" + std::string(key);
        const json::object* facts = object_at(*written, place);
        if (facts == nullptr) return where;
        for (const auto& [name, values] : *facts) {
            const json::array* list = values.if_array();
            if (!plan_.facts.contains(name) || list == nullptr || list->empty()) {
                complain(place + "/" + std::string(name), "must be a fact with a list of values");
                continue;
            }
            auto& wanted = where[std::string(name)];
            for (const json::value& value : *list) {
                if (value.is_string()) wanted.emplace_back(value.get_string());
            }
            std::sort(wanted.begin(), wanted.end());
        }
        return where;
    }

    void read_table(const std::string& name, const json::object& from, const std::string& pointer) {
        TablePlan table;
        table.name = name;
        table.title = text_in(from, "title", pointer);
        table.rows = fact_in(from, "rows", pointer);
        if (from.contains("columns")) table.columns = fact_in(from, "columns", pointer);
        table.where = where_in(from, "where", pointer);
        plan_.tables.push_back(std::move(table));
    }

    std::string number_fact_in(
        const json::object& from, std::string_view key, const std::string& at
    ) {
        std::string name = fact_in(from, key, at);
        const auto found = plan_.facts.find(name);
        if (found != plan_.facts.end() && found->second.kind == FactKind::label)
            complain(at + "/" + std::string(key), "is not a number");
        return name;
    }

    void read_times(const std::string& name, const json::object& from, const std::string& pointer) {
        TimesPlan times;
        times.name = name;
        times.title = text_in(from, "title", pointer);
        times.fact = number_fact_in(from, "of", pointer);
        times.by = fact_in(from, "by", pointer);
        plan_.times.push_back(std::move(times));
    }

    void read_indicator(const std::string& name, const json::object& from, const std::string& at) {
        IndicatorPlan indicator;
        indicator.name = name;
        indicator.title = text_in(from, "title", at);
        indicator.in = where_in(from, "in", at);
        constexpr std::array<std::pair<std::string_view, Measure>, 3> kMeasures{
            {{"median", Measure::median},
             {"ninetieth", Measure::ninetieth},
             {"longest", Measure::longest}}};
        for (const auto& [key, measure] : kMeasures) {
            if (!from.contains(key)) continue;
            indicator.measure = measure;
            indicator.fact = number_fact_in(from, key, at);
        }
        if (indicator.fact.empty()) {
            indicator.of = where_in(from, "share", at);
            if (indicator.of.empty()) complain(at, "must say `share` or a measure of time");
        }
        plan_.indicators.push_back(std::move(indicator));
    }

    void read_figures(const json::object& plan, const std::string& pointer) {
        const auto number = [&](std::string_view key) -> std::optional<std::int64_t> {
            const json::value* value = plan.if_contains(key);
            if (value == nullptr || value->is_null()) return std::nullopt;
            if (value->is_int64() && value->get_int64() > 0) return value->get_int64();
            complain(pointer + "/" + std::string(key), "must be a whole number above 0");
            return std::nullopt;
        };
        plan_.small_below = number("small_below").value_or(plan_.small_below);
        plan_.population = number("population");
    }

    Problems& problems_;
    StatisticsPlan plan_;
};

}  // namespace

StatisticsPlan read_plan(
    const json::value& written, const std::string& pointer, Problems& problems
) {
    return Reader(problems).read(written, pointer);
}

}  // namespace clarion::core::statistics
