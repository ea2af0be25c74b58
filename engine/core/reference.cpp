#include "engine/core/reference.hpp"

#include "engine/core/ensure.hpp"

namespace clarion::core {

namespace {

constexpr std::size_t kGroup = 4;

std::optional<std::size_t> place_of(char letter) {
    const auto place = kReferenceAlphabet.find(letter);
    if (place == std::string_view::npos) return std::nullopt;
    return place;
}

char upper(char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

}  // namespace

char check_character(std::string_view body) {
    constexpr std::size_t kSize = kReferenceAlphabet.size();
    std::size_t product = kSize;
    for (const char letter : body) {
        const auto place = place_of(letter);
        ensure(place.has_value(), "a reference is made of its alphabet");
        std::size_t sum = (product + *place) % kSize;
        if (sum == 0) sum = kSize;
        product = (sum * 2) % (kSize + 1);
    }
    return kReferenceAlphabet[(kSize + 1 - product) % kSize];
}

Reference make_reference(std::string_view body) {
    ensure(body.size() == kReferenceBodyLength, "a reference has eight characters and a check");
    return {std::string(body) + check_character(body)};
}

std::optional<Reference> parse_reference(std::string_view written) {
    std::string text;
    for (const char letter : written) {
        if (letter == '-' || letter == ' ') continue;
        if (!place_of(upper(letter)) || text.size() > kReferenceBodyLength) return std::nullopt;
        text += upper(letter);
    }
    if (text.size() != kReferenceBodyLength + 1) return std::nullopt;
    const std::string_view body = std::string_view(text).substr(0, kReferenceBodyLength);
    if (text.back() != check_character(body)) return std::nullopt;
    return Reference{text};
}

std::string format_reference(const Reference& reference) {
    const std::string& text = reference.text;
    if (text.size() != kReferenceBodyLength + 1) return text;
    return text.substr(0, kGroup) + "-" + text.substr(kGroup, kGroup) + "-" +
           text.substr(kReferenceBodyLength);
}

}  // namespace clarion::core
