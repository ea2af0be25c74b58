// What goes into an agency's paper, and what never does.
#include "engine/core/cases/agency_packs.hpp"

#include <doctest/doctest.h>

#include "tests/core/audit/openssl_functions.hpp"

namespace {

namespace json = clarion::core::json;
using clarion::core::AgencyPack;

const json::object kForms = json::parse(R"({"request":{"properties":{
    "subject":{"properties":{
        "name":{"x-class":"police"},"address":{"x-class":"safety"},
        "cars":{"items":{"properties":{
            "plate":{"x-class":"police"},"seen":{"x-class":"casework"}}}}}},
    "asker":{"$ref":"#/$defs/asker"}},
    "$defs":{"asker":{"properties":{"name":{"x-class":"existence"}}}}}})")
                                .as_object();

const clarion::core::statechart::Context kContext(json::parse(R"({"request":{
    "subject":{"name":"Sam Sample","address":"1 Example Street","by":"not of the form",
        "cars":[{"plate":"EX1 MPL","seen":"Monday"}]},
    "asker":{"name":"Alex Example"}}})")
                                                      .as_object());

clarion::core::PaperTools tools() {
    return {
        .schema_of = [](std::string_view form) -> const json::object* {
            const auto* found = kForms.if_contains(form);
            return found == nullptr ? nullptr : found->if_object();
        },
        .sha256 = clarion::test::openssl_sha256(),
    };
}

// The papers for one agency that sees `sees`.
AgencyPack pack_with(const char* sees, const char* referral) {
    clarion::core::Process process;
    process.opening.form = "request";
    process.catalogue["agencies"] =
        json::array{json::object{{"id", "health"}, {"sees", json::parse(sees)}}};
    return clarion::core::packs_for(process, kContext, json::parse(referral).as_object(), tools())
        .at(0);
}

constexpr const char* kReferral =
    R"({"agencies":["health"],"question":"What?","pack_summary":"A summary",
        "pack_version":1,"urgent":"no"})";
constexpr const char* kPolice =
    R"([{"part":"request.subject","form":"request","classes":["police"]}])";

}  // namespace

TEST_CASE("papers: an agency is told the classes it may see of the parts it may see, and no more") {
    const AgencyPack pack = pack_with(kPolice, kReferral);

    CHECK(
        json::serialize(pack.paper.at("told")) ==
        R"({"request.subject":{"name":"Sam Sample","cars":[{"plate":"EX1 MPL"}]}})"
    );
    CHECK(
        pack.withheld ==
        std::vector<std::string>{"request.subject/address", "request.subject/cars/0/seen"}
    );
}

TEST_CASE("papers: who sees nothing is told nothing but the words addressed to it") {
    const AgencyPack pack = pack_with("[]", kReferral);

    CHECK(json::serialize(pack.paper.at("told")) == "{}");
    CHECK(pack.paper.at("summary") == "A summary");
    CHECK(json::serialize(pack.paper).find("Sam") == std::string::npos);
}

TEST_CASE("papers: a part behind a reference is found, and one that is not there is left out") {
    const char* sees = R"([{"part":"request.asker","form":"request","classes":["existence"]},
        {"part":"request.nobody","form":"request","classes":["existence"]},
        {"part":"request.subject","form":"unknown","classes":["police"]}])";

    CHECK(
        json::serialize(pack_with(sees, kReferral).paper.at("told")) ==
        R"({"request.asker":{"name":"Alex Example"}})"
    );
}

TEST_CASE("papers: any change of a paper changes its hash, and the same paper has the same") {
    const std::string first = pack_with(kPolice, kReferral).hash;

    CHECK(first.size() == 64);
    CHECK(pack_with(kPolice, kReferral).hash == first);
    CHECK(pack_with("[]", kReferral).hash != first);
    CHECK(
        pack_with(
            kPolice,
            R"({"agencies":["health"],"question":"What?","pack_summary":"Another",
                "pack_version":1,"urgent":"no"})"
        )
            .hash != first
    );
}

TEST_CASE("papers: words for one agency alone reach only it") {
    constexpr const char* kBoth = R"({"agencies":["health","housing"],
        "notes_for":[{"agency":"housing","note":"For you alone"}]})";
    clarion::core::Process process;
    process.opening.form = "request";

    const auto packs =
        clarion::core::packs_for(process, kContext, json::parse(kBoth).as_object(), tools());

    REQUIRE(packs.size() == 2);
    CHECK(packs[0].paper.at("note").is_null());
    CHECK(packs[1].paper.at("note") == "For you alone");
}

TEST_CASE("papers: who declared a conflict of interest is known by person, in every round") {
    const clarion::core::statechart::Context context(
        {{"conflicts", json::array{json::object{{"by", json::object{{"person", "hari"}}}}}}}
    );

    CHECK(clarion::core::has_declared_conflict(context, clarion::core::PersonId{"hari"}));
    CHECK_FALSE(clarion::core::has_declared_conflict(context, clarion::core::PersonId{"hope"}));
    CHECK_FALSE(clarion::core::has_declared_conflict({}, clarion::core::PersonId{"hari"}));
}
