#include <doctest/doctest.h>

#include "adapters/http/web/look.hpp"

namespace clarion::http::web {
namespace {

constexpr const char* kMark =
    R"(<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" focusable="false"><path d="M0 0h9"/></svg>)";

TEST_CASE("look: a colour on which white words cannot be read is refused, with the figure") {
    for (const char* readable : {"#1a3a5c", "#000000", "#767676", "#AA0000"}) {
        CAPTURE(readable);
        CHECK(complaint_about_colour(readable).empty());
    }
    // 4.48 to 1: the lightest grey but one.
    CHECK(complaint_about_colour("#777777").find("4.48") != std::string::npos);
    CHECK(complaint_about_colour("#ffdd00").find("WCAG 1.4.3") != std::string::npos);
    for (const char* no_colour : {"", "red", "#fff", "#12345g", "#1a3a5c;}", "1a3a5c0"}) {
        CAPTURE(no_colour);
        CHECK(complaint_about_colour(no_colour).find("such as #1a3a5c") != std::string::npos);
    }
}

TEST_CASE("look: a mark is a small drawing that runs nothing and is not read out") {
    const std::string mark = kMark;
    CHECK(complaint_about_mark(mark).empty());
    CHECK_FALSE(complaint_about_mark("<svg onload=\"x()\"></svg>").empty());
    CHECK_FALSE(complaint_about_mark("<p>no drawing</p>").empty());
    CHECK_FALSE(complaint_about_mark("<svg></svg>").empty());
    std::string large = mark;
    large.insert(large.find("<path"), std::string(4096, ' '));
    CHECK(complaint_about_mark(large).find("4096") != std::string::npos);
}

TEST_CASE("look: the style sheets take the colour, other files stay as they are") {
    const Files files = in_colour({{"a.css", "p{}"}, {"a.svg", "<svg/>"}}, "#123456");
    CHECK(files.at("a.css") == "p{}:root{--govuk-brand-colour:#123456}");
    CHECK(files.at("a.svg") == "<svg/>");
}

}  // namespace
}  // namespace clarion::http::web
