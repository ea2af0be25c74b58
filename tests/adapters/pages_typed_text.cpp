#include <doctest/doctest.h>

#include <random>

#include "adapters/files/text_rules.hpp"
#include "adapters/http/intake/typed_text.hpp"

namespace clarion::http::intake {
namespace {

TEST_CASE("typed text: spaces at the ends and in rows go, lines stay where they may be written") {
    CHECK(typed_text("  Alex \t Example \r\n", false) == "Alex Example");
    CHECK(typed_text("one\r\n\r\n  two \n", true) == "one\n\ntwo");
    CHECK(typed_text("one\rtwo", true) == "one\ntwo");
    CHECK(typed_text("one\r\ntwo", false) == "one two");
    CHECK(typed_text("one\xE2\x80\xA8two\xC2\x85three", true) == "one\ntwo\nthree");
    CHECK(typed_text(" \r\n \t", true).empty());
}

TEST_CASE("typed text: what nobody sees or means to write is gone") {
    // As a telephone's address book copies a number.
    CHECK(typed_text("\xE2\x80\xAA+44 7700 900982\xE2\x80\xAC", false) == "+44 7700 900982");
    CHECK(
        typed_text(
            "\xEF\xBB\xBF"
            "Alex",
            false
        ) == "Alex"
    );
    CHECK(typed_text(std::string("Al\0e\x1B\x7Fx", 7), false) == "Alex");
    CHECK(
        typed_text(
            "Al\xC2\x90"
            "ex\xEF\xBF\xBF\xEF\xB7\x90",
            false
        ) == "Alex"
    );
    CHECK(
        typed_text(
            "\xE2\x81\xA6"
            "Alex\xE2\x81\xA9",
            false
        ) == "Alex"
    );
}

TEST_CASE("typed text: everything else stays byte for byte") {
    for (const char* text : {
             "Ni\xC3\xA1mh O'Connor-<Smith> \"Nia\" & {Co}",
             "\xD9\x85\xD8\xB1\xD9\x8A\xD9\x85",
             "\xF0\x9F\x91\xA9\xF0\x9F\x8F\xBD\xE2\x80\x8D\xF0\x9F\x9A\x92",
             "e\xCC\x81",
             "\xC2\xA0\xE2\x80\x8B",
         }) {
        CAPTURE(text);
        CHECK(typed_text(text, false) == text);
        CHECK(typed_text(text, true) == text);
    }
}

std::string utf8_of(char32_t point) {
    std::string bytes;
    const auto add = [&bytes](char32_t byte) { bytes += static_cast<char>(byte); };
    if (point < 0x80) {
        add(point);
    } else if (point < 0x800) {
        add(0xC0 | (point >> 6));
        add(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        add(0xE0 | (point >> 12));
        add(0x80 | ((point >> 6) & 0x3F));
        add(0x80 | (point & 0x3F));
    } else {
        add(0xF0 | (point >> 18));
        add(0x80 | ((point >> 12) & 0x3F));
        add(0x80 | ((point >> 6) & 0x3F));
        add(0x80 | (point & 0x3F));
    }
    return bytes;
}

TEST_CASE(
    "typed text: nothing is left that the rules would refuse, and reading again changes nothing"
) {
    std::mt19937 random(20261122);
    // Small points, where most rules lie, more often than others.
    constexpr char32_t kEnds[] = {0x30, 0xB0, 0x2100, 0xFFFF, 0x10FFFF};
    const auto point = [&]() -> char32_t {
        const char32_t end = kEnds[random() % std::size(kEnds)];
        const char32_t any = static_cast<char32_t>(random()) % (end + 1);
        return any >= 0xD800 && any <= 0xDFFF ? U'x' : any;
    };
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        for (std::size_t length = random() % 12; length > 0; --length)
            text += utf8_of(point());
        for (const bool several_lines : {false, true}) {
            const std::string once = typed_text(text, several_lines);
            CAPTURE(text);
            REQUIRE(files::has_good_characters(once, several_lines));
            REQUIRE(typed_text(once, several_lines) == once);
        }
    }
}

}  // namespace
}  // namespace clarion::http::intake
