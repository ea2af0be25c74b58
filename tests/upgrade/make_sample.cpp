// Makes the store of a sample: one case that has just come, one that agencies are asked about, one
// closed. Run by tests/upgrade/make_sample.
#include <iostream>

#include "adapters/keys/key_file.hpp"
#include "tests/upgrade/sample_house.hpp"

int main(int count, char** words) {
    if (count != 2) {
        std::cerr << "usage: make_sample FOLDER\n";
        return 2;
    }
    using namespace clarion;
    const std::filesystem::path folder = words[1];
    std::filesystem::create_directories(folder);
    keys::create_key_file(folder / "keys/clarion.keys", "2026");
    test::SampleHouse house(folder);
    std::vector<std::string> references;
    for (const char* name : {"Sam Sample", "Sean Miller", "Kim Frost"}) {
        const auto answer = house.submit(name);
        references.emplace_back(
            std::get<runtime::Answered>(answer).document.at("reference").as_string()
        );
    }
    for (const std::size_t at : {std::size_t{1}, std::size_t{2}}) {
        (void)house.act("ines", "intake_officer", references[at], "triage", {{"grade", "low"}});
        (void)house.act(
            "cora",
            "coordinator",
            references[at],
            "ask_agencies",
            {{"agencies", test::json::array{"health"}}}
        );
    }
    (void)house.act("cora", "coordinator", references[2], "conclude", {});
    (void)house.act("dana", "decision_maker", references[2], "approve", {{"code", "disclosed"}});
    std::cout << house.said();
    return house.checked().faults == 0 ? 0 : 1;
}
