#include "adapters/files/form_schemas.hpp"

#include "adapters/files/json_text.hpp"

namespace clarion::files {

namespace {
constexpr std::string_view kFolder = "schemas/forms/";
constexpr std::string_view kEnding = ".schema.json";
}  // namespace

FormSchemas::FormSchemas(const FileSet& files) {
    std::string problems;
    for (const auto& [path, text] : files) {
        if (!path.starts_with(kFolder) || !path.ends_with(kEnding)) continue;
        const auto name =
            path.substr(kFolder.size(), path.size() - kFolder.size() - kEnding.size());
        Form form{.document = parse_json_object(path, text), .compiled = {}};
        auto compiled = compile_schema(form.document);
        if (compiled) {
            form.compiled = std::move(*compiled);
            forms_.emplace(name, std::move(form));
            continue;
        }
        for (const auto& problem : compiled.error()) {
            problems += (problems.empty() ? "" : "\n") + path + "#" + problem.pointer + ": " +
                        problem.reason;
        }
    }
    if (!problems.empty()) throw FileProblem(problems);
}

bool FormSchemas::knows(std::string_view form) const {
    return forms_.contains(form);
}

std::vector<core::FieldError> FormSchemas::check(
    std::string_view form, const core::json::value& filled
) const {
    return files::check(*forms_.find(form)->second.compiled, filled);
}

const core::json::object& FormSchemas::schema(std::string_view form) const {
    return forms_.find(form)->second.document;
}

std::vector<std::string> FormSchemas::names() const {
    std::vector<std::string> names;
    for (const auto& entry : forms_)
        names.push_back(entry.first);
    return names;
}

}  // namespace clarion::files
