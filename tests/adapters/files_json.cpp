// JSON files as people write them: what is wrong is told with file, place and pointer.
#include <doctest/doctest.h>

#include "adapters/files/bundle.hpp"
#include "adapters/files/file_set.hpp"
#include "adapters/files/json_text.hpp"

namespace files = clarion::files;

namespace {

template <class Act>
std::string problem_of(Act act) {
    try {
        act();
    } catch (const files::FileProblem& problem) {
        return problem.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("json files: a member named twice is refused with file, place and pointer") {
    const std::string text =
        "{\"limits\": {\n  \"case\": {\"value\": 28},\n  \"case\": {\"value\": 280}}}";

    CHECK(problem_of([&] {
              (void)files::parse_json_object("profile.json", text);
          }) == "profile.json:3:3: /limits/case: a member is named twice");
}

TEST_CASE("json files: no part of a house is read with a member lost") {
    const std::string twice = R"({"id": "x", "id": "y"})";
    const files::FileSet sound{
        {"workflows/s/route.v1.json", "{}"},
        {"workflows/s/profile.json", R"({"calendar": "c"})"},
        {"workflows/calendars/c.json", "{}"},
        {"workflows/catalogue/agencies.json", R"({"agencies": []})"},
        {"workflows/catalogue/systems.json", R"({"systems": []})"},
        {"schemas/forms/f.schema.json", "{}"}};
    CHECK(problem_of([&] { (void)files::make_bundles(sound); }) == "none");

    for (const auto& [path, text] : sound) {
        files::FileSet damaged = sound;
        damaged[path] = twice;
        CHECK(problem_of([&] {
                  (void)files::make_bundles(damaged);
              }) == path + ":1:13: /id: a member is named twice");
    }
}
