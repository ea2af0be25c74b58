#include "engine/core/statistics/facts.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "engine/core/cases/projection.hpp"
#include "engine/core/statechart/expressions.hpp"

namespace clarion::core::statistics {

namespace {

using std::chrono::local_days;
using std::chrono::year_month_day;

constexpr std::string_view kStatisticsEvent = "statistics";

std::optional<year_month_day> read_date(std::string_view text) {
    constexpr std::size_t kDateLength = 10;
    if (text.size() < kDateLength || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto number = [&](std::size_t at, std::size_t length) {
        unsigned value = 0;
        std::from_chars(text.data() + at, text.data() + at + length, value);
        return value;
    };
    const year_month_day date{
        std::chrono::year{static_cast<int>(number(0, 4))},
        std::chrono::month{number(5, 2)},
        std::chrono::day{number(8, 2)}};
    return date.ok() ? std::optional(date) : std::nullopt;
}

class Reading {
public:
    Reading(const Process& process, const statechart::Scope& scope)
        : process_(process), scope_(scope) {}

    void read(const std::string& name, const Fact& fact, CaseFacts& facts) const {
        if (fact.kind == FactKind::label) {
            facts.labels[name] = labels_of(fact);
            return;
        }
        const auto number = number_of(fact);
        if (number) facts.numbers[name] = *number;
        facts.labels[name] = {number ? band_of(fact.bands, *number) : std::string(kNotKnown)};
    }

private:
    [[nodiscard]] std::vector<std::string> labels_of(const Fact& fact) const {
        const json::value value = value_of(fact.is);
        std::vector<std::string> labels;
        if (const json::array* several = value.if_array()) {
            for (const json::value& one : *several)
                add_label(one, labels);
        } else {
            add_label(value, labels);
        }
        if (!fact.many && labels.empty()) labels.emplace_back(kNotKnown);
        if (!fact.many) labels.resize(1);
        return labels;
    }

    static void add_label(const json::value& value, std::vector<std::string>& labels) {
        if (const json::string* text = value.if_string()) {
            if (!text->empty() && std::find(labels.begin(), labels.end(), *text) == labels.end())
                labels.emplace_back(*text);
        } else if (value.is_bool()) {
            labels.emplace_back(value.get_bool() ? "yes" : "no");
        }
    }

    [[nodiscard]] std::optional<std::int64_t> number_of(const Fact& fact) const {
        const auto from = text_of(fact.from);
        const auto to = text_of(fact.to);
        if (!from || !to) return std::nullopt;
        if (fact.kind == FactKind::years) return years_between(*from, *to);
        const auto first = parse_rfc3339(*from);
        const auto last = parse_rfc3339(*to);
        if (!first || !last || *last < *first) return std::nullopt;
        if (fact.kind == FactKind::hours) {
            return std::chrono::floor<std::chrono::hours>(*last - *first).count();
        }
        const auto days = process_.zone->to_local(*last).day - process_.zone->to_local(*first).day;
        return days.count();
    }

    [[nodiscard]] std::optional<std::int64_t> years_between(
        const std::string& from, const std::string& to
    ) const {
        const auto first = read_date(from);
        auto last = read_date(to);
        if (const auto instant = parse_rfc3339(to)) {
            last = year_month_day{process_.zone->to_local(*instant).day};
        }
        if (!first || !last || *last < *first) return std::nullopt;
        const bool had_birthday = last->month() > first->month() ||
                                  (last->month() == first->month() && last->day() >= first->day());
        return (last->year() - first->year()).count() - (had_birthday ? 0 : 1);
    }

    [[nodiscard]] std::optional<std::string> text_of(const json::value& term) const {
        const json::value value = value_of(term);
        const json::string* text = value.if_string();
        return text == nullptr ? std::nullopt : std::optional(std::string(*text));
    }

    [[nodiscard]] json::value value_of(const json::value& term) const {
        return statechart::evaluate(term, scope_).value_or(nullptr);
    }

    const Process& process_;
    const statechart::Scope& scope_;
};

std::string two_digits(unsigned number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

void add_receipt(const Process& process, Instant received_at, CaseFacts& facts) {
    const year_month_day day{process.zone->to_local(received_at).day};
    const std::string year = std::to_string(static_cast<int>(day.year()));
    const auto month = static_cast<unsigned>(day.month());
    constexpr unsigned kMonthsInQuarter = 3;
    const unsigned quarter = (month - 1) / kMonthsInQuarter + 1;
    facts.labels[std::string(kMonth)] = {year + "-" + two_digits(month)};
    facts.labels[std::string(kQuarter)] = {year + "-Q" + std::to_string(quarter)};
}

}  // namespace

std::string band_of(const std::vector<std::int64_t>& bands, std::int64_t number) {
    const std::vector<std::string> names = names_of(bands);
    std::size_t at = 0;
    while (at < bands.size() && number >= bands[at])
        ++at;
    return names[at];
}

std::vector<std::string> names_of(const std::vector<std::int64_t>& bands) {
    std::vector<std::string> names;
    std::int64_t first = 0;
    for (const std::int64_t next : bands) {
        names.push_back(std::to_string(first) + "-" + std::to_string(next - 1));
        first = next;
    }
    names.push_back(std::to_string(first) + "+");
    return names;
}

int year_of_receipt(const Process& process, Instant received_at) {
    return static_cast<int>(year_month_day{process.zone->to_local(received_at).day}.year());
}

CaseFacts facts_of(
    const StatisticsPlan& plan, const Process& process, const CaseSnapshot& snapshot, Instant now
) {
    const json::object about{
        {"workflow", process.id},
        {"version", process.version},
        {"bundle", process.hash.text},
        {"received_at", to_rfc3339(snapshot.received_at)},
        {"closed", project(process, snapshot).closed},
    };
    const json::value nobody;
    const statechart::Scope scope{
        .context = snapshot.machine.context,
        .event_type = kStatisticsEvent,
        .event_data = about,
        .actor = nobody,
        .now = now,
        .profile = &process.profile,
        .calendar = &process.calendar,
        .zone = process.zone,
    };
    CaseFacts facts;
    const Reading reading(process, scope);
    for (const auto& [name, fact] : plan.facts) {
        if (fact.kind != FactKind::label || !fact.is.is_null()) reading.read(name, fact, facts);
    }
    add_receipt(process, snapshot.received_at, facts);
    return facts;
}

json::object to_json(const CaseFacts& facts) {
    json::object labels;
    for (const auto& [name, values] : facts.labels)
        labels[name] = json::array(values.begin(), values.end());
    json::object numbers;
    for (const auto& [name, number] : facts.numbers)
        numbers[name] = number;
    return {{"labels", std::move(labels)}, {"numbers", std::move(numbers)}};
}

CaseFacts facts_from(const json::object& written) {
    CaseFacts facts;
    for (const auto& [name, values] : written.at("labels").as_object()) {
        auto& labels = facts.labels[std::string(name)];
        for (const json::value& value : values.as_array())
            labels.emplace_back(value.as_string());
    }
    for (const auto& [name, number] : written.at("numbers").as_object())
        facts.numbers[std::string(name)] = number.to_number<std::int64_t>();
    return facts;
}

}  // namespace clarion::core::statistics
