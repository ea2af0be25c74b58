#include "adapters/checks/simulated_records.hpp"

#include <algorithm>
#include <array>

namespace clarion::checks {

namespace json = core::json;

namespace {

constexpr std::size_t kAskedMax = 100'000;

// Made-up people with made-up histories.
struct Record {
    std::string_view surname;
    int items;
    bool is_registered;  // among the dangerous persons, whom few systems know
};
constexpr std::array kRecords{
    Record{"marlowe", 3, false}, Record{"thornbury", 1, false}, Record{"quill", 2, true}};
constexpr std::string_view kRegister = "dangerous_persons";

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char letter) {
        return static_cast<char>(letter < 0x80 ? std::tolower(letter) : letter);
    });
    return out;
}

int items_for(const json::object& subject, std::string_view system) {
    const auto* name = subject.if_contains("name");
    if (name == nullptr || !name->is_string()) return 0;
    const std::string searched = lower(name->get_string());
    for (const Record& record : kRecords) {
        if (searched.find(record.surname) == std::string::npos) continue;
        return system == kRegister && !record.is_registered ? 0 : record.items;
    }
    return 0;
}

}  // namespace

SimulatedRecords::SimulatedRecords(
    std::set<std::string> systems, std::chrono::milliseconds delay, const ports::Clock& clock
)
    : systems_(std::move(systems)), delay_(delay), clock_(clock) {}

bool SimulatedRecords::answers_for(std::string_view system) const {
    return systems_.contains(std::string(system));
}

ports::Delivery SimulatedRecords::ask(const ports::CheckQuestion& question) {
    if (asked_.size() >= kAskedMax) asked_.clear();
    const auto first_asked = asked_.try_emplace(question.key, clock_.since_boot()).first->second;
    if (clock_.since_boot() - first_asked < delay_) {
        return {.outcome = ports::DeliveryOutcome::later, .reason = "working", .answer = {}};
    }
    const int items = items_for(question.subject, question.system);
    json::object answer;
    answer["system"] = question.system;
    answer["outcome"] = items == 0 ? "searched_nothing" : "searched_found";
    answer["items_found"] = items;
    answer["reference"] = "SIM-" + question.system;
    answer["searched_at"] = core::to_rfc3339(clock_.now());
    answer["terms"] = "name, date of birth";
    return {.outcome = ports::DeliveryOutcome::done, .reason = "", .answer = std::move(answer)};
}

}  // namespace clarion::checks
