#include "engine/core/statechart/expression_evaluation.hpp"

#include "engine/core/statechart/javascript.hpp"

namespace clarion::core::statechart {

namespace {

// How much work a copy is: one for every value in it, and one for every 64 bytes of text.
std::size_t weight(const json::value& value) {
    std::size_t sum = 1;
    if (value.is_string()) sum += value.get_string().size() / 64;
    if (value.is_array()) {
        for (const auto& element : value.get_array())
            sum += weight(element);
    }
    if (value.is_object()) {
        for (const auto& member : value.get_object())
            sum += weight(member.value());
    }
    return sum;
}

bool holds_no_logic(const json::array& array) {
    for (const auto& element : array) {
        if (element.is_object() || element.is_array()) return false;
    }
    return true;
}

const json::value kNull = nullptr;

}  // namespace

void Evaluation::charge(std::size_t work) {
    work_ += work;
    if (work_ > kExpressionWorkMax) exhausted_ = true;
}

json::value Evaluation::copy_of(Operand operand) {
    if (operand.is_own()) return operand.take_own();
    if (operand.get() == nullptr) return nullptr;
    charge(weight(*operand.get()));
    if (exhausted_) return nullptr;
    return *operand.get();
}

Operand Evaluation::apply(const json::value& logic, const Data& data) {
    if (logic.is_array()) {
        if (holds_no_logic(logic.get_array())) return Operand(&logic);
        return apply_array(logic.get_array(), data);
    }
    if (!logic.is_object() || logic.get_object().size() != 1) return Operand(&logic);

    charge(1);
    if (depth_ >= kExpressionDepthMax) exhausted_ = true;
    if (exhausted_) return {};
    const auto& operation = *logic.get_object().begin();
    const json::value& values = operation.value();
    const auto arguments = values.is_array()
                               ? Arguments(values.get_array().data(), values.get_array().size())
                               : Arguments(&values, 1);
    ++depth_;
    Operand answer = apply_operation(operation.key(), arguments, data);
    --depth_;
    return answer;
}

Operand Evaluation::apply_array(const json::array& logic, const Data& data) {
    charge(1);
    if (depth_ >= kExpressionDepthMax) exhausted_ = true;
    ++depth_;
    json::array results;
    results.reserve(logic.size());
    for (const auto& element : logic) {
        if (exhausted_) break;
        results.push_back(copy_of(apply(element, data)));
    }
    --depth_;
    return Operand(json::value(std::move(results)));
}

Operand Evaluation::apply_operation(std::string_view name, Arguments arguments, const Data& data) {
    if (name == "if" || name == "?:") return choose(arguments, data);
    if (name == "and") return first_with(false, arguments, data);
    if (name == "or") return first_with(true, arguments, data);
    if (name == "reduce") return reduce(arguments, data);
    if (name == "map" || name == "filter" || name == "all" || name == "none" || name == "some") {
        return each_element(name, arguments, data);
    }
    std::vector<Operand> values;
    values.reserve(arguments.size());
    for (const auto& argument : arguments)
        values.push_back(apply(argument, data));
    if (exhausted_) return {};
    return operate(*this, name, values, data);
}

Operand Evaluation::choose(Arguments arguments, const Data& data) {
    std::size_t index = 0;
    for (; index + 1 < arguments.size(); index += 2) {
        if (javascript::truthy(apply(arguments[index], data).get())) {
            return apply(arguments[index + 1], data);
        }
    }
    if (arguments.size() == index + 1) return apply(arguments[index], data);
    return Operand(&kNull);
}

Operand Evaluation::first_with(bool truth, Arguments arguments, const Data& data) {
    Operand current;
    for (const auto& argument : arguments) {
        current = apply(argument, data);
        if (javascript::truthy(current.get()) == truth) break;
    }
    return current;
}

Operand Evaluation::each_element(std::string_view name, Arguments arguments, const Data& data) {
    const Operand list = arguments.empty() ? Operand() : apply(arguments[0], data);
    const json::value& logic = arguments.size() > 1 ? arguments[1] : kNull;
    const bool is_list = list.get() != nullptr && list.get()->is_array();
    const bool collects = name == "map" || name == "filter";
    if (!is_list || list.get()->get_array().empty()) {
        return collects ? Operand(json::value(json::array()))
                        : Operand(json::value(name == "none"));
    }
    json::array kept;
    for (const auto& element : list.get()->get_array()) {
        charge(1);
        if (exhausted_) return {};
        Operand result = apply(logic, Data{.scope = nullptr, .value = &element});
        const bool truth = javascript::truthy(result.get());
        if (name == "map") kept.push_back(copy_of(std::move(result)));
        if (name == "filter" && truth) kept.push_back(copy_of(Operand(&element)));
        if (name == "all" && !truth) return Operand(json::value(false));
        if (name == "some" && truth) return Operand(json::value(true));
        if (name == "none" && truth) return Operand(json::value(false));
    }
    return collects ? Operand(json::value(std::move(kept))) : Operand(json::value(name != "some"));
}

Operand Evaluation::reduce(Arguments arguments, const Data& data) {
    const Operand list = arguments.empty() ? Operand() : apply(arguments[0], data);
    const json::value& logic = arguments.size() > 1 ? arguments[1] : kNull;
    Operand initial = arguments.size() > 2 ? apply(arguments[2], data) : Operand(&kNull);
    if (list.get() == nullptr || !list.get()->is_array()) return initial;

    json::value accumulator = copy_of(std::move(initial));
    for (const auto& element : list.get()->get_array()) {
        charge(1);
        json::value current = copy_of(Operand(&element));
        if (exhausted_) return {};
        json::object both;
        both.emplace("current", std::move(current));
        both.emplace("accumulator", std::move(accumulator));
        const json::value pair(std::move(both));
        // The result may point into `pair`, so it is copied before `pair` goes.
        accumulator = copy_of(apply(logic, Data{.scope = nullptr, .value = &pair}));
    }
    return Operand(std::move(accumulator));
}

}  // namespace clarion::core::statechart
