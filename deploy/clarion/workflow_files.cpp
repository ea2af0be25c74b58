#include "deploy/clarion/workflow_files.hpp"

#include <charconv>
#include <map>

#include "adapters/files/bundle.hpp"
#include "adapters/files/json_text.hpp"
#include "adapters/files/scheme.hpp"
#include "deploy/clarion/definition_lint.hpp"
#include "deploy/clarion/exit_codes.hpp"
#include "deploy/clarion/house.hpp"
#include "engine/core/statechart/reader.hpp"

namespace clarion::deploy {

namespace {

namespace fs = std::filesystem;
namespace json = core::json;
namespace statechart = core::statechart;

std::string text_at(const json::object& object, std::string_view key) {
    const auto* found = object.if_contains(key);
    return found != nullptr && found->is_string() ? std::string(found->get_string())
                                                  : std::string();
}

int number_of(const std::string& version) {
    int number = 0;
    std::from_chars(version.data(), version.data() + version.size(), number);
    return number;
}

WorkflowVersion compiled(const std::string& name, json::object bundle) {
    const auto* written = bundle.if_contains("definition");
    auto definition = statechart::read_definition(
        written == nullptr ? json::value() : *written, statechart::Dialect::published
    );
    if (!definition) refuse_file(name, definition.error());
    return {std::move(bundle), std::move(definition).value()};
}

// right-to-ask.v2.json is version 2 of SCHEME.right-to-ask; a file of any other name takes both
// from what it says of itself.
files::WrittenDefinition identity_of(
    const fs::path& path, const std::string& scheme, json::object definition
) {
    const std::string stem = path.stem().string();
    const auto mark = stem.rfind(".v");
    files::WrittenDefinition written;
    written.id = scheme + "." + (mark == std::string::npos ? stem : stem.substr(0, mark));
    written.version =
        mark == std::string::npos ? text_at(definition, "version") : stem.substr(mark + 2);
    written.definition = std::move(definition);
    return written;
}

WorkflowVersion from_file(const fs::path& path) {
    json::object document = load_workflow_json(path);
    if (document.contains("definition")) return compiled(path.string(), std::move(document));
    const files::FileSet house = house_around(path);
    const std::string scheme = scheme_of(path, house);
    auto written = identity_of(path, scheme, std::move(document));
    return compiled(path.string(), files::bundle_with(house, scheme, std::move(written)));
}

std::vector<std::string> built_in_bundles(const std::string& scheme) {
    const files::FileSet house = house_files({}, scheme);
    if (!scheme.empty() && !house.contains("workflows/" + scheme + "/profile.json")) {
        throw CommandFailed(ExitCode::not_found, scheme + ": no such scheme");
    }
    return files::make_bundles(house);
}

}  // namespace

void refuse_file(const std::string& file, const Problems& problems) {
    std::string all;
    for (const auto& problem : problems)
        all += (all.empty() ? "" : "\n") + file + "#" + problem.pointer + ": " + problem.reason;
    throw CommandFailed(ExitCode::failed, all);
}

json::object load_workflow_json(const fs::path& path) {
    if (!fs::exists(path)) {
        throw CommandFailed(ExitCode::not_found, path.string() + ": no such file");
    }
    return files::parse_json_object(path.string(), files::read_file(path));
}

files::FileSet house_around(const fs::path& path) {
    const fs::path scheme = fs::absolute(path).parent_path();
    const fs::path root = scheme.parent_path().parent_path();
    const bool is_house =
        scheme.parent_path().filename() == "workflows" && fs::exists(root / "schemas");
    return house_files(is_house ? root : fs::path());
}

std::string scheme_of(const fs::path& path, const files::FileSet& house) {
    const std::string folder = fs::absolute(path).parent_path().filename().string();
    return house.contains("workflows/" + folder + "/profile.json") ? folder
                                                                   : files::scheme_of(house);
}

WorkflowVersion read_version(const std::string& name) {
    const auto at = name.rfind('@');
    if (fs::exists(name) || at == std::string::npos) return from_file(name);
    const std::string scheme = name.substr(0, name.find('.'));
    for (const std::string& text : built_in_bundles(scheme)) {
        json::object bundle = files::parse_json_object(name, text);
        if (text_at(bundle, "id") == name.substr(0, at) &&
            text_at(bundle, "version") == name.substr(at + 1)) {
            return compiled(name, std::move(bundle));
        }
    }
    throw CommandFailed(ExitCode::not_found, name + ": no such file or published version");
}

WorkflowVersion read_sound_version(const std::string& name) {
    WorkflowVersion version = read_version(name);
    const fs::path path(name);
    if (!fs::exists(path)) return version;
    const json::object document = load_workflow_json(path);
    if (document.contains("definition")) return version;
    const files::FileSet house = house_around(path);
    const std::string scheme = scheme_of(path, house);
    const auto written = identity_of(path, scheme, document);
    Problems errors = definition_problems(
        house,
        scheme,
        {name, written.id.substr(scheme.size() + 1), written.version},
        written.definition
    );
    std::erase_if(errors, [](const auto& problem) {
        return problem.severity != statechart::Severity::error;
    });
    if (!errors.empty()) refuse_file(name, errors);
    return version;
}

std::vector<std::string> newest_versions(const std::string& scheme) {
    std::map<std::string, std::string> newest;
    for (const std::string& text : built_in_bundles(scheme)) {
        const json::object bundle = files::parse_json_object("bundle", text);
        std::string& version = newest[text_at(bundle, "id")];
        if (number_of(text_at(bundle, "version")) >= number_of(version))
            version = text_at(bundle, "version");
    }
    std::vector<std::string> names;
    names.reserve(newest.size());
    for (const auto& [id, version] : newest)
        names.push_back(id + "@" + version);
    return names;
}

}  // namespace clarion::deploy
