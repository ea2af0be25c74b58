#include "engine/core/cases/retention.hpp"

#include <algorithm>

#include "engine/core/statechart/expressions.hpp"

namespace clarion::core {

namespace {

constexpr int kYearsMax = 200;
constexpr int kLogYearsMin = 1;
constexpr int kCoolingDaysMin = 1;
constexpr int kCoolingDaysMax = 365;

class Reader {
public:
    explicit Reader(std::vector<statechart::Problem>& problems) : problems_(problems) {}

    void complain(const std::string& pointer, std::string what) {
        problems_.push_back({"/retention" + pointer, std::move(what)});
    }
    std::string text(const json::object& of, const char* name, const std::string& pointer) {
        const json::value* found = of.if_contains(name);
        if (found != nullptr && found->is_string() && !found->get_string().empty())
            return std::string(found->get_string());
        complain(pointer + "/" + name, "must be a text");
        return {};
    }
    int number(const json::object& of, const char* name, int least, int most, std::string pointer) {
        const json::value* found = of.if_contains(name);
        if (found != nullptr && found->is_int64() && found->get_int64() >= least &&
            found->get_int64() <= most)
            return static_cast<int>(found->get_int64());
        pointer += std::string("/") + name;
        complain(
            pointer,
            "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most)
        );
        return least;
    }
    json::value term(const json::object& of, const char* name, const std::string& pointer) {
        const json::value* found = of.if_contains(name);
        if (found == nullptr) return nullptr;
        for (auto& problem :
             statechart::check_expression(*found, "/retention" + pointer + "/" + std::string(name)))
            problems_.push_back(std::move(problem));
        return *found;
    }
    RetentionGroup group(const json::object& written, const std::string& pointer) {
        RetentionGroup group;
        group.id = text(written, "id", pointer);
        constexpr std::string_view kCode = "abcdefghijklmnopqrstuvwxyz0123456789_-";
        if (group.id.find_first_not_of(kCode) != std::string::npos)
            complain(pointer + "/id", "must be a code (a-z, 0-9, _, -): it stands in the log");
        group.title = text(written, "title", pointer);
        group.source = text(written, "source", pointer);
        group.review_years = number(written, "review_years", 0, kYearsMax, pointer);
        group.when = term(written, "when", pointer);
        const json::value* verified = written.if_contains("verified_by");
        group.is_verified = verified != nullptr && verified->is_string();
        if (const json::value* until = written.if_contains("keep_until_age")) {
            const json::object* age = until->if_object();
            if (age == nullptr) {
                complain(pointer + "/keep_until_age", "must be {years, of}");
                return group;
            }
            group.keep_until_age = number(*age, "years", 1, kYearsMax, pointer + "/keep_until_age");
            group.birth_date_at = text(*age, "of", pointer + "/keep_until_age");
        }
        return group;
    }

private:
    std::vector<statechart::Problem>& problems_;
};

bool holds_of(const json::value& term, const statechart::Context& context) {
    return statechart::evaluate_over(term, context.as_object()).value_or(false) == true;
}

}  // namespace

RetentionPolicy read_retention(
    const json::object& profile, std::vector<statechart::Problem>& problems
) {
    RetentionPolicy policy;
    const json::value* found = profile.if_contains("retention");
    const json::object* written = found == nullptr ? nullptr : found->if_object();
    if (written == nullptr) return policy;
    const json::value* groups = written->if_contains("groups");
    if (groups == nullptr) return policy;
    Reader reader(problems);
    policy.cooling_days =
        reader.number(*written, "cooling_days", kCoolingDaysMin, kCoolingDaysMax, "");
    policy.hold_when = reader.term(*written, "hold_when", "");
    const json::array* all = groups->if_array();
    if (all == nullptr || all->empty()) {
        reader.complain("/groups", "must be a list of groups");
        return policy;
    }
    for (std::size_t at = 0; at < all->size(); ++at) {
        const std::string pointer = "/groups/" + std::to_string(at);
        const json::object* one = (*all)[at].if_object();
        if (one == nullptr) {
            reader.complain(pointer, "must be an object");
            continue;
        }
        policy.groups.push_back(reader.group(*one, pointer));
        const bool is_last = at + 1 == all->size();
        if (is_last != policy.groups.back().when.is_null())
            reader.complain(pointer + "/when", "every group but the last one says of which cases");
    }
    return policy;
}

std::optional<LogKeeping> read_log_keeping(
    const json::object& profile, std::vector<statechart::Problem>& problems
) {
    const json::value* found = profile.if_contains("retention");
    const json::object* retention = found == nullptr ? nullptr : found->if_object();
    const json::value* log = retention == nullptr ? nullptr : retention->if_contains("log");
    if (log == nullptr) return std::nullopt;
    Reader reader(problems);
    const json::object* written = log->if_object();
    if (written == nullptr) {
        reader.complain("/log", "must be {years, source, verified_by, verified_on}");
        return std::nullopt;
    }
    const auto said = [written](const char* name) {
        const json::value* value = written->if_contains(name);
        return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                      : std::string();
    };
    return LogKeeping{
        .years = reader.number(*written, "years", kLogYearsMin, kYearsMax, "/log"),
        .source = reader.text(*written, "source", "/log"),
        .verified_by = said("verified_by"),
        .verified_on = said("verified_on")};
}

const RetentionGroup* find_group(const RetentionPolicy& policy, std::string_view id) {
    const auto found =
        std::find_if(policy.groups.begin(), policy.groups.end(), [id](const auto& group) {
            return group.id == id;
        });
    return found == policy.groups.end() ? nullptr : &*found;
}

const RetentionGroup* group_of(const RetentionPolicy& policy, const statechart::Context& context) {
    for (const RetentionGroup& group : policy.groups) {
        if (group.when.is_null() || holds_of(group.when, context)) return &group;
    }
    return nullptr;
}

bool is_held_from_the_start(const RetentionPolicy& policy, const statechart::Context& context) {
    return !policy.hold_when.is_null() && holds_of(policy.hold_when, context);
}

Instant years_after(Instant from, int years) {
    using namespace std::chrono;
    const auto day = floor<days>(from);
    year_month_day date = year_month_day(day) + std::chrono::years(years);
    if (!date.ok()) date = date.year() / date.month() / last;
    return Instant(sys_days(date)) + (from - day);
}

Instant review_due(const RetentionGroup* group, Instant from) {
    return group == nullptr ? from : years_after(from, group->review_years);
}

std::optional<Instant> kept_until(const RetentionGroup& group, const statechart::Context& context) {
    if (group.keep_until_age == 0) return std::nullopt;
    const json::value* born = context.find(group.birth_date_at);
    if (born == nullptr || !born->is_string()) return std::nullopt;
    const auto day = parse_rfc3339(std::string(born->get_string()) + "T00:00:00Z");
    if (!day) return std::nullopt;
    return years_after(*day, group.keep_until_age);
}

}  // namespace clarion::core
