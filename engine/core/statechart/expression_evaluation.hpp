// Evaluation: one run of one JsonLogic term. Internal to the expressions.
//
// Ownership: borrows the term and the data; an Operand may point into either.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/core/statechart/expressions.hpp"

namespace clarion::core::statechart {

// A value on its way through an evaluation: undefined, somebody else's, or its own.
class Operand {
public:
    Operand() = default;
    explicit Operand(const json::value* borrowed) : borrowed_(borrowed) {}
    explicit Operand(json::value own) : own_(std::move(own)) {}

    [[nodiscard]] const json::value* get() const { return own_ ? &*own_ : borrowed_; }
    [[nodiscard]] bool is_own() const { return own_.has_value(); }
    [[nodiscard]] json::value take_own() { return std::move(*own_); }

private:
    const json::value* borrowed_ = nullptr;
    std::optional<json::value> own_;
};

// What `var` looks into: the whole scope, or one element inside map, filter, reduce, all, none,
// some.
struct Data {
    const Scope* scope = nullptr;
    const json::value* value = nullptr;
};

class Evaluation {
public:
    // `scope`: what the term is asked in; null for plain JsonLogic.
    explicit Evaluation(const Scope* scope) : scope_(scope) {}

    [[nodiscard]] Operand apply(const json::value& logic, const Data& data);
    [[nodiscard]] bool exhausted() const { return exhausted_; }
    [[nodiscard]] const Scope* scope() const { return scope_; }

    // For the operations. Copies are work: their weight is charged.
    [[nodiscard]] json::value copy_of(Operand operand);
    void charge(std::size_t work);
    [[nodiscard]] Operand look_up(const Data& data, const json::value* path, Operand otherwise);

private:
    using Arguments = std::span<const json::value>;

    Operand apply_operation(std::string_view name, Arguments arguments, const Data& data);
    Operand apply_array(const json::array& logic, const Data& data);
    Operand choose(Arguments arguments, const Data& data);
    Operand first_with(bool truth, Arguments arguments, const Data& data);
    Operand each_element(std::string_view name, Arguments arguments, const Data& data);
    Operand reduce(Arguments arguments, const Data& data);
    Operand whole_scope(const Scope& scope);
    Operand start_of_path(const Scope& scope, std::string_view name);

    const Scope* scope_;
    std::size_t work_ = 0;
    int depth_ = 0;
    bool exhausted_ = false;
};

// The operations whose arguments are all evaluated first. Undefined for an unknown name.
[[nodiscard]] Operand operate(
    Evaluation& evaluation, std::string_view name, std::span<Operand> arguments, const Data& data
);
[[nodiscard]] bool is_operation(std::string_view name);

[[nodiscard]] Operand working_days_since(
    Evaluation& evaluation, std::span<Operand> values, const Data& data
);

}  // namespace clarion::core::statechart
