// Which two facts about one thing exclude one another.
#include <cctype>

#include "engine/core/statechart/guard_facts.hpp"

namespace clarion::core::statechart {

namespace {

using Kind = GuardFact::Kind;

std::string words_of(const GuardFact& fact) {
    const std::string constant = json::serialize(fact.constant);
    std::string words = fact.about;
    switch (fact.kind) {
        case Kind::equals:
            words += " is " + constant;
            break;
        case Kind::truthy:
            words += " is given";
            break;
        case Kind::below:
            words += (fact.open ? " is below " : " is at most ") + constant;
            break;
        case Kind::above:
            words += (fact.open ? " is above " : " is at least ") + constant;
            break;
        case Kind::in_state:
            words = "the case is in " + fact.about;
            break;
        case Kind::other:
            break;
    }
    return fact.holds ? words : "not (" + words + ")";
}

// A text that no number or truth value equals under JavaScript's loose comparison.
bool is_word(const json::value& constant) {
    if (!constant.is_string() || constant.get_string().empty()) return false;
    return std::isalpha(static_cast<unsigned char>(constant.get_string().front())) != 0 &&
           constant.get_string() != "Infinity";
}

bool are_distinct(const json::value& one, const json::value& other) {
    if (one == other) return false;
    if (is_word(one) || is_word(other) || one.is_null() || other.is_null()) return true;
    return (one.is_number() && other.is_number()) || (one.is_bool() && other.is_bool());
}

bool is_within(const Definition& definition, StateIndex inner, const State& outer) {
    return inner == outer.index ||
           (inner > outer.index && inner <= definition.at(outer.index).last_descendant);
}

// Whether both can be entered at once: one within the other, or each in a region of its own.
bool can_share(const Definition& definition, StateIndex one, StateIndex other) {
    if (is_within(definition, one, definition.at(other))) return true;
    StateIndex around = one;
    while (!is_within(definition, other, definition.at(around)))
        around = definition.at(around).parent;
    return around == one || definition.at(around).kind == StateKind::parallel;
}

bool places_exclude(const Definition& definition, const GuardFact& one, const GuardFact& other) {
    if (one.holds && other.holds) return !can_share(definition, one.state, other.state);
    if (one.holds == other.holds) return false;
    const GuardFact& in = one.holds ? one : other;
    const GuardFact& out = one.holds ? other : one;
    return is_within(definition, in.state, definition.at(out.state));
}

bool bounds_exclude(const GuardFact& below, const GuardFact& above) {
    const double high = below.constant.to_number<double>();
    const double low = above.constant.to_number<double>();
    return low > high || (low == high && (below.open || above.open));
}

bool values_exclude(const GuardFact& one, const GuardFact& other) {
    if (one.kind == other.kind && one.constant == other.constant && one.open == other.open &&
        one.holds != other.holds)
        return true;
    if (one.kind == Kind::equals && other.kind == Kind::equals)
        return one.holds && other.holds && are_distinct(one.constant, other.constant);
    if (one.kind == Kind::equals && other.kind == Kind::truthy && one.holds)
        return other.holds ? one.constant.is_null() : is_word(one.constant);
    if (one.kind == Kind::below && other.kind == Kind::above) return bounds_exclude(one, other);
    if (one.kind == Kind::equals && one.holds && one.constant.is_number()) {
        const bool is_bound = other.kind == Kind::below || other.kind == Kind::above;
        if (!is_bound) return false;
        return other.kind == Kind::below ? bounds_exclude(other, one) : bounds_exclude(one, other);
    }
    return false;
}

bool exclude(const Definition& definition, const GuardFact& one, const GuardFact& other) {
    const bool places = one.kind == Kind::in_state && other.kind == Kind::in_state;
    if (places) return places_exclude(definition, one, other);
    if (one.about != other.about) return false;
    return values_exclude(one, other) || values_exclude(other, one);
}

}  // namespace

std::string contradiction(const Definition& definition, const Alternative& alternative) {
    for (std::size_t later = 1; later < alternative.size(); ++later) {
        for (std::size_t earlier = 0; earlier < later; ++earlier) {
            if (!exclude(definition, alternative[earlier], alternative[later])) continue;
            return words_of(alternative[earlier]) + ", and " + words_of(alternative[later]);
        }
    }
    return {};
}

}  // namespace clarion::core::statechart
