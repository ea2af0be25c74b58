#include "tests/crash/kill_loop/final_check.hpp"

#include <boost/json.hpp>
#include <map>
#include <set>
#include <stdexcept>

namespace clarion::test {

namespace {

namespace json = boost::json;

json::object read(Https& https, const std::string& url) {
    const Reply reply = https.get(url, "intake");
    if (reply.status != 200) {
        throw std::runtime_error(url + " got " + std::to_string(reply.status) + ": " + reply.body);
    }
    return json::parse(reply.body).as_object();
}

// Every case there is, page by page.
std::multiset<std::string> listed_cases(Https& https, const std::string& staff_url) {
    std::multiset<std::string> references;
    std::string cursor;
    do {
        const std::string query = cursor.empty() ? "" : "?cursor=" + cursor;
        const json::object page = read(https, staff_url + "/api/v1/cases" + query);
        for (const json::value& item : page.at("items").as_array()) {
            references.emplace(item.at("reference").as_string());
        }
        const json::value& next = page.at("next_cursor");
        cursor = next.is_null() ? std::string{} : std::string(next.as_string());
    } while (!cursor.empty());
    return references;
}

std::string fault_of_timeline(const json::array& events, bool triaged) {
    std::map<std::string, int> seen;
    std::int64_t sequence = 0;
    for (const json::value& event : events) {
        if (event.at("sequence").as_int64() != ++sequence) return "has a gap in its events";
        ++seen[std::string(event.at("type").as_string())];
    }
    if (seen["request_received"] != 1) return "was not received exactly once";
    if (seen["record_triage"] != (triaged ? 1 : 0)) return "was not triaged as acknowledged";
    return {};
}

}  // namespace

std::vector<std::string> check_cases(
    Https& https, const std::string& staff_url, const std::vector<Act>& acknowledged
) {
    std::vector<std::string> faults;
    std::map<std::string, bool> expected;  // reference, and whether it was triaged
    for (const Act& act : acknowledged) {
        const bool fresh = expected.emplace(act.reference, false).second;
        if (!act.is_triage && !fresh) faults.push_back(act.reference + " was given twice");
        if (act.is_triage) expected[act.reference] = true;
    }
    const auto listed = listed_cases(https, staff_url);
    for (const std::string& reference : listed) {
        if (!expected.contains(reference)) faults.push_back(reference + " was asked for by nobody");
    }
    for (const auto& [reference, triaged] : expected) {
        if (listed.count(reference) != 1) faults.push_back(reference + " is not listed once");
        const std::string url = staff_url + "/api/v1/cases/" + reference;
        (void)read(https, url);
        const json::object timeline = read(https, url + "/timeline");
        const std::string fault = fault_of_timeline(timeline.at("items").as_array(), triaged);
        if (!fault.empty()) faults.push_back(reference + " " + fault);
    }
    return faults;
}

}  // namespace clarion::test
