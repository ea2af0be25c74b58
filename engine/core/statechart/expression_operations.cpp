// The operations whose arguments are all evaluated first, by name.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/core/statechart/expression_evaluation.hpp"
#include "engine/core/statechart/javascript.hpp"

namespace clarion::core::statechart {

namespace {

using namespace javascript;

using Values = std::span<Operand>;
using Operation = Operand (*)(Evaluation&, Values, const Data&);

const json::value* argument(Values values, std::size_t index) {
    return index < values.size() ? values[index].get() : nullptr;
}

Operand yes_or_no(bool answer) {
    return Operand(json::value(answer));
}
Operand number(double value) {
    return Operand(number_value(value));
}

Operand add(Evaluation&, Values values, const Data&) {
    double sum = 0.0;
    for (const auto& value : values)
        sum += parse_float(value.get());
    return number(sum);
}

Operand subtract(Evaluation&, Values values, const Data&) {
    const auto* right = argument(values, 1);
    const double left = to_number(argument(values, 0));
    return number(right == nullptr ? -left : left - to_number(right));
}

Operand multiply(Evaluation&, Values values, const Data&) {
    if (values.empty()) return Operand(json::value(nullptr));  // json-logic-js throws
    if (values.size() == 1) return std::move(values[0]);
    double product = parse_float(values[0].get());
    for (const auto& value : values.subspan(1))
        product *= parse_float(value.get());
    return number(product);
}

Operand divide(Evaluation&, Values values, const Data&) {
    return number(to_number(argument(values, 0)) / to_number(argument(values, 1)));
}

Operand remainder(Evaluation&, Values values, const Data&) {
    return number(std::fmod(to_number(argument(values, 0)), to_number(argument(values, 1))));
}

// Math.max and Math.min: not a number as soon as one is not.
Operand extreme(Values values, bool greatest) {
    const double infinity = std::numeric_limits<double>::infinity();
    double found = greatest ? -infinity : infinity;
    for (const auto& value : values) {
        const double candidate = to_number(value.get());
        if (std::isnan(candidate)) return number(candidate);
        found = greatest ? std::max(found, candidate) : std::min(found, candidate);
    }
    return number(found);
}

Operand greatest_of(Evaluation&, Values values, const Data&) {
    return extreme(values, true);
}
Operand least_of(Evaluation&, Values values, const Data&) {
    return extreme(values, false);
}

Operand equal(Evaluation&, Values values, const Data&) {
    return yes_or_no(loosely_equal(argument(values, 0), argument(values, 1)));
}
Operand same(Evaluation&, Values values, const Data&) {
    return yes_or_no(strictly_equal(argument(values, 0), argument(values, 1)));
}
Operand not_equal(Evaluation&, Values values, const Data&) {
    return yes_or_no(!loosely_equal(argument(values, 0), argument(values, 1)));
}
Operand not_same(Evaluation&, Values values, const Data&) {
    return yes_or_no(!strictly_equal(argument(values, 0), argument(values, 1)));
}

Operand lower(Evaluation&, Values values, const Data&) {
    const bool first = less(argument(values, 0), argument(values, 1));
    const auto* third = argument(values, 2);
    return yes_or_no(first && (third == nullptr || less(argument(values, 1), third)));
}
Operand at_most(Evaluation&, Values values, const Data&) {
    const bool first = less_or_equal(argument(values, 0), argument(values, 1));
    const auto* third = argument(values, 2);
    return yes_or_no(first && (third == nullptr || less_or_equal(argument(values, 1), third)));
}
Operand higher(Evaluation&, Values values, const Data&) {
    return yes_or_no(less(argument(values, 1), argument(values, 0)));
}
Operand at_least(Evaluation&, Values values, const Data&) {
    return yes_or_no(less_or_equal(argument(values, 1), argument(values, 0)));
}

Operand truth(Evaluation&, Values values, const Data&) {
    return yes_or_no(truthy(argument(values, 0)));
}
Operand untruth(Evaluation&, Values values, const Data&) {
    return yes_or_no(!truthy(argument(values, 0)));
}

Operand logged(Evaluation&, Values values, const Data&) {
    return values.empty() ? Operand() : std::move(values[0]);
}

Operand contained(Evaluation& evaluation, Values values, const Data&) {
    const auto* needle = argument(values, 0);
    const auto* haystack = argument(values, 1);
    if (haystack == nullptr) return yes_or_no(false);
    if (const auto* text = haystack->if_string()) {
        evaluation.charge(text->size() / 64);
        if (text->empty()) return yes_or_no(false);
        return yes_or_no(std::string_view(*text).find(to_text(needle)) != std::string_view::npos);
    }
    const auto* list = haystack->if_array();
    if (list == nullptr) return yes_or_no(false);
    evaluation.charge(list->size());
    return yes_or_no(std::any_of(list->begin(), list->end(), [&](const json::value& element) {
        return strictly_equal(&element, needle);
    }));
}

Operand joined(Evaluation& evaluation, Values values, const Data&) {
    std::string text;
    for (const auto& value : values) {
        if (value.get() == nullptr || value.get()->is_null()) continue;
        text += to_text(value.get());
        evaluation.charge(1 + text.size() / 64);
        if (evaluation.exhausted()) return {};
    }
    return Operand(json::value(text));
}

double whole_part(double value) {
    return std::isnan(value) ? 0.0 : std::trunc(value);
}

// String.prototype.substr over UTF-16 units.
std::u16string_view part_of(std::u16string_view text, double start, double length) {
    const auto size = static_cast<double>(text.size());
    start = whole_part(start);
    if (start < 0) start = std::max(0.0, size + start);
    start = std::min(start, size);
    length = std::clamp(whole_part(length), 0.0, size - start);
    return text.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(length));
}

Operand substring(Evaluation& evaluation, Values values, const Data&) {
    const double infinity = std::numeric_limits<double>::infinity();
    const std::u16string source = to_utf16(to_text(argument(values, 0)));
    evaluation.charge(1 + source.size() / 64);
    const double start = to_number(argument(values, 1));
    const auto* end = argument(values, 2);
    const double length = end == nullptr ? infinity : to_number(end);
    if (length < 0) {  // PHP's meaning: leave out that many at the end
        const auto rest = part_of(source, start, infinity);
        return Operand(
            json::value(from_utf16(part_of(rest, 0, static_cast<double>(rest.size()) + length)))
        );
    }
    return Operand(json::value(from_utf16(part_of(source, start, length))));
}

Operand merged(Evaluation& evaluation, Values values, const Data&) {
    json::array all;
    for (auto& value : values) {
        json::value own = evaluation.copy_of(std::move(value));
        if (auto* list = own.if_array()) {
            for (auto& element : *list)
                all.push_back(std::move(element));
        } else {
            all.push_back(std::move(own));
        }
    }
    return Operand(json::value(std::move(all)));
}

Operand variable(Evaluation& evaluation, Values values, const Data& data) {
    Operand otherwise = Operand(json::value(nullptr));
    if (argument(values, 1) != nullptr) otherwise = std::move(values[1]);
    return evaluation.look_up(data, argument(values, 0), std::move(otherwise));
}

bool is_missing(Evaluation& evaluation, const json::value& key, const Data& data) {
    evaluation.charge(1);
    const Operand found = evaluation.look_up(data, &key, Operand(json::value(nullptr)));
    const auto* value = found.get();
    return value == nullptr || value->is_null() ||
           (value->is_string() && value->get_string().empty());
}

json::array missing_among(Evaluation& evaluation, const json::array& keys, const Data& data) {
    json::array missing;
    for (const auto& key : keys) {
        if (evaluation.exhausted()) break;
        if (is_missing(evaluation, key, data)) missing.push_back(key);
    }
    return missing;
}

Operand missing(Evaluation& evaluation, Values values, const Data& data) {
    const auto* first = argument(values, 0);
    if (first != nullptr && first->is_array()) {
        return Operand(json::value(missing_among(evaluation, first->get_array(), data)));
    }
    json::array keys;
    for (auto& value : values)
        keys.push_back(evaluation.copy_of(std::move(value)));
    return Operand(json::value(missing_among(evaluation, keys, data)));
}

Operand missing_some(Evaluation& evaluation, Values values, const Data& data) {
    const auto* options = argument(values, 1);
    if (options == nullptr || !options->is_array()) return Operand(json::value(json::array()));
    const auto& all = options->get_array();
    // The list itself is the list of arguments of `missing`, so a list within it counts alone.
    const bool nested = !all.empty() && all.front().is_array();
    json::array missed = missing_among(evaluation, nested ? all.front().get_array() : all, data);
    const double present = static_cast<double>(all.size()) - static_cast<double>(missed.size());
    if (present >= to_number(argument(values, 0))) missed.clear();
    return Operand(json::value(std::move(missed)));
}

struct Named {
    std::string_view name;
    Operation operation;
};

constexpr std::array kOperations{
    Named{"var", variable},     Named{"==", equal},
    Named{"===", same},         Named{"!=", not_equal},
    Named{"!==", not_same},     Named{"!", untruth},
    Named{"!!", truth},         Named{"<", lower},
    Named{"<=", at_most},       Named{">", higher},
    Named{">=", at_least},      Named{"+", add},
    Named{"-", subtract},       Named{"*", multiply},
    Named{"/", divide},         Named{"%", remainder},
    Named{"max", greatest_of},  Named{"min", least_of},
    Named{"in", contained},     Named{"cat", joined},
    Named{"substr", substring}, Named{"merge", merged},
    Named{"missing", missing},  Named{"missing_some", missing_some},
    Named{"log", logged},       Named{"working_days_since", working_days_since},
};

constexpr std::array<std::string_view, 10> kLazyOperations{
    "if", "?:", "and", "or", "map", "filter", "reduce", "all", "none", "some"};

const Named* find_operation(std::string_view name) {
    const auto* found = std::find_if(
        kOperations.begin(), kOperations.end(), [&](const Named& each) { return each.name == name; }
    );
    return found == kOperations.end() ? nullptr : found;
}

}  // namespace

Operand operate(
    Evaluation& evaluation, std::string_view name, std::span<Operand> arguments, const Data& data
) {
    const Named* found = find_operation(name);
    return found == nullptr ? Operand() : found->operation(evaluation, arguments, data);
}

bool is_operation(std::string_view name) {
    if (find_operation(name) != nullptr) return true;
    return std::find(kLazyOperations.begin(), kLazyOperations.end(), name) != kLazyOperations.end();
}

}  // namespace clarion::core::statechart
