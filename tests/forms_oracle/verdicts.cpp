// Says `valid` or `invalid` for each line {file, value} on standard input, by the forms in the
// folder given, where the force is that the house's own profile speaks of.
#include <iostream>
#include <map>

#include "adapters/files/file_set.hpp"
#include "adapters/files/form_schemas.hpp"
#include "engine/core/json.hpp"

int main(int count, char** words) {
    if (count != 2) return 2;
    namespace json = clarion::core::json;
    clarion::files::FileSet house = clarion::files::read_folder(words[1], "schemas/forms/");
    house.merge(clarion::files::read_folder(CLARION_SOURCE_DIR "/workflows", "workflows/"));
    const clarion::files::FormSchemas forms(house);
    constexpr std::string_view kEnding = ".schema.json";
    for (std::string line; std::getline(std::cin, line);) {
        const json::value question = json::parse(line);
        std::string file(question.at("file").as_string());
        file.resize(file.size() - kEnding.size());
        const bool is_valid = forms.check(file, question.at("value")).empty();
        std::cout << (is_valid ? "valid\n" : "invalid\n");
    }
    return 0;
}
