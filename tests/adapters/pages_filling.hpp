// A short and complete form, filled in from the first page to the summary.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "tests/adapters/pages_house.hpp"

namespace clarion::test {

// By page, what a short and complete form says; pages without an entry are sent on empty.
inline std::string answer_for(const std::string& path) {
    if (path == "/q/1") return "&a1=no";
    if (path == "/q/3") return "&a1=partner";
    if (path == "/q/6") return "&a1=Quillon+Canary";
    if (path == "/q/7") return "&a1-day=27&a1-month=March&a1-year=1985";
    if (path == "/q/8") return "&a1=in_person";
    if (path == "/q/9") return "&a1=by_phone";
    if (path == "/q/10") return "&a1=07700+900+982";
    if (path == "/q/15") return "&a1=yes";
    if (path == "/q/18") return "&a1=Sam+Sample";
    if (path == "/q/28") return "&a1=yes";
    return {};
}

inline void fill_in(PlainBrowser& browser) {
    std::string next = header_of(browser.post("/begin", ""), "location");
    for (int guard = 0; next != "/answers" && guard < 60; ++guard) {
        REQUIRE(browser.get(next).status == 200);
        const http::Response taken = browser.post(next, "t=" + browser.token() + answer_for(next));
        CAPTURE(next);
        REQUIRE(taken.status == 303);
        next = header_of(taken, "location");
    }
    REQUIRE(browser.get("/answers").status == 200);
}

inline runtime::Answer taken(const runtime::Asked&) {
    runtime::Answered answered;
    answered.created = true;
    answered.document = {{"reference", "7K3M-2QXT-C"}, {"next", "initial_contact"}};
    return answered;
}

}  // namespace clarion::test
