// Guards in their written form, taken apart by De Morgan's laws.
#include "engine/core/statechart/guard_facts.hpp"

#include <span>

#include "engine/core/statechart/javascript.hpp"
#include "engine/core/statechart/targets.hpp"

namespace clarion::core::statechart {

namespace {

using Found = std::optional<Alternatives>;
using Kind = GuardFact::Kind;

Found always() {
    return Alternatives{{}};
}

Found never() {
    return Alternatives{};
}

Found alone(GuardFact fact) {
    return Alternatives{{std::move(fact)}};
}

Found either(Found one, Found other) {
    if (!one || !other || one->size() + other->size() > kAlternativesMax) return std::nullopt;
    one->insert(one->end(), other->begin(), other->end());
    return one;
}

Found together(const Found& one, const Found& other) {
    if (!one || !other) return std::nullopt;
    return both(*one, *other);
}

// `["and", ...]` when wanted is true; its opposite is an "or" of opposites.
template <class List, class Read>
Found all_of(const List& list, bool wanted, Read read) {
    Found found = wanted ? always() : never();
    for (const auto& each : list)
        found = wanted ? together(found, read(each, true)) : either(found, read(each, false));
    return found;
}

template <class List, class Read>
Found any_of(const List& list, bool wanted, Read read) {
    return all_of(list, !wanted, [&](const auto& each, bool inner) { return read(each, !inner); });
}

const json::value* member(const json::value& params, std::string_view key) {
    const auto* object = params.if_object();
    return object == nullptr ? nullptr : object->if_contains(key);
}

bool is_scalar(const json::value& value) {
    return !value.is_object() && !value.is_array();
}

// JsonLogic takes one argument without its list.
std::span<const json::value> arguments_of(const json::value& written) {
    if (const auto* list = written.if_array()) return {list->data(), list->size()};
    return {&written, 1};
}

// The path that `{"var": "path"}` reads; empty for all else, a default included.
std::string path_of(const json::value& term) {
    const auto* var =
        term.is_object() && term.get_object().size() == 1 ? member(term, "var") : nullptr;
    if (var == nullptr) return {};
    const auto arguments = arguments_of(*var);
    if (arguments.size() != 1 || !arguments[0].is_string()) return {};
    return std::string(arguments[0].get_string());
}

class Reading {
public:
    explicit Reading(const Definition& definition) : definition_(definition) {}

    [[nodiscard]] Found guard(std::string_view type, const json::value& params, bool wanted) const {
        if (type == "logic") return logic(params, wanted);
        if (type == "xstate.and" || type == "xstate.or") {
            const auto* guards = member(params, "guards");
            if (guards == nullptr || !guards->is_array()) return opaque(params, wanted);
            const auto read = [this](const auto& each, bool inner) { return written(each, inner); };
            return type == "xstate.and" ? all_of(guards->get_array(), wanted, read)
                                        : any_of(guards->get_array(), wanted, read);
        }
        if (type == "xstate.not") {
            const auto* inner = member(params, "guard");
            return inner == nullptr ? opaque(params, wanted) : written(*inner, !wanted);
        }
        if (type == "xstate.stateIn") return in_state(params, wanted);
        return opaque(json::object{{"type", type}, {"params", params}}, wanted);
    }

private:
    [[nodiscard]] static Found opaque(const json::value& term, bool wanted) {
        return alone({.about = json::serialize(term), .holds = wanted});
    }

    [[nodiscard]] Found written(const json::value& guard, bool wanted) const {
        static const json::value kNothing;
        const auto* type = guard.is_string() ? &guard : member(guard, "type");
        if (type == nullptr || !type->is_string()) return opaque(guard, wanted);
        const auto* params = member(guard, "params");
        return this->guard(type->get_string(), params != nullptr ? *params : kNothing, wanted);
    }

    [[nodiscard]] Found in_state(const json::value& params, bool wanted) const {
        const auto* name = member(params, "state");
        const auto state = name != nullptr && name->is_string()
                               ? find_by_reference(definition_, name->get_string())
                               : std::nullopt;
        if (!state) return opaque(params, wanted);
        return alone(
            {.kind = Kind::in_state,
             .about = definition_.at(*state).id,
             .state = *state,
             .holds = wanted}
        );
    }

    [[nodiscard]] Found logic(const json::value& term, bool wanted) const {
        if (is_scalar(term)) return javascript::truthy(&term) == wanted ? always() : never();
        if (const std::string path = path_of(term); !path.empty())
            return alone({.kind = Kind::truthy, .about = path, .holds = wanted});
        if (!term.is_object() || term.get_object().size() != 1) return opaque(term, wanted);
        const auto& operation = *term.get_object().begin();
        const std::string_view name = operation.key();
        const auto arguments = arguments_of(operation.value());
        const auto read = [this](const auto& each, bool inner) { return logic(each, inner); };
        if (name == "and") return all_of(arguments, wanted, read);
        if (name == "or") return any_of(arguments, wanted, read);
        if (arguments.size() == 1 && name == "!") return logic(arguments[0], !wanted);
        if (arguments.size() == 1 && name == "!!") return logic(arguments[0], wanted);
        if (arguments.size() == 3 && name == "if") {
            return either(
                together(logic(arguments[0], true), logic(arguments[1], wanted)),
                together(logic(arguments[0], false), logic(arguments[2], wanted))
            );
        }
        if (arguments.size() == 2) return comparison(name, term, arguments, wanted);
        return opaque(term, wanted);
    }

    [[nodiscard]] static Found comparison(
        std::string_view name,
        const json::value& term,
        std::span<const json::value> arguments,
        bool wanted
    ) {
        const std::string path = path_of(arguments[0]);
        const json::value& constant = arguments[1];
        const bool is_same = name == "==" || name == "===";
        if (path.empty()) return opaque(term, wanted);
        if (name == "in" && constant.is_array()) {
            return any_of(constant.get_array(), wanted, [&](const json::value& each, bool inner) {
                return alone({.kind = Kind::equals, .about = path, .constant = each, .holds = inner}
                );
            });
        }
        if ((is_same || name == "!=" || name == "!==") && is_scalar(constant)) {
            return alone(
                {.kind = Kind::equals,
                 .about = path,
                 .constant = constant,
                 .holds = wanted == is_same}
            );
        }
        const bool is_bound = name == "<" || name == "<=" || name == ">" || name == ">=";
        // What cannot be compared is on neither side, so the opposite of a bound is not a bound.
        if (!is_bound || !constant.is_number() || !wanted) return opaque(term, wanted);
        return alone(
            {.kind = name[0] == '<' ? Kind::below : Kind::above,
             .about = path,
             .constant = constant,
             .open = name.size() == 1}
        );
    }

    const Definition& definition_;
};

}  // namespace

std::optional<Alternatives> alternatives_of(
    const Definition& definition, const Term& guard, bool wanted
) {
    return Reading(definition).guard(guard.type, guard.params, wanted);
}

std::optional<Alternatives> both(const Alternatives& one, const Alternatives& other) {
    if (one.size() * other.size() > kAlternativesMax) return std::nullopt;
    Alternatives joined;
    joined.reserve(one.size() * other.size());
    for (const Alternative& left : one) {
        for (const Alternative& right : other) {
            joined.push_back(left);
            joined.back().insert(joined.back().end(), right.begin(), right.end());
        }
    }
    return joined;
}

}  // namespace clarion::core::statechart
