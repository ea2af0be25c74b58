#include "adapters/http/web/look.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "adapters/http/web/drawing.hpp"

namespace clarion::http::web {

namespace {

constexpr double kContrastMin = 4.5;
constexpr std::size_t kMarkBytesMax = 4096;

struct Part {
    std::size_t at;
    double weight;
};
// Where red, green and blue stand in #rrggbb, and what each adds to the luminance (WCAG 2.2).
constexpr std::array<Part, 3> kParts{{{1, 0.2126}, {3, 0.7152}, {5, 0.0722}}};

bool is_hexadecimal(std::string_view colour) {
    return colour.size() == 7 && colour[0] == '#' &&
           colour.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

// Requires: is_hexadecimal(colour).
double luminance_of(std::string_view colour) {
    double sum = 0;
    for (const Part& part : kParts) {
        unsigned value = 0;
        const char* digits = colour.data() + part.at;
        std::from_chars(digits, digits + 2, value, 16);
        const double share = value / 255.0;
        sum += part.weight *
               (share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4));
    }
    return sum;
}

double contrast_with_white(std::string_view colour) {
    return 1.05 / (luminance_of(colour) + 0.05);
}

}  // namespace

std::string complaint_about_colour(std::string_view colour) {
    if (!is_hexadecimal(colour)) return "must be a colour such as " + std::string(kPlainColour);
    const double contrast = contrast_with_white(colour);
    if (contrast >= kContrastMin) return {};
    std::array<char, 96> words{};
    std::snprintf(
        words.data(),
        words.size(),
        "has a contrast of %.2f with white, and words need %.1f (WCAG 1.4.3): choose a darker one",
        contrast,
        kContrastMin
    );
    return words.data();
}

std::string complaint_about_mark(const std::string& svg) {
    if (drawing(svg).empty()) {
        return "must be one <svg> without scripts, styles, links or pictures of others";
    }
    if (svg.size() > kMarkBytesMax) {
        return "is larger than " + std::to_string(kMarkBytesMax) + " bytes, and is in every page";
    }
    const std::string_view opening(svg.data(), svg.find('>'));
    if (opening.find("aria-hidden=\"true\"") == std::string_view::npos ||
        opening.find("focusable=\"false\"") == std::string_view::npos) {
        return "needs aria-hidden=\"true\" and focusable=\"false\": the name beside it says it all";
    }
    return {};
}

Files in_colour(Files files, std::string_view colour) {
    for (auto& [name, bytes] : files) {
        if (!name.ends_with(".css")) continue;
        bytes.append(":root{--govuk-brand-colour:").append(colour).append("}");
    }
    return files;
}

}  // namespace clarion::http::web
