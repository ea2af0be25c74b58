// What goes over when a case goes on in another workflow: enough to be a whole form there.
#include <doctest/doctest.h>

#include "adapters/files/bundle.hpp"
#include "adapters/files/form_schemas.hpp"
#include "engine/core/cases/carry.hpp"
#include "tests/support/house_files.hpp"

namespace clarion::scenarios {

namespace {

namespace json = core::json;

// The params of every effect that opens a case, wherever it stands.
void collect_all(const json::value& written, std::vector<json::object>& found) {
    if (const auto* list = written.if_array()) {
        for (const json::value& item : *list)
            collect_all(item, found);
    }
    const json::object* object = written.if_object();
    if (object == nullptr) return;
    const json::value* type = object->if_contains("type");
    if (type != nullptr && *type == "open_linked_case") {
        found.push_back(object->at("params").as_object());
    }
    for (const auto& member : *object)
        collect_all(member.value(), found);
}

// Those that fill the form of another workflow.
void collect(const json::value& written, std::vector<json::object>& found) {
    std::vector<json::object> all;
    collect_all(written, all);
    for (json::object& params : all) {
        if (params.contains("form")) found.push_back(std::move(params));
    }
}

struct Ways {
    std::vector<json::object> effects;
    std::map<std::string, std::string> opened_with;  // by route
};

Ways ways_of(const files::FileSet& house) {
    Ways ways;
    for (const std::string& text : files::make_bundles(house)) {
        const json::object bundle = json::parse(text).as_object();
        const json::value& opening = bundle.at("definition").at("meta").at("opening");
        const std::string id(bundle.at("id").as_string());
        ways.opened_with[id.substr(id.find('.') + 1)] = opening.at("form").as_string();
        collect(bundle.at("definition"), ways.effects);
    }
    return ways;
}

core::statechart::Context asked(const json::object& request) {
    return core::statechart::Context(json::object{
        {"request", request}, {"contact_plan", request.at("contact")}});
}

}  // namespace

TEST_CASE("linked cases: what a request is turned into is a whole form of the other workflow") {
    const files::FileSet& house = test::house_files();
    const files::FormSchemas forms(house);
    const Ways ways = ways_of(house);
    json::object request = forms.schema("request").at("examples").as_array().at(0).as_object();
    SUBCASE("asked for oneself") {}
    SUBCASE("asked for somebody else") {
        request["asking_about"] = "someone_i_know";
        request["how_you_know"] = "friend";
        request["they_know"] = "no";
        request["person_at_risk"] = {{"name", "Robin Sample"}, {"birth_date", "1991-06-14"}};
    }
    REQUIRE(forms.check("request", request).empty());
    const std::string at_risk = request.contains("person_at_risk") ? "person_at_risk" : "applicant";

    REQUIRE_FALSE(ways.effects.empty());
    for (const json::object& params : ways.effects) {
        const core::Carried carried = core::carry(asked(request), params);

        const std::string& form = ways.opened_with.at(std::string(params.at("route").as_string()));
        for (const core::FieldError& error : forms.check(form, carried.form))
            CHECK_MESSAGE(false, error.field << ": " << error.message);
        CHECK(carried.form.at("person_at_risk").at("name") == request.at(at_risk).at("name"));
        CHECK(carried.form.at("subject").at("name") == request.at("subject").at("name"));
        CHECK_FALSE(json::serialize(carried.form).find("07700") != std::string::npos);
        CHECK(carried.context.contains("contact_plan"));
    }
}

TEST_CASE("linked cases: what is opened again begins with what is new") {
    const core::statechart::Context closed(json::object{
        {"request", {{"danger_now", "no"}}},
        {"reopenings", json::array{json::object{{"source", "arrest"}}}},
        {"reopening", {{"source", "arrest"}}}});
    int reopens = 0;
    for (const char* route : {"right-to-ask", "right-to-know"}) {
        const std::filesystem::path root = CLARION_SOURCE_DIR;
        const auto path = root / ("workflows/dvds/" + std::string(route) + ".v1.json");
        std::vector<json::object> effects;
        collect_all(json::parse(files::read_file(path)), effects);
        for (const json::object& params : effects) {
            const json::value* relation = params.if_contains("relation");
            if (relation == nullptr || *relation != "reopened_as") continue;
            ++reopens;
            CHECK(core::carry(closed, params).context.contains("reopening"));
        }
    }
    CHECK(reopens == 4);
}

}  // namespace clarion::scenarios
