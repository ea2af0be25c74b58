// Who stands how to a case, and what of it they see: every role, with and without an agency,
// against every way a case can be walled, every relation and every class of field.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "engine/core/access/policy.hpp"
#include "tests/support/people.hpp"

using namespace clarion::core;
using clarion::test::at;

namespace {

const Instant kNow = at("2026-11-02T10:00:00Z");

// A case as far as access goes: one bit for each thing that can be so.
struct Situation {
    unsigned bits = 0;
    [[nodiscard]] bool has(unsigned bit) const { return (bits >> bit & 1U) != 0; }
    [[nodiscard]] bool is_conflicted() const { return has(0); }
    [[nodiscard]] bool is_sealed() const { return has(1); }
    [[nodiscard]] bool is_reader() const { return has(2); }
    [[nodiscard]] bool is_assignee() const { return has(3); }
    [[nodiscard]] bool is_asked() const { return has(4); }
    [[nodiscard]] bool broke_glass() const { return has(5); }
};
constexpr unsigned kSituations = 1U << 6U;

Walls walls_of(const Situation& situation, const PersonId& person) {
    Walls walls;
    walls.sealed = situation.is_sealed();
    if (situation.is_reader()) walls.readers.insert(person);
    if (situation.is_conflicted()) walls.conflicted.insert(person);
    walls.readers.insert(PersonId{"somebody-else"});
    return walls;
}

bool is_duty_role(const std::string& role) {
    static const std::vector<std::string> kDuty{
        "intake_officer", "researcher", "coordinator", "officer", "decision_maker", "supervisor"};
    return std::find(kDuty.begin(), kDuty.end(), role) != kDuty.end();
}

// The rule in words, written a second time: need to know.
bool should_know(const Situation& situation, const std::string& role, bool of_agency) {
    if (of_agency || !is_duty_role(role) || situation.is_conflicted()) return false;
    return !situation.is_sealed() || situation.is_reader() || situation.broke_glass();
}

}  // namespace

TEST_CASE("access matrix: a case is there for a duty role that nothing keeps away, and nobody else"
) {
    int verdicts = 0;
    for (const std::string& role : known_roles()) {
        for (const std::string agency : {"", "health"}) {
            const Principal who = clarion::test::person("ann", {role}, kNow, agency);
            for (unsigned bits = 0; bits < kSituations; ++bits) {
                const Situation situation{bits};
                const Walls walls = walls_of(situation, who.person);
                const Relation relation = relation_of(
                    who,
                    {.walls = walls,
                     .is_assignee = situation.is_assignee(),
                     .is_asked_agency = situation.is_asked(),
                     .has_broken_glass = situation.broke_glass()}
                );
                CAPTURE(role);
                CAPTURE(agency);
                CAPTURE(bits);
                CAPTURE(to_string(relation));
                const bool knows = should_know(situation, role, !agency.empty());
                CHECK(knows_of_case(relation) == knows);
                for (const FieldClass cls : kFieldClasses) {
                    const Sight expected = !knows                         ? Sight::hidden
                                           : cls == FieldClass::existence ? Sight::covered
                                                                          : Sight::shown;
                    CHECK(sight_of(who, relation, cls) == expected);
                    ++verdicts;
                }
            }
        }
    }
    MESSAGE("access matrix: " << verdicts << " verdicts on role, situation and field class");
    CHECK(verdicts == 11 * 2 * 64 * 5);
}

TEST_CASE("access matrix: an agency that was asked stands to the case by its request alone") {
    const Principal member = clarion::test::person("hari", {"agency_member"}, kNow, "health");
    const Walls none;
    CHECK(
        relation_of(member, {.walls = none, .is_asked_agency = true}) == Relation::agency_request
    );
    CHECK(relation_of(member, {.walls = none, .is_asked_agency = false}) == Relation::none);
    CHECK_FALSE(knows_of_case(Relation::agency_request));
}

TEST_CASE("access matrix: what is sensitive asks for a sign-in of the last five minutes") {
    Principal who = clarion::test::person("sula", {"supervisor"}, kNow);
    for (const Sensitive what : kSensitive) {
        who.authenticated_at = kNow - kFreshSignInMax;
        CHECK(context_allows(who, what, kNow));
        who.authenticated_at = kNow - kFreshSignInMax - std::chrono::milliseconds(1);
        CHECK_FALSE(context_allows(who, what, kNow));
    }
}

TEST_CASE("walls: read back as they were written") {
    Walls walls;
    walls.sealed = true;
    walls.readers = {PersonId{"ann"}, PersonId{"https://id.example|bob"}};
    walls.conflicted = {PersonId{"cal"}};

    const Walls again = read_walls(written(walls));

    CHECK(again.sealed);
    CHECK(again.readers == walls.readers);
    CHECK(again.conflicted == walls.conflicted);
    CHECK(written(Walls{}).empty());
}

TEST_CASE("names: every permission, relation, class and sight has one of its own") {
    std::vector<std::string_view> names;
    for (const Permission permission : kPermissions)
        names.push_back(to_string(permission));
    for (const Relation relation : kRelations)
        names.push_back(to_string(relation));
    for (const FieldClass cls : kFieldClasses) {
        CHECK(field_class_of(to_string(cls)) == cls);
        names.push_back(to_string(cls));
    }
    CHECK_FALSE(field_class_of("secret").has_value());
    // `break_glass` is a permission and `broken_glass` a relation.
    const std::set<std::string_view> once(names.begin(), names.end());
    CHECK(once.size() == names.size());
}
