#include "engine/core/statechart/javascript.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "engine/core/ascii.hpp"

namespace clarion::core::statechart::javascript {

namespace {

constexpr double kNotANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kExactIntegerMax = 9007199254740991.0;  // 2^53 - 1

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

std::string_view without_leading_space(std::string_view text) {
    // ASCII white space, then the others JavaScript knows, as UTF-8.
    static constexpr std::string_view kWide[] = {
        "\xC2\xA0", "\xEF\xBB\xBF", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE3\x80\x80"};
    for (bool again = true; again;) {
        again = false;
        const auto first = text.find_first_not_of(" \t\n\v\f\r");
        text.remove_prefix(first == std::string_view::npos ? text.size() : first);
        for (const auto space : kWide) {
            if (!text.starts_with(space)) continue;
            text.remove_prefix(space.size());
            again = true;
        }
    }
    return text;
}

std::string_view without_trailing_space(std::string_view text) {
    const auto last = text.find_last_not_of(" \t\n\v\f\r");
    return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

struct Prefix {
    double number = kNotANumber;
    std::size_t length = 0;  // 0: no number here
};

// Of a number that no double can hold: whether it is too small rather than too great.
bool is_tiny(std::string_view decimal) {
    const auto exponent_at = decimal.find_first_of("eE");
    if (exponent_at != std::string_view::npos) return decimal[exponent_at + 1] == '-';
    return decimal.find_first_of("123456789") > decimal.find('.');
}

// The longest decimal number that `text` starts with, sign and `Infinity` included.
Prefix decimal_prefix(std::string_view text) {
    std::size_t position = 0;
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) position = 1;
    const std::string_view rest = text.substr(position);
    const double sign = negative ? -1.0 : 1.0;
    if (rest.starts_with("Infinity")) return {sign * kInfinity, position + 8};

    const bool starts = !rest.empty() && (is_digit(rest[0]) ||
                                          (rest[0] == '.' && rest.size() > 1 && is_digit(rest[1])));
    if (!starts) return {};
    double number = 0.0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    const auto length = static_cast<std::size_t>(end - rest.data());
    if (error == std::errc::result_out_of_range) {
        number = is_tiny(rest.substr(0, length)) ? 0.0 : kInfinity;
    }
    return {sign * number, position + length};
}

double radix_number(std::string_view digits, int base) {
    double number = 0.0;
    if (digits.empty()) return kNotANumber;
    for (const char character : digits) {
        int digit = base;
        if (is_digit(character)) digit = character - '0';
        if (character >= 'a' && character <= 'f') digit = character - 'a' + 10;
        if (character >= 'A' && character <= 'F') digit = character - 'A' + 10;
        if (digit >= base) return kNotANumber;
        number = number * base + digit;
    }
    return number;
}

double text_to_number(std::string_view text) {
    text = without_trailing_space(without_leading_space(text));
    if (text.empty()) return 0.0;
    if (text.size() > 2 && text[0] == '0') {
        if (text[1] == 'x' || text[1] == 'X') return radix_number(text.substr(2), 16);
        if (text[1] == 'o' || text[1] == 'O') return radix_number(text.substr(2), 8);
        if (text[1] == 'b' || text[1] == 'B') return radix_number(text.substr(2), 2);
    }
    const Prefix prefix = decimal_prefix(text);
    return prefix.length == text.size() ? prefix.number : kNotANumber;
}

bool is_composite(const json::value& value) {
    return value.is_object() || value.is_array();
}

enum class Order { less, equal, greater, none };

Order order_of(double left, double right) {
    if (std::isnan(left) || std::isnan(right)) return Order::none;
    if (left == right) return Order::equal;
    return left < right ? Order::less : Order::greater;
}

Order order_of_texts(std::string_view left, std::string_view right) {
    const int byte_order = left.compare(right);
    if (byte_order == 0) return Order::equal;
    if (is_ascii(left) && is_ascii(right)) return byte_order < 0 ? Order::less : Order::greater;
    return to_utf16(left) < to_utf16(right) ? Order::less : Order::greater;
}

Order compare(const json::value* left, const json::value* right) {
    const bool left_text = left != nullptr && (left->is_string() || is_composite(*left));
    const bool right_text = right != nullptr && (right->is_string() || is_composite(*right));
    if (left_text && right_text) return order_of_texts(to_text(left), to_text(right));
    return order_of(to_number(left), to_number(right));
}

}  // namespace

bool truthy(const json::value* value) {
    if (value == nullptr) return false;
    switch (value->kind()) {
        case json::kind::null:
            return false;
        case json::kind::bool_:
            return value->get_bool();
        case json::kind::int64:
            return value->get_int64() != 0;
        case json::kind::uint64:
            return value->get_uint64() != 0;
        case json::kind::double_:
            return value->get_double() != 0.0 && !std::isnan(value->get_double());
        case json::kind::string:
            return !value->get_string().empty();
        case json::kind::array:
            return !value->get_array().empty();
        case json::kind::object:
            return true;
    }
    return false;
}

double to_number(const json::value* value) {
    if (value == nullptr) return kNotANumber;
    switch (value->kind()) {
        case json::kind::null:
            return 0.0;
        case json::kind::bool_:
            return value->get_bool() ? 1.0 : 0.0;
        case json::kind::int64:
            return static_cast<double>(value->get_int64());
        case json::kind::uint64:
            return static_cast<double>(value->get_uint64());
        case json::kind::double_:
            return value->get_double();
        case json::kind::string:
            return text_to_number(value->get_string());
        case json::kind::array:
            return text_to_number(to_text(value));
        case json::kind::object:
            return kNotANumber;
    }
    return kNotANumber;
}

double parse_float(const json::value* value) {
    if (value != nullptr && value->is_number()) {
        const double number = to_number(value);
        return number == 0.0 ? 0.0 : number;  // through text, where -0 is "0"
    }
    const std::string text = to_text(value);
    return decimal_prefix(without_leading_space(text)).number;
}

std::string to_text(const json::value* value) {
    if (value == nullptr) return "undefined";
    switch (value->kind()) {
        case json::kind::null:
            return "null";
        case json::kind::bool_:
            return value->get_bool() ? "true" : "false";
        case json::kind::int64:
        case json::kind::uint64:
        case json::kind::double_:
            return number_to_text(to_number(value));
        case json::kind::string:
            return std::string(value->get_string());
        case json::kind::object:
            return "[object Object]";
        case json::kind::array:
            break;
    }
    std::string text;
    bool first = true;
    for (const auto& element : value->get_array()) {
        if (!first) text += ',';
        first = false;
        if (!element.is_null()) text += to_text(&element);
    }
    return text;
}

bool loosely_equal(const json::value* left, const json::value* right) {
    const bool left_nothing = left == nullptr || left->is_null();
    const bool right_nothing = right == nullptr || right->is_null();
    if (left_nothing || right_nothing) return left_nothing && right_nothing;
    if (is_composite(*left) && is_composite(*right)) return left == right;
    if (left->is_string() && right->is_string()) return left->get_string() == right->get_string();
    const bool left_text = left->is_string() || is_composite(*left);
    const bool right_text = right->is_string() || is_composite(*right);
    if (left_text && right_text) return to_text(left) == to_text(right);
    return to_number(left) == to_number(right);
}

bool strictly_equal(const json::value* left, const json::value* right) {
    if (left == nullptr || right == nullptr) return left == right;
    if (left->is_number() && right->is_number()) return to_number(left) == to_number(right);
    if (left->kind() != right->kind()) return false;
    if (is_composite(*left)) return left == right;
    return *left == *right;
}

bool same_json(const json::value& left, const json::value& right) {
    if (left.is_number() && right.is_number()) return to_number(&left) == to_number(&right);
    if (left.is_array() && right.is_array()) {
        const auto& mine = left.get_array();
        const auto& theirs = right.get_array();
        return std::equal(mine.begin(), mine.end(), theirs.begin(), theirs.end(), same_json);
    }
    if (!left.is_object() || !right.is_object()) return left == right;
    const auto& theirs = right.get_object();
    if (left.get_object().size() != theirs.size()) return false;
    return std::all_of(left.get_object().begin(), left.get_object().end(), [&](const auto& member) {
        const auto* other = theirs.if_contains(member.key());
        return other != nullptr && same_json(member.value(), *other);
    });
}

bool less(const json::value* left, const json::value* right) {
    return compare(left, right) == Order::less;
}

bool less_or_equal(const json::value* left, const json::value* right) {
    const Order order = compare(left, right);
    return order == Order::less || order == Order::equal;
}

json::value number_value(double number) {
    const bool whole = std::trunc(number) == number && std::abs(number) <= kExactIntegerMax;
    const bool minus_zero = number == 0.0 && std::signbit(number);
    if (whole && !minus_zero) return static_cast<std::int64_t>(number);
    return number;
}

}  // namespace clarion::core::statechart::javascript
