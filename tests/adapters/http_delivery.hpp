// The five ways in which the same bytes can arrive.
#pragma once

#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace clarion::test {

enum class Delivery { whole, byte_by_byte, line_by_line, at_random, inside_crlf };

inline constexpr std::array kDeliveries{
    Delivery::whole,
    Delivery::byte_by_byte,
    Delivery::line_by_line,
    Delivery::at_random,
    Delivery::inside_crlf};

[[nodiscard]] inline std::string_view describe(Delivery delivery) {
    switch (delivery) {
        case Delivery::whole:
            return "whole";
        case Delivery::byte_by_byte:
            return "byte by byte";
        case Delivery::line_by_line:
            return "line by line";
        case Delivery::at_random:
            return "at random";
        case Delivery::inside_crlf:
            return "inside CR LF";
    }
    return "";
}

// Splits behind every place where `ends` says so.
template <typename Ends>
[[nodiscard]] std::vector<std::string> split_where(std::string_view text, Ends ends) {
    std::vector<std::string> pieces(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        pieces.back() += text[i];
        if (i + 1 < text.size() && ends(text[i])) pieces.emplace_back();
    }
    return pieces;
}

[[nodiscard]] inline std::vector<std::string> split(std::string_view text, Delivery delivery) {
    std::mt19937 random(20261122);  // the same splits in every run
    switch (delivery) {
        case Delivery::whole:
            return {std::string(text)};
        case Delivery::byte_by_byte:
            return split_where(text, [](char) { return true; });
        case Delivery::line_by_line:
            return split_where(text, [](char c) { return c == '\n'; });
        case Delivery::at_random:
            return split_where(text, [&random](char) { return random() % 7 == 0; });
        case Delivery::inside_crlf:
            return split_where(text, [](char c) { return c == '\r'; });
    }
    return {};
}

}  // namespace clarion::test
