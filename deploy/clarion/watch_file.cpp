#include "deploy/clarion/watch_file.hpp"

#include "adapters/files/file_set.hpp"
#include "adapters/files/json_text.hpp"
#include "engine/core/reference.hpp"

namespace clarion::deploy {

namespace json = core::json;

namespace {

std::vector<std::string> texts_in(
    const std::filesystem::path& path, const json::object& object, std::string_view key
) {
    std::vector<std::string> texts;
    const json::value* list = object.if_contains(key);
    if (list == nullptr) return texts;
    const json::array* entries = list->if_array();
    for (const json::value& entry : entries == nullptr ? json::array{nullptr} : *entries) {
        if (!entry.is_string())
            throw files::FileProblem(path.string() + ": `" + std::string(key) + "` lists texts");
        texts.emplace_back(entry.get_string());
    }
    return texts;
}

}  // namespace

runtime::WatchSettings read_watch_file(const std::filesystem::path& path) {
    runtime::WatchSettings settings;
    if (!std::filesystem::exists(path)) return settings;
    const auto others =
        std::filesystem::status(path).permissions() & std::filesystem::perms::others_all;
    if (others != std::filesystem::perms::none)
        throw files::FileProblem(path.string() + ": others can read it; run `chmod 600`");
    const json::object written =
        files::parse_json_object(path.string(), files::read_file(path.string()));
    for (const std::string& canary : texts_in(path, written, "canaries")) {
        const auto reference = core::parse_reference(canary);
        if (!reference) throw files::FileProblem(path.string() + ": a canary is no reference");
        settings.canaries.insert(*reference);
    }
    const json::value* staff = written.if_contains("staff");
    if (staff == nullptr) return settings;
    if (!staff->is_array()) throw files::FileProblem(path.string() + ": `staff` is a list");
    for (const json::value& entry : staff->get_array()) {
        const json::object* record = entry.if_object();
        const json::value* person = record == nullptr ? nullptr : record->if_contains("person");
        if (person == nullptr || !person->is_string())
            throw files::FileProblem(path.string() + ": each of `staff` names its `person`");
        settings.staff[core::PersonId{std::string(person->get_string())}] = {
            .surnames = texts_in(path, *record, "surnames"),
            .postcodes = texts_in(path, *record, "postcodes"),
            .telephones = texts_in(path, *record, "telephones")};
    }
    return settings;
}

}  // namespace clarion::deploy
