#include "engine/runtime/request_comparison.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "engine/core/access/walls.hpp"
#include "engine/ports/failures.hpp"
#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/search_tokens.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

constexpr int kCandidatesMax = 16;
constexpr std::size_t kLookedInto = 16;
constexpr std::string_view kEvent = "request_compared";
constexpr std::string_view kSealedToo = "sealed_like_another";

const json::value& within(const json::value& value, std::string_view name) {
    static const json::value kNothing;
    const json::object* object = value.if_object();
    return object == nullptr ? kNothing : member(*object, name);
}

// By which a call or a message reaches somebody, however it is written.
std::set<std::string> ways_in(const json::value& plan) {
    std::set<std::string> ways;
    constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kWays{
        {{"phone", "number"}, {"email", "address"}}};
    for (const auto& [part, name] : kWays) {
        const json::value& object = within(plan, part);
        const json::string* text = within(object, name).if_string();
        if (text == nullptr || text->empty()) continue;
        const auto kind = part == "phone" ? TokenKind::telephone : TokenKind::name;
        ways.insert(std::string(part) + " " + normalise(kind, *text));
    }
    return ways;
}

const json::value& plan_of(const CaseInHand& held) {
    const auto& context = held.snapshot->machine.context;
    const json::value& plan = member(context, "contact_plan");
    return plan.is_object() ? plan : within(member(context, "request"), "contact");
}

bool is_same(const NamedPerson& one, const NamedPerson& other) {
    const bool is_born = one.birth_date.empty() || one.birth_date == other.birth_date ||
                         one.birth_date == swapped_date(other.birth_date);
    return is_born && std::any_of(one.names.begin(), one.names.end(), [&](const auto& here) {
               return std::any_of(other.names.begin(), other.names.end(), [&](const auto& there) {
                   return sounds_like(here, there);
               });
           });
}

bool is_subject(const NamedPerson& person) {
    return person.role == "subject";
}

std::vector<NamedPerson> people_of(const CaseInHand& held, const json::object& request) {
    return people_in(request, core::postcode_rule_of(held.process->profile));
}

int days_of(const core::Process& process) {
    const json::value& days = within(member(process.profile, "misuse"), "days");
    return days.is_int64() ? static_cast<int>(days.get_int64()) : 0;
}

}  // namespace

bool is_compared(const core::Process& process) {
    return days_of(process) != 0;
}

std::chrono::hours hours_of_network(const core::Process& process) {
    const json::value& hours = within(member(process.profile, "misuse"), "network_hours");
    return hours.is_int64() ? std::chrono::hours(hours.get_int64()) : std::chrono::hours(1);
}

namespace {

// The seal of the case that came last, for all whom the seals of the others let in.
void merge_seal(const CaseInHand& other, core::Walls& walls, json::value& seal) {
    const core::Walls there = core::read_walls(other.row.walls);
    walls.readers.insert(there.readers.begin(), there.readers.end());
    walls.conflicted.insert(there.conflicted.begin(), there.conflicted.end());
    seal = member(other.snapshot->machine.context, core::kSealPath);
}

json::array names_of(const std::set<core::PersonId>& people) {
    json::array names;
    for (const core::PersonId& person : people)
        names.emplace_back(person.text);
    return names;
}

// A name alone is many people's: without a date of birth another person must be the same too.
bool is_about_the_same(
    const std::vector<NamedPerson>& here, const std::vector<NamedPerson>& there
) {
    bool is_same_subject = false;
    bool is_sure = false;
    for (const NamedPerson& one : here) {
        for (const NamedPerson& other : there) {
            if (is_subject(one) != is_subject(other) || !is_same(one, other)) continue;
            is_same_subject = is_same_subject || is_subject(one);
            is_sure = is_sure || !is_subject(one) || !one.birth_date.empty();
        }
    }
    return is_same_subject && is_sure;
}

}  // namespace

struct RequestComparison::Seen {
    core::Instant since;
    const std::vector<NamedPerson>& people;
    std::vector<CaseDamaged>& damaged;
    int of_subject = 0;
    int of_applicant = 0;
    std::set<std::string> known_ways;
    core::Walls walls{};  // of sealed cases about the same people
    json::value seal{};   // null: there is none
};

std::set<core::CaseId> RequestComparison::cases_naming(const NamedPerson& person) {
    std::set<core::CaseId> found;
    for (const std::string& name : person.names) {
        std::vector<core::Digest> tokens;
        for (const std::string& date : {person.birth_date, swapped_date(person.birth_date)}) {
            if (date.empty()) continue;
            for (const core::Digest& token : name_tokens_with(parts_.keys, name, date))
                tokens.push_back(token);
        }
        // Somebody who fishes may leave the date out.
        if (person.birth_date.empty()) tokens = name_tokens(parts_.keys, name);
        for (const core::Digest& token : tokens) {
            for (core::CaseId& id : parts_.store.cases_with_token(token, kCandidatesMax)) {
                if (found.size() < kLookedInto) found.insert(std::move(id));
            }
        }
    }
    return found;
}

void RequestComparison::look_for(const NamedPerson& person, const CaseInHand& opened, Seen& seen) {
    for (const core::CaseId& id : cases_naming(person)) {
        if (id == opened.row.id) continue;
        auto row = parts_.store.find_case(id);
        if (!row) throw ports::IntegrityBroken("a token's case is not in the store");
        if (row->received_at > opened.row.received_at + kClocksApart) continue;
        const auto other = parts_.vault.look_past_damage(*std::move(row), seen.damaged);
        if (other) compare_with(person, *other, seen);
    }
}

void RequestComparison::compare_with(
    const NamedPerson& person, const CaseInHand& other, Seen& seen
) {
    const bool is_late = other.row.received_at >= seen.since;
    // What is sealed is counted by nobody else's case.
    const bool is_sealed = core::read_walls(other.row.walls).sealed;
    const int counts = is_sealed ? 0 : 1;
    const json::value& request = member(other.snapshot->machine.context, "request");
    if (!request.is_object()) return;
    const auto people = people_of(other, request.get_object());
    if (is_sealed && is_about_the_same(seen.people, people)) {
        merge_seal(other, seen.walls, seen.seal);
    }
    for (const NamedPerson& there : people) {
        if (is_subject(person) != is_subject(there) || !is_same(person, there)) continue;
        if (is_subject(person)) {
            seen.of_subject += is_late ? counts : 0;
        } else if (there.role == "applicant") {
            seen.of_applicant += is_late ? counts : 0;
            seen.known_ways.merge(ways_in(plan_of(other)));
        }
    }
}

void RequestComparison::tell(
    const Caller& caller,
    const CaseInHand& opened,
    const Asking& asking,
    std::vector<CaseDamaged>& damaged
) {
    const int days = days_of(*opened.process);
    const json::value& request = member(opened.snapshot->machine.context, "request");
    if (days == 0 || !request.is_object()) return;
    const auto people = people_of(opened, request.get_object());
    Seen seen{
        .since = opened.row.received_at - std::chrono::days(days),
        .people = people,
        .damaged = damaged,
        .known_ways = {}};
    for (const NamedPerson& person : people) {
        // Whoever is at risk was not the one to say how they are reached.
        if (person.role == "person_at_risk" || person.names.empty()) continue;
        if (person.role == "applicant" && person.birth_date.empty()) continue;
        look_for(person, opened, seen);
    }
    const auto sealed = seal_too(caller, opened, seen);
    tell_signs(caller, sealed ? *sealed : opened, asking, seen);
}

// Whoever may not know of the other case must not come upon it by way of this one.
std::optional<CaseInHand> RequestComparison::seal_too(
    const Caller& caller, const CaseInHand& opened, const Seen& seen
) {
    const json::object* found = seen.seal.if_object();
    if (found == nullptr) return std::nullopt;
    json::object seal = *found;
    seal["readers"] = names_of(seen.walls.readers);
    seal["concerns"] = names_of(seen.walls.conflicted);
    json::object told{{"seal", std::move(seal)}};
    if (!parts_.events.tell(caller, opened, std::string(kSealedToo), std::move(told))) {
        return std::nullopt;
    }
    auto row = parts_.store.find_case(opened.row.id);
    if (!row) throw ports::IntegrityBroken("a case that was sealed is not in the store");
    return parts_.vault.open(*std::move(row));
}

void RequestComparison::tell_signs(
    const Caller& caller, const CaseInHand& opened, const Asking& asking, const Seen& seen
) {
    const std::set<std::string> ways = ways_in(plan_of(opened));
    const bool differs =
        !seen.known_ways.empty() &&
        !std::includes(seen.known_ways.begin(), seen.known_ways.end(), ways.begin(), ways.end());
    const bool is_news = differs || seen.of_subject + seen.of_applicant > 0 ||
                         asking.from_network > 1 || asking.people_named > 1;
    if (!is_news) return;
    // Not the applicant's act: they know nothing of it.
    parts_.events.tell(
        caller,
        opened,
        std::string(kEvent),
        {{"contact",
          differs                   ? "differs"
          : seen.known_ways.empty() ? "not_known"
                                    : "known"},
         {"same_subject", seen.of_subject},
         {"same_applicant", seen.of_applicant},
         {"same_network", asking.from_network},
         {"network_people", asking.people_from_network},
         {"people_named", asking.people_named}}
    );
}

}  // namespace clarion::runtime
