#include "engine/core/statechart/expressions.hpp"

#include <cmath>

#include "engine/core/statechart/expression_evaluation.hpp"
#include "engine/core/statechart/javascript.hpp"

namespace clarion::core::statechart {

namespace {

// What JSON can say of a value: JavaScript's NaN and infinities are null, and there is one zero.
void settle(json::value& value) {
    if (auto* number = value.if_double()) {
        if (!std::isfinite(*number)) {
            value = nullptr;
        } else if (*number == 0.0) {
            value = 0;
        }
        return;
    }
    if (auto* list = value.if_array()) {
        for (auto& element : *list)
            settle(element);
    }
    if (auto* object = value.if_object()) {
        for (auto& member : *object)
            settle(member.value());
    }
}

std::optional<json::value> run(const json::value& term, const Data& data) {
    Evaluation evaluation(data.scope);
    json::value answer = evaluation.copy_of(evaluation.apply(term, data));
    if (evaluation.exhausted()) return std::nullopt;
    settle(answer);
    return answer;
}

void check(
    const json::value& term, std::string& pointer, int depth, std::vector<Problem>& problems
) {
    if (depth > kExpressionDepthMax) {
        problems.push_back({pointer, "the expression is nested too deeply"});
        return;
    }
    const auto length = pointer.size();
    const auto check_all = [&](const json::array& terms) {
        for (std::size_t index = 0; index < terms.size(); ++index) {
            pointer += '/' + std::to_string(index);
            check(terms[index], pointer, depth + 1, problems);
            pointer.resize(length);
        }
    };
    if (term.is_array()) check_all(term.get_array());
    if (!term.is_object() || term.get_object().size() != 1) return;

    const auto& operation = *term.get_object().begin();
    if (!is_operation(operation.key())) {
        const std::string name(operation.key());
        problems.push_back({pointer, "JsonLogic has no operation \"" + name + "\""});
        return;
    }
    if (operation.value().is_array()) {
        check_all(operation.value().get_array());
    } else {
        check(operation.value(), pointer, depth + 1, problems);
    }
}

}  // namespace

std::optional<json::value> evaluate(const json::value& term, const Scope& scope) {
    return run(term, Data{.scope = &scope, .value = nullptr});
}

std::optional<bool> holds(const json::value& term, const Scope& scope) {
    Evaluation evaluation(&scope);
    const Operand answer = evaluation.apply(term, Data{.scope = &scope, .value = nullptr});
    if (evaluation.exhausted()) return std::nullopt;
    return javascript::truthy(answer.get());
}

std::optional<json::value> evaluate_over(const json::value& term, const json::value& data) {
    return run(term, Data{.scope = nullptr, .value = &data});
}

std::vector<Problem> check_expression(const json::value& term, std::string_view pointer) {
    std::vector<Problem> problems;
    std::string path(pointer);
    check(term, path, 0, problems);
    return problems;
}

}  // namespace clarion::core::statechart
