// A word from nobody knows whom that contact is no longer safe: it holds what it means, and its
// answer is the same whatever it finds.
#include <doctest/doctest.h>

#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

// The answer; what it did not wait for is done as well.
runtime::Answer report(House& house, runtime::ReportContactUnsafe said) {
    runtime::Answer answer = house.ask(core::public_applicant(), std::move(said));
    house.do_later();
    return answer;
}

bool is_held(House& house, const std::string& reference) {
    return house.states_of(reference).find("contact.held") != std::string::npos;
}

}  // namespace

TEST_CASE("contact reports: found by the reference, however it is written") {
    House house;
    const std::string one = house.submit();
    const std::string other = house.submit();
    std::string written = one;
    for (char& letter : written)
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));

    CHECK(
        describe(report(
            house,
            {.reference = written, .name = {}, .birth_date = {}, .what_changed = {}, .safe_way = {}}
        )) == "ok {}"
    );

    CHECK(is_held(house, one));
    CHECK_FALSE(is_held(house, other));
}

TEST_CASE("contact reports: found by who asked, as names sound, day and month either way round") {
    for (const auto& [name, born] :
         {std::pair{"Alex Example", "1994-03-27"}, std::pair{"EXAMPLE, Aleks", "1994-03-27"}}) {
        House house;
        const std::string reference = house.submit();
        CHECK(describe(report(house, in_the_name_of(name, born))) == "ok {}");
        CHECK(is_held(house, reference));
    }
    House house;
    json::object form = a_request();
    form["applicant"] = json::object{{"name", "Cher"}, {"birth_date", "1994-03-07"}};
    const std::string reference = house.submit(form);
    CHECK(describe(report(house, in_the_name_of("Cher", "1994-07-03"))) == "ok {}");
    CHECK(is_held(house, reference));
}

TEST_CASE("contact reports: what finds nothing, and one in the subject's own name, change nothing"
) {
    House house;
    const std::string reference = house.submit();
    for (const runtime::ReportContactUnsafe& said :
         {in_the_name_of("Sam Sample", "1988-05-12"),
          in_the_name_of("Alex Example", "1994-03-26"),
          in_the_name_of("Robin Riskless", "1994-03-27"),
          in_the_name_of("Alex Example", ""),
          runtime::ReportContactUnsafe{"7K3M-2QXT-C", "", "", "", ""},
          runtime::ReportContactUnsafe{"", "", "", "", ""}}) {
        const std::size_t logged = house.logged();
        CHECK(describe(report(house, said)) == "ok {}");
        CHECK(
            house.log_after(logged) == "contact_report_received/ok, contact_report_without_case/ok"
        );
    }
    CHECK_FALSE(is_held(house, reference));
}

TEST_CASE("contact reports: an agreed message that waits is not sent any more; words are kept") {
    House house;
    const std::string reference = house.submit();
    house.done(house.officer, reference, "call_back");
    (void)report(house, in_the_name_of("Alex Example", "1994-03-27"));

    CHECK(house.take_deliveries().empty());

    const json::object kept =
        house.context_of(reference).at("contact_reports").as_array().at(0).as_object();
    CHECK(text(kept.at("what_changed")) == "Somebody reads my mail.");
}

TEST_CASE("contact reports: the log does not say that the applicant did it") {
    House house;
    (void)house.submit();
    const std::size_t logged = house.logged();
    (void)report(house, in_the_name_of("Alex Example", "1994-03-27"));
    CHECK(house.log_after(logged) == "contact_report_received/ok, contact_reported_unsafe/ok");
    CHECK(house.world.disk.now.log.back().entry.actor != core::public_applicant().audit_ref);
}

}  // namespace clarion::test
