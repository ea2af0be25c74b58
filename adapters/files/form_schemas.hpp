// FormSchemas: every form of the house, compiled, as the engine's FormChecker.
//
// Threads: any; immutable once built.
// To add a form: a file under schemas/forms, named in a transition's meta.
#pragma once

#include <map>
#include <string>

#include "adapters/files/file_set.hpp"
#include "adapters/files/schema.hpp"
#include "engine/ports/form_checker.hpp"

namespace clarion::files {

class FormSchemas final : public ports::FormChecker {
public:
    // Takes schemas/forms/<name>.schema.json of the set, and from the profile of the scheme it
    // serves, when it has one, how telephones are dialled and what postcodes look like there.
    // Throws FileProblem that lists everything wrong.
    explicit FormSchemas(const FileSet& files);

    [[nodiscard]] bool knows(std::string_view form) const override;
    [[nodiscard]] std::vector<core::FieldError> check(
        std::string_view form, const core::json::value& filled
    ) const override;
    [[nodiscard]] core::json::value tidy(core::json::value filled) const override;
    [[nodiscard]] const core::json::object& schema(std::string_view form) const override;
    [[nodiscard]] std::shared_ptr<const ports::FormChecker> of_bundle(
        const core::json::object& forms
    ) const override;
    [[nodiscard]] std::vector<std::string> names() const;

private:
    FormSchemas() = default;
    // What is wrong with it; empty when it was added.
    [[nodiscard]] std::string add(
        const std::string& name, const std::string& place, core::json::object document
    );

    struct Form {
        core::json::object document;
        SchemaPtr compiled;
    };
    std::map<std::string, Form, std::less<>> forms_;
    std::string telephone_region_;
    core::PostcodeRule postcodes_;
};

}  // namespace clarion::files
