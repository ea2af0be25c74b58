// What is printed of an entry, and what a text term finds in one.
#include <doctest/doctest.h>

#include "engine/core/audit/entry_text.hpp"
#include "engine/core/audit/utf8.hpp"

namespace core = clarion::core;
namespace json = core::json;

TEST_CASE("texts: what a terminal would obey is shown, not done") {
    CHECK(
        core::shown_text("plain, \xC3\xA9, \xF0\x9F\x98\x80 a\\b") ==
        "plain, \xC3\xA9, \xF0\x9F\x98\x80 a\\b"
    );
    CHECK(core::shown_text("\x1B[2J\n\x7F") == "\\u001b[2J\\u000a\\u007f");
    CHECK(core::shown_text(std::string(1, '\0')) == "\\u0000");
    CHECK(
        core::shown_text("\xC2\x9B"
                         "31m") == "\\u009b31m"
    );
    CHECK(
        core::shown_text("a\xE2\x80\xAE"
                         "b\xEF\xBB\xBF") == "a\\u202eb\\ufeff"
    );
    CHECK(
        core::shown_text("\xFF"
                         "a\xC3") == "\\xffa\\xc3"
    );
    CHECK(core::shown_text("\xED\xA0\x80") == "\\xed\\xa0\\x80");
}

TEST_CASE("texts: characters are counted, and the first that is none is found") {
    CHECK(core::count_characters("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80") == 4);
    CHECK(core::plain_length("a\xC3\xA9") == 3);
    CHECK(core::plain_length("a\tb") == 1);
    CHECK(core::plain_length("a\xC2\x85") == 1);
    CHECK(core::plain_length("ab\xC3") == 2);
}

TEST_CASE("texts: an entry says what its words hold and what its codes are") {
    const json::object entry{
        {"actor", "k3-token"},
        {"cls", "alteration"},
        {"det", "c2VhbGVk"},
        {"out", "ok"},
        {"recipient", "recipient_named"},
        {"seq", 7},
        {"subj", "case-token"},
        {"type", "approve_decision"},
        {"why", "duty"}};
    for (const char* text :
         {"approve_decision",
          "Approve Decision",
          "E_D",
          "alter",
          "ok",
          "duty",
          "k3-token",
          "case-token",
          "recipient_named"}) {
        CAPTURE(text);
        CHECK(core::entry_says(entry, text));
    }
    for (const char* text : {"token", "k3", "recipient", "c2VhbGVk", "7", "approve-decision"}) {
        CAPTURE(text);
        CHECK_FALSE(core::entry_says(entry, text));
    }
}
