#include "engine/runtime/case_parts.hpp"

#include <array>
#include <set>
#include <string>

#include "engine/core/access/walls.hpp"
#include "engine/runtime/case_documents.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

// As the request's form has them. Frozen: stored.
constexpr std::array<std::string_view, 3> kRoles{"applicant", "person_at_risk", "subject"};
constexpr std::array<std::string_view, 3> kTold{"name", "other_names", "birth_date"};
// Answers, and what an agency said instead of one.
constexpr std::array<std::string_view, 2> kSaid{"answers", "replies"};

json::value due_of(const std::string& agency, const std::vector<ports::TaskRow>& open_tasks) {
    for (const ports::TaskRow& task : open_tasks) {
        if (task.view.each == agency) return time_or_null(task.view.due);
    }
    return nullptr;
}

json::object agency_of(const json::object& forum, const std::string& agency) {
    json::object told{{"agency", agency}, {"answer", nullptr}, {"answered_at", nullptr}};
    std::string latest;
    std::int64_t times = 0;
    for (const std::string_view kind : kSaid) {
        const json::array* list = member(forum, kind).if_array();
        if (list == nullptr) continue;
        for (const json::value& said : *list) {
            if (!said.is_object() || text_at(said.get_object(), "agency") != agency) continue;
            ++times;
            const std::string at = text_at(said.get_object(), "at");
            if (at < latest) continue;
            latest = at;
            told["answer"] = member(said.get_object(), "answer");
            told["answered_at"] = at;
        }
    }
    told["answers"] = times;
    return told;
}

// Who of them knows somebody in it and handed it on, and when; each once.
json::array handed_on_by(const core::statechart::Context& context, const std::string& agency) {
    json::array people;
    const json::array* conflicts = member(context, core::kAgencyConflictsPath).if_array();
    if (conflicts == nullptr) return people;
    std::set<std::string> known;
    for (const json::value& entry : *conflicts) {
        const json::object* declared = entry.if_object();
        const json::object* by =
            declared == nullptr ? nullptr : member(*declared, "by").if_object();
        if (by == nullptr || text_at(*by, "agency") != agency) continue;
        if (!known.insert(text_at(*by, "person")).second) continue;
        people.push_back(json::object{
            {"name", member(*by, "name")}, {"at", member(*declared, "at")}});
    }
    return people;
}

}  // namespace

json::array people_of(const core::json::value& written_down) {
    json::array people;
    const json::object* request = written_down.if_object();
    if (request == nullptr) return people;
    for (const std::string_view role : kRoles) {
        const json::object* written = member(*request, role).if_object();
        if (written == nullptr) continue;
        json::object person{{"role", role}};
        for (const std::string_view part : kTold)
            person[part] = member(*written, part);
        people.push_back(std::move(person));
    }
    return people;
}

json::array agencies_of(
    const core::statechart::Context& context, const std::vector<ports::TaskRow>& open_tasks
) {
    json::array agencies;
    const json::object* forum = member(context, "forum").if_object();
    const json::array* asked = forum == nullptr ? nullptr : member(*forum, "agencies").if_array();
    if (asked == nullptr) return agencies;
    for (const json::value& name : *asked) {
        if (!name.is_string()) continue;
        const std::string agency(name.get_string());
        json::object told = agency_of(*forum, agency);
        told["due_at"] = due_of(agency, open_tasks);
        told["handed_on"] = handed_on_by(context, agency);
        agencies.push_back(std::move(told));
    }
    return agencies;
}

}  // namespace clarion::runtime
