// What is sealed stays so by other roads: a request about the same people is sealed for the same
// readers, and no other case names a sealed one to who may not know of it.
#include <doctest/doctest.h>

#include "engine/core/access/redaction.hpp"
#include "engine/core/reference.hpp"
#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

using Lines = std::vector<std::string>;

json::object about(json::object subject, json::object applicant) {
    json::object form = a_request();
    form["subject"] = std::move(subject);
    form["applicant"] = std::move(applicant);
    return form;
}

const json::object kSam{{"name", "Sam Sample"}, {"birth_date", "1988-05-12"}};
const json::object kUndated{{"name", "Sam Sample"}};
const json::object kAlex{{"name", "Alex Example"}, {"birth_date", "1994-03-27"}};
const json::object kRobin{{"name", "Robin Other"}, {"birth_date", "1990-01-02"}};

struct Sealing : House {
    Sealing() { restart({trial_bundle(), comparing_bundle()}); }

    std::string sealed(json::array readers) {
        std::string reference = submit();
        done(coordinator, reference, "seal_case", {{"readers", std::move(readers)}});
        return reference;
    }
    Lines walls_of(const std::string& reference) { return row_of(reference).walls; }
};

}  // namespace

TEST_CASE("sealed again: a request about the people of a sealed case is sealed for its readers") {
    Sealing house;
    (void)house.sealed({"rhys"});
    (void)house.take_deliveries();
    const std::size_t logged = house.logged();

    const std::string again = house.submit();

    CHECK(house.walls_of(again) == Lines{"reader:cora", "reader:rhys", "sealed"});
    CHECK(house.log_after(logged) == "request_received/ok, sealed_like_another/ok");
    CHECK(house.world.disk.now.log.back().entry.actor == core::system_principal().audit_ref);
    const auto opened = house.ask(house.officer, runtime::OpenCase{again});
    CHECK(describe(opened) == "refused not_found");
    CHECK(document(house.ask(house.researcher, runtime::OpenCase{again})).contains("request"));
    // Who sealed the first is who sealed this one, as far as opening it goes.
    CHECK(text(house.context_of(again).at("seal").at("by").at("person")) == "cora");
}

TEST_CASE("sealed again: supervisors are told that a case was sealed, and not which") {
    Sealing house;
    const std::string first = house.sealed({});
    (void)house.take_deliveries();

    const std::string again = house.submit();

    int told = 0;
    for (const auto& job : house.take_deliveries()) {
        if (!job.message || job.message->way != "staff") continue;
        ++told;
        for (const std::string& reference : {first, again}) {
            CHECK(job.message->address.find(reference) == std::string::npos);
            CHECK(job.message->template_id.find(reference) == std::string::npos);
        }
    }
    CHECK(told > 0);
}

TEST_CASE("sealed again: one name is many people's, another subject is another matter") {
    Sealing house;
    (void)house.sealed({"rhys"});
    const auto is_sealed = [&house](json::object form) {
        return !house.walls_of(house.submit(std::move(form))).empty();
    };

    CHECK(is_sealed(about(kSam, kRobin)));
    CHECK(is_sealed(about(kUndated, kAlex)));
    CHECK_FALSE(is_sealed(about({{"name", "Kim Third"}, {"birth_date", "1977-07-07"}}, kAlex)));
    CHECK_FALSE(is_sealed(about({{"name", "Sam Sample"}, {"birth_date", "1971-02-03"}}, kRobin)));
    // All that is the same is a name; two sealed cases have it by now.
    CHECK_FALSE(is_sealed(about(kUndated, {{"name", "Toni Fourth"}})));
}

TEST_CASE("sealed again: of several sealed cases all readers are let in, and nobody they concern") {
    Sealing house;
    const std::string first = house.submit();
    const std::string second = house.submit();
    house.done(
        house.coordinator,
        first,
        "seal_case",
        {{"readers", json::array{"rhys"}}, {"concerns", json::array{"otis"}}}
    );
    house.done(house.coordinator, second, "seal_case", {{"readers", json::array{"ines"}}});

    const std::string again = house.submit();

    CHECK(
        house.walls_of(again) ==
        Lines{"conflict:otis", "reader:cora", "reader:ines", "reader:rhys", "sealed"}
    );
}

TEST_CASE("sealed again: an unsealed case seals nothing, and who asks hears the same") {
    Sealing house;
    const auto answer = [&house] {
        runtime::SubmitRequest asked{
            json::value(a_request()), house.fresh_key(), "online", "en", {}};
        std::string said = describe(house.ask(house.front, std::move(asked)));
        const auto at = said.find("reference") + 12;
        const std::string reference = said.substr(at, said.find('"', at) - at);
        house.do_later();
        return std::pair(said.replace(at, reference.size(), "."), reference);
    };
    const auto before = answer();
    CHECK(house.walls_of(answer().second).empty());
    house.done(house.coordinator, before.second, "seal_case", {{"readers", json::array{"rhys"}}});
    const auto after = answer();

    CHECK(after.first == before.first);
    CHECK(house.walls_of(after.second).size() == 3);
}

TEST_CASE("mentions: a case that was walled later is named to nobody who may not know of it") {
    House house;
    const std::string hidden = house.submit();
    const std::string own = house.submit();
    const std::string nobodys = core::format_reference(core::make_reference("22222222"));
    const std::string note = "Goes with " + hidden + ", see 1-2. Not " + nobodys;
    house.done(
        house.coordinator,
        own,
        "seal_case",
        {{"readers", json::array{"rhys", "otis"}}, {"twin", hidden}, {"note", note}}
    );
    const auto shown = [&](const core::Principal& who, const char* field) {
        const auto opened = house.ask(who, runtime::OpenCase{own});
        return text(document(opened).at("record").at("seal").at(field));
    };
    const std::string dots(core::kCoveredText);
    const std::string known = "Goes with " + hidden + ", see 1-2. Not " + dots;
    CHECK(shown(house.officer, "twin") == hidden);
    CHECK(shown(house.officer, "note") == known);

    house.done(house.coordinator, hidden, "seal_case", {{"readers", json::array{"rhys"}}});

    CHECK(shown(house.researcher, "twin") == hidden);
    CHECK(shown(house.researcher, "note") == known);
    CHECK(shown(house.officer, "twin") == dots);
    CHECK(shown(house.officer, "note") == "Goes with " + dots + ", see 1-2. Not " + dots);
    // What is stored is as it was written.
    CHECK(text(house.context_of(own).at("seal").at("twin")) == hidden);
}

}  // namespace clarion::test
