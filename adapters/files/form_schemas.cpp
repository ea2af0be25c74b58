#include "adapters/files/form_schemas.hpp"

#include "adapters/files/json_text.hpp"
#include "adapters/files/scheme.hpp"
#include "adapters/files/text_rules.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::files {

namespace {
constexpr std::string_view kFolder = "schemas/forms/";
constexpr std::string_view kEnding = ".schema.json";

core::json::object profile_in(const FileSet& files) {
    if (schemes_in(files).empty()) return {};
    return profile_of(files, scheme_of(files));
}

std::string region_of(const core::json::object& house) {
    const core::json::value profile(house);
    boost::system::error_code error;
    const auto* region = profile.find_pointer("/force/telephone_region", error);
    const bool is_said = region != nullptr && region->is_string();
    return is_said ? std::string(region->get_string()) : std::string();
}

void tidy_in_place(core::json::value& value) {
    if (auto* text = value.if_string()) {
        *text = tidied(*text);
    } else if (auto* list = value.if_array()) {
        for (core::json::value& item : *list)
            tidy_in_place(item);
    } else if (auto* object = value.if_object()) {
        for (auto& member : *object)
            tidy_in_place(member.value());
    }
}

}  // namespace

FormSchemas::FormSchemas(const FileSet& files) {
    const core::json::object profile = profile_in(files);
    telephone_region_ = region_of(profile);
    postcodes_ = core::postcode_rule_of(profile);
    std::string problems;
    for (const auto& [path, text] : files) {
        if (!path.starts_with(kFolder) || !path.ends_with(kEnding)) continue;
        const auto name =
            path.substr(kFolder.size(), path.size() - kFolder.size() - kEnding.size());
        problems += add(name, path, parse_json_object(path, text));
    }
    if (problems.empty()) return;
    problems.pop_back();  // the last line break
    throw FileProblem(problems);
}

std::string FormSchemas::add(
    const std::string& name, const std::string& place, core::json::object document
) {
    Form form{.document = std::move(document), .compiled = {}};
    auto compiled = compile_schema(form.document);
    if (compiled) {
        form.compiled = std::move(*compiled);
        forms_.emplace(name, std::move(form));
        return {};
    }
    std::string problems;
    for (const auto& problem : compiled.error())
        problems += place + "#" + problem.pointer + ": " + problem.reason + "\n";
    return problems;
}

std::shared_ptr<const ports::FormChecker> FormSchemas::of_bundle(const core::json::object& forms
) const {
    std::shared_ptr<FormSchemas> made(new FormSchemas());
    made->telephone_region_ = telephone_region_;
    made->postcodes_ = postcodes_;
    std::string problems;
    for (const auto& [name, document] : forms) {
        const std::string text(name);
        if (!document.is_object())
            throw ports::IntegrityBroken("the form " + text + " is no schema");
        problems += made->add(text, "form " + text, document.get_object());
    }
    if (!problems.empty()) throw ports::IntegrityBroken("a bundle's forms: " + problems);
    return made;
}

bool FormSchemas::knows(std::string_view form) const {
    return forms_.contains(form);
}

std::vector<core::FieldError> FormSchemas::check(
    std::string_view form, const core::json::value& filled
) const {
    return files::check(
        *forms_.find(form)->second.compiled, filled, {telephone_region_, postcodes_}
    );
}

core::json::value FormSchemas::tidy(core::json::value filled) const {
    tidy_in_place(filled);
    return filled;
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
