#include "adapters/http/console/form_of_schema.hpp"

#include <algorithm>

#include "adapters/http/console/words.hpp"

namespace clarion::http::console {

namespace json = core::json;
using web::SafeHtml;
using web::View;

namespace {

// Enough for any list of ours on one page without a script.
constexpr std::size_t kShownMax = 12;

std::string id_of(std::string_view pointer) {
    std::string id = "f";
    for (const char c : pointer)
        id += c == '/' ? '-' : c;
    return id;
}

std::string value_of(const FormFields& typed, std::string_view name) {
    for (const auto& [key, value] : typed) {
        if (key == name) return value;
    }
    return {};
}

bool is_ticked(const FormFields& typed, std::string_view name, std::string_view value) {
    return std::any_of(typed.begin(), typed.end(), [&](const auto& field) {
        return field.first == name && field.second == value;
    });
}

bool is_required(const json::value& schema, std::string_view name) {
    const auto* required = at(schema, "required").if_array();
    return required &&
           std::find(required->begin(), required->end(), json::value(name)) != required->end();
}

class FormMaker {
public:
    FormMaker(
        const web::Templates& templates,
        const web::Components& components,
        const FormFields& typed,
        const std::vector<core::FieldError>& errors
    )
        : templates_(templates), components_(components), typed_(typed), errors_(errors) {}

    SafeHtml object(const json::value& schema, const std::string& pointer) const {
        SafeHtml html;
        const auto* properties = at(schema, "properties").if_object();
        if (!properties) return html;
        for (const auto& [name, property] : *properties) {
            const std::string here = pointer + "/" + std::string(name);
            html += field(property, here, is_required(schema, name));
        }
        return html;
    }

private:
    std::string error_at(std::string_view pointer) const {
        for (const core::FieldError& error : errors_) {
            if (error.field == pointer) return error.message;
        }
        return {};
    }

    SafeHtml field(const json::value& schema, const std::string& pointer, bool required) const {
        const std::string type = text_at(schema, "type");
        if (type == "object") return group(schema, pointer, object(schema, pointer), false);
        if (type == "array") return list(schema, pointer);
        web::Control control = control_of(schema, pointer, required);
        if (type == "boolean") {
            if (at(schema, "const") == json::value(true)) return components_.checkbox(control);
            control.classes = "govuk-radios--inline";
            control.choices = {
                {"yes", "Yes", "", control.value == "yes"},
                {"no", "No", "", control.value == "no"}};
            return components_.radios(control);
        }
        if (const auto* allowed = at(schema, "enum").if_array()) {
            control.choices = choices(*allowed, pointer, at(schema, "x-titles").if_array());
            return components_.radios(control);
        }
        if (text_at(schema, "format") == "date") return date(control, pointer);
        if (text_at(schema, "x-widget") == "textarea") return components_.textarea(control);
        if (type == "integer") {
            control.inputmode = "numeric";
            control.classes = "govuk-input--width-5";
        }
        return components_.input(control);
    }

    web::Control control_of(const json::value& schema, const std::string& pointer, bool required)
        const {
        web::Control control;
        control.id = id_of(pointer);
        control.name = pointer;
        control.label = text_at(schema, "title") + (required ? "" : " (optional)");
        control.hint = text_at(schema, "description");
        control.error = error_at(pointer);
        control.value = value_of(typed_, pointer);
        control.size = "s";
        control.autocomplete = "off";
        return control;
    }

    // `titles`, where there are any, goes beside `allowed`.
    std::vector<web::Choice> choices(
        const json::array& allowed, const std::string& pointer, const json::array* titles
    ) const {
        std::vector<web::Choice> made;
        for (std::size_t at = 0; at < allowed.size(); ++at) {
            const std::string code(allowed[at].as_string());
            const bool named = titles && titles->size() == allowed.size();
            std::string title =
                named ? std::string((*titles)[at].as_string()) : title_of_code(code);
            made.push_back({code, std::move(title), "", is_ticked(typed_, pointer, code)});
        }
        return made;
    }

    SafeHtml date(web::Control control, const std::string& pointer) const {
        if (control.hint.empty()) control.hint = "For example, 27 3 2027";
        web::DateTyped typed;
        typed.day = value_of(typed_, pointer + "-day");
        typed.month = value_of(typed_, pointer + "-month");
        typed.year = value_of(typed_, pointer + "-year");
        if (!control.error.empty()) typed.wrong = "dmy";
        auto boxes = web::date_boxes(control, {"Day", "Month", "Year"}, typed);
        return components_.date({std::move(control), std::move(boxes)});
    }

    SafeHtml list(const json::value& schema, const std::string& pointer) const {
        const json::value& items = at(schema, "items");
        web::Control control = control_of(schema, pointer, true);
        if (const auto* allowed = at(items, "enum").if_array()) {
            control.choices = choices(*allowed, pointer, nullptr);
            return components_.checkboxes(control);
        }
        if (text_at(items, "type") != "object") {
            control.hint += control.hint.empty() ? "One on each line" : ". One on each line";
            return components_.textarea(control);
        }
        SafeHtml inner;
        const std::size_t shown = shown_of(pointer);
        for (std::size_t i = 0; i < shown; ++i) {
            const std::string here = pointer + "/" + std::to_string(i);
            json::object numbered = items.as_object();
            numbered["title"] = text_at(items, "title") + " " + std::to_string(i + 1);
            inner += group(json::value(std::move(numbered)), here, object(items, here), false);
        }
        return group(schema, pointer, inner, shown < kShownMax);
    }

    // As many as were shown, one more when asked for, and at least one.
    std::size_t shown_of(const std::string& pointer) const {
        std::size_t shown = 1;
        for (const auto& [name, value] : typed_) {
            if (!name.starts_with(pointer + "/")) continue;
            const std::size_t number = std::strtoul(name.c_str() + pointer.size() + 1, nullptr, 10);
            shown = std::max(shown, number + 1);
        }
        if (value_of(typed_, kMoreField) == pointer) ++shown;
        return std::min(shown, kShownMax);
    }

    SafeHtml group(
        const json::value& schema, const std::string& pointer, const SafeHtml& inner, bool more
    ) const {
        web::Button another;
        another.text = "Add another";
        another.classes = "govuk-button--secondary";
        another.name = kMoreField;
        another.value = pointer;
        View view;
        view.text("id", id_of(pointer))
            .text("legend", text_at(schema, "title"))
            .text("error", error_at(pointer))
            .html("more_html", more ? components_.button(another) : SafeHtml())
            .html("inner_html", inner);
        return templates_.render("console/group.html", view);
    }

    const web::Templates& templates_;
    const web::Components& components_;
    const FormFields& typed_;
    const std::vector<core::FieldError>& errors_;
};

}  // namespace

SafeHtml form_fields(
    const web::Templates& templates,
    const web::Components& components,
    const json::value& schema,
    const FormFields& typed,
    const std::vector<core::FieldError>& errors
) {
    return FormMaker(templates, components, typed, errors).object(schema, "");
}

std::vector<web::Problem> form_problems(
    const json::value& schema, const std::vector<core::FieldError>& errors
) {
    std::vector<web::Problem> problems;
    for (const core::FieldError& error : errors) {
        // Dates begin in a box of their own; the pointer's schema says whether it is one.
        const json::value* here = &schema;
        std::string_view rest = error.field;
        while (!rest.empty() && here) {
            rest.remove_prefix(1);
            const auto end = rest.find('/');
            const auto name = rest.substr(0, end);
            const json::value& items = at(*here, "items");
            here = items.is_object() ? &items : &at(at(*here, "properties"), name);
            rest.remove_prefix(end == std::string_view::npos ? rest.size() : end);
        }
        const bool date = here && text_at(*here, "format") == "date";
        problems.push_back({"#" + id_of(error.field) + (date ? "-day" : ""), error.message});
    }
    return problems;
}

}  // namespace clarion::http::console
