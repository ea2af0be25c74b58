#include "engine/core/simulation/model.hpp"

#include <array>
#include <optional>
#include <set>

namespace clarion::core::simulation {

namespace {

using Problems = std::vector<statechart::Problem>;

constexpr std::int64_t kMinutesMax = 366 * 24 * 60;
constexpr int kHours = 24;
constexpr int kThousand = 1000;

// One object under reading, with its place.
class Part {
public:
    Part(const json::value* value, std::string pointer, Problems& problems)
        : pointer_(std::move(pointer)), problems_(problems) {
        object_ = value == nullptr ? nullptr : value->if_object();
        if (value != nullptr && object_ == nullptr) complain("", "must be an object");
    }

    [[nodiscard]] const json::value* find(std::string_view key) const {
        return object_ == nullptr ? nullptr : object_->if_contains(key);
    }
    [[nodiscard]] std::string below(std::string_view key) const {
        return pointer_ + "/" + std::string(key);
    }
    void complain(std::string_view key, std::string reason) {
        problems_.push_back({key.empty() ? pointer_ : below(key), std::move(reason)});
    }
    void only(std::initializer_list<std::string_view> known) {
        if (object_ == nullptr) return;
        const std::set<std::string_view> names(known);
        for (const auto& member : *object_) {
            const std::string_view key = member.key();
            if (!names.contains(key)) complain(key, "is not a known key here");
        }
    }
    [[nodiscard]] Part part(std::string_view key) { return {find(key), below(key), problems_}; }

    std::int64_t number(
        std::string_view key, std::int64_t otherwise, std::int64_t least, std::int64_t most
    ) {
        const auto* value = find(key);
        if (value == nullptr) return otherwise;
        const auto* number = value->if_int64();
        if (number != nullptr && *number >= least && *number <= most) return *number;
        complain(
            key,
            "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most)
        );
        return otherwise;
    }
    std::string text(std::string_view key) {
        const auto* value = find(key);
        if (value == nullptr) return {};
        if (const auto* text = value->if_string()) return std::string(*text);
        complain(key, "must be text");
        return {};
    }
    bool flag(std::string_view key) {
        const auto* value = find(key);
        if (value == nullptr) return false;
        if (const auto* flag = value->if_bool()) return *flag;
        complain(key, "must be true or false");
        return false;
    }
    std::vector<std::string> texts(std::string_view key) {
        std::vector<std::string> all;
        each(key, [&](const json::value& entry, const std::string& pointer) {
            if (const auto* text = entry.if_string()) {
                all.emplace_back(*text);
            } else {
                problems_.push_back({pointer, "must be text"});
            }
        });
        return all;
    }
    json::object object(std::string_view key) {
        const auto* value = find(key);
        if (value == nullptr) return {};
        if (const auto* object = value->if_object()) return *object;
        complain(key, "must be an object");
        return {};
    }
    Span minutes(std::string_view key, Span otherwise) {
        const auto* value = find(key);
        if (value == nullptr) return otherwise;
        const auto* list = value->if_array();
        const bool is_pair =
            list != nullptr && list->size() == 2 && (*list)[0].is_int64() && (*list)[1].is_int64();
        if (is_pair) {
            const Span span{(*list)[0].get_int64(), (*list)[1].get_int64()};
            if (span.least >= 0 && span.least <= span.most && span.most <= kMinutesMax) return span;
        }
        complain(key, "must be [least, most] in whole minutes, within a year");
        return otherwise;
    }
    template <class Visit>
    void each(std::string_view key, Visit visit) {
        const auto* value = find(key);
        if (value == nullptr) return;
        const auto* list = value->if_array();
        if (list == nullptr) return complain(key, "must be a list");
        std::size_t index = 0;
        for (const auto& entry : *list)
            visit(entry, below(key) + "/" + std::to_string(index++));
    }
    template <class Visit>
    void each_member(std::string_view key, Visit visit) {
        const auto* value = find(key);
        if (value == nullptr) return;
        const auto* members = value->if_object();
        if (members == nullptr) return complain(key, "must be an object");
        for (const auto& member : *members)
            visit(
                std::string(member.key()),
                member.value(),
                below(key) + "/" + std::string(member.key())
            );
    }

private:
    const json::object* object_ = nullptr;
    std::string pointer_;
    Problems& problems_;
};

class Reader {
public:
    Reader(const json::object& document, Problems& problems)
        : document_(document), problems_(problems) {}

    Model read(const std::vector<std::string>& agencies) {
        Part root(&document_, "", problems_);
        root.only(
            {"title",
             "source",
             "status",
             "starts",
             "arrivals_by_hour",
             "routes",
             "shifts",
             "staff",
             "actions",
             "interruptions",
             "effects",
             "retry_minutes"}
        );
        Model model;
        const auto starts = parse_rfc3339(root.text("starts"));
        if (!starts) root.complain("starts", "must be an instant like 2027-01-04T00:00:00Z");
        model.starts = starts.value_or(Instant());
        model.retry_minutes = root.number("retry_minutes", model.retry_minutes, 1, kMinutesMax);
        read_hours(root, model);
        root.each_member("routes", [&](std::string id, const json::value& value, std::string at) {
            model.routes.emplace(std::move(id), route(Part(&value, std::move(at), problems_)));
        });
        root.each_member("shifts", [&](std::string id, const json::value& value, std::string at) {
            model.shifts.emplace(std::move(id), shift(Part(&value, std::move(at), problems_)));
        });
        root.each("staff", [&](const json::value& value, const std::string& at) {
            add_staff(Part(&value, at, problems_), agencies, model);
        });
        root.each_member("actions", [&](std::string id, const json::value& value, std::string at) {
            model.actions.emplace(std::move(id), action(Part(&value, std::move(at), problems_)));
        });
        root.each("interruptions", [&](const json::value& value, const std::string& at) {
            model.interruptions.push_back(interruption(Part(&value, at, problems_)));
        });
        root.each_member("effects", [&](std::string id, const json::value& value, std::string at) {
            model.effects.emplace(std::move(id), answer(Part(&value, std::move(at), problems_)));
        });
        if (model.staff.empty()) root.complain("staff", "nobody works here");
        return model;
    }

private:
    void read_hours(Part& root, Model& model) {
        root.each("arrivals_by_hour", [&](const json::value& value, const std::string& pointer) {
            const auto* weight = value.if_int64();
            if (weight != nullptr && *weight >= 0 && *weight <= kThousand) {
                model.arrivals_by_hour.push_back(static_cast<int>(*weight));
            } else {
                problems_.push_back({pointer, "must be a whole number from 0 to 1000"});
            }
        });
        if (model.arrivals_by_hour.size() != kHours)
            root.complain("arrivals_by_hour", "must be 24 weights");
    }

    std::vector<FormVariant> variants(Part& part, std::string_view key) {
        std::vector<FormVariant> all;
        part.each(key, [&](const json::value& value, const std::string& pointer) {
            Part each(&value, pointer, problems_);
            each.only({"weight", "form", "from_context"});
            FormVariant variant;
            variant.weight = static_cast<int>(each.number("weight", 1, 0, kThousand));
            variant.patch = each.object("form");
            each.each_member(
                "from_context",
                [&](std::string field, const json::value& path, std::string at) {
                    if (const auto* text = path.if_string()) {
                        variant.from_context.emplace_back(std::move(field), std::string(*text));
                    } else {
                        problems_.push_back({std::move(at), "must be a path of the case's context"}
                        );
                    }
                }
            );
            all.push_back(std::move(variant));
        });
        if (all.empty()) all.emplace_back();
        return all;
    }

    Route route(Part part) {
        part.only({"weight", "form", "requests"});
        Route route;
        route.weight = static_cast<int>(part.number("weight", 1, 0, kThousand));
        route.requests = variants(part, "requests");
        return route;
    }

    std::optional<std::chrono::minutes> time_of_day(Part& part, std::string_view key) {
        const std::string text = part.text(key);
        const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
        if (text.size() == 5 && text[2] == ':' && digit(0) && digit(1) && digit(3) && digit(4)) {
            const int minutes = ((text[0] - '0') * 10 + (text[1] - '0')) * 60 +
                                (text[3] - '0') * 10 + (text[4] - '0');
            if (minutes <= kHours * 60) return std::chrono::minutes(minutes);
        }
        part.complain(key, "must be a time of day from 00:00 to 24:00");
        return std::nullopt;
    }

    Shift shift(Part part) {
        part.only({"days", "from", "to"});
        Shift shift;
        const std::string days = part.text("days");
        if (days != "working" && days != "all") part.complain("days", "must be working or all");
        shift.working_days_only = days == "working";
        const auto from = time_of_day(part, "from");
        const auto until = time_of_day(part, "to");
        if (from && until && *from >= *until) part.complain("to", "must be after from");
        shift.from = from.value_or(std::chrono::minutes(0));
        shift.to = until.value_or(std::chrono::minutes(0));
        return shift;
    }

    void add_staff(Part part, const std::vector<std::string>& agencies, Model& model) {
        part.only({"name", "roles", "agency", "people", "shift"});
        StaffGroup group;
        group.name = part.text("name");
        group.roles = part.texts("roles");
        group.agency = part.text("agency");
        group.people = static_cast<int>(part.number("people", 1, 1, 10 * kThousand));
        group.shift = part.text("shift");
        if (group.name.empty()) part.complain("name", "is missing");
        if (group.roles.empty()) part.complain("roles", "is missing");
        if (!model.shifts.contains(group.shift)) part.complain("shift", "is not one of the shifts");
        if (group.agency != "*") return model.staff.push_back(std::move(group));
        for (const std::string& agency : agencies) {
            StaffGroup each = group;
            each.agency = agency;
            each.name += " " + agency;
            model.staff.push_back(std::move(each));
        }
    }

    ActionModel action(Part part) {
        part.only({"weight", "minutes", "waits", "once", "each_field", "forms"});
        ActionModel action;
        action.weight = static_cast<int>(part.number("weight", 1, 0, kThousand));
        action.minutes = part.minutes("minutes", action.minutes);
        action.waits = part.minutes("waits", action.waits);
        action.once = part.flag("once");
        action.each_field = part.text("each_field");
        action.forms = variants(part, "forms");
        return action;
    }

    Interruption interruption(Part part) {
        part.only({"action", "per_thousand", "after"});
        Interruption interruption;
        interruption.action = part.text("action");
        interruption.per_thousand = static_cast<int>(part.number("per_thousand", 0, 0, kThousand));
        interruption.after = part.minutes("after", {});
        return interruption;
    }

    EffectAnswer answer(Part part) {
        part.only({"event", "after", "copy", "times", "variants"});
        EffectAnswer answer;
        answer.event = part.text("event");
        answer.after = part.minutes("after", {});
        answer.copy = part.texts("copy");
        answer.times = part.texts("times");
        answer.variants = variants(part, "variants");
        if (answer.event.empty()) part.complain("event", "is missing");
        return answer;
    }

    json::value document_;
    Problems& problems_;
};

}  // namespace

Result<Model, std::vector<statechart::Problem>> read_model(
    const json::object& document, const std::vector<std::string>& agencies
) {
    Problems problems;
    Model model = Reader(document, problems).read(agencies);
    if (!problems.empty()) return failure(std::move(problems));
    return model;
}

}  // namespace clarion::core::simulation
