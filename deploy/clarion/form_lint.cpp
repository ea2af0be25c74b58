#include "deploy/clarion/form_lint.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/core/json_pointer.hpp"

namespace clarion::deploy {

namespace json = core::json;

namespace {

struct Mark {
    std::string_view name;
    std::string_view values;  // in blanks; empty: what it says is looked at elsewhere
};

constexpr std::array kMarks{
    Mark{"x-class", " existence safety police casework operational "},
    Mark{"x-covered", " identity disclosure_words "},
    Mark{"x-names", " case "},
    Mark{"x-choices", " colleagues "},
    Mark{"x-widget", " checkboxes date radios textarea "},
    Mark{"x-date", ""},
    Mark{"x-differs-from", ""},
    Mark{"x-messages", ""},
    Mark{"x-titles", ""},
    Mark{"x-needs", ""},
    Mark{"x-needs-once", ""},
};

class FormLint {
public:
    Problems run(const json::object& form) {
        look_into(form, "");
        fields(form, "");
        return std::move(problems_);
    }

private:
    void complain(std::string pointer, std::string reason) {
        problems_.push_back({std::move(pointer), std::move(reason)});
    }

    void look_into(const json::value& part, const std::string& place) {
        if (const auto* list = part.if_array()) {
            for (std::size_t index = 0; index < list->size(); ++index)
                look_into((*list)[index], place + "/" + std::to_string(index));
        }
        const auto* object = part.if_object();
        if (object == nullptr) return;
        for (const auto& [key, value] : *object) {
            const std::string inner = place + "/" + core::pointer_token(key);
            if (key.starts_with("x-")) {
                mark(key, value, inner);
            } else if (key != "examples" && key != "default") {
                look_into(value, inner);
            }
        }
        required(*object, place);
        titles(*object, place);
    }

    void mark(std::string_view key, const json::value& value, const std::string& place) {
        const auto known = std::find_if(kMarks.begin(), kMarks.end(), [key](const Mark& one) {
            return one.name == key;
        });
        if (known == kMarks.end()) return complain(place, "is not a known mark");
        if (known->values.empty()) return;
        const auto is_known = [known](const json::value& word) {
            return word.is_string() &&
                   known->values.find(" " + std::string(word.get_string()) + " ") !=
                       std::string_view::npos;
        };
        const auto* list = value.if_array();
        const bool is_right =
            list == nullptr ? is_known(value) : std::all_of(list->begin(), list->end(), is_known);
        if (!is_right) complain(place, "must be of" + std::string(known->values) + "alone");
    }

    // A part that only adds to another (in allOf, if, then) may ask for what that one has.
    void required(const json::object& schema, const std::string& place) {
        const auto* names = schema.if_contains("required");
        const auto* fields = schema.if_contains("properties");
        const bool is_whole = schema.contains("additionalProperties") && names != nullptr &&
                              names->is_array() && fields != nullptr && fields->is_object();
        if (!is_whole) return;
        for (std::size_t index = 0; index < names->get_array().size(); ++index) {
            const auto* name = names->get_array()[index].if_string();
            if (name != nullptr && !fields->get_object().contains(*name))
                complain(
                    place + "/required/" + std::to_string(index),
                    "asks for \"" + std::string(*name) + "\", which is no field of it"
                );
        }
    }

    void titles(const json::object& schema, const std::string& place) {
        const auto* titles = schema.if_contains("x-titles");
        if (titles == nullptr) return;
        const auto* choices = schema.if_contains("enum");
        const bool are_as_many = titles->is_array() && choices != nullptr && choices->is_array() &&
                                 titles->get_array().size() == choices->get_array().size();
        if (!are_as_many) complain(place + "/x-titles", "must name each choice of enum");
    }

    // What a page calls each field, and who may see it.
    void fields(const json::object& form, const std::string& place) {
        const auto* all = form.if_contains("properties");
        if (all == nullptr || !all->is_object()) return;
        for (const auto& [name, written] : all->get_object()) {
            const auto* field = written.if_object();
            if (field == nullptr) continue;
            const std::string inner = place + "/properties/" + core::pointer_token(name);
            for (const char* key : {"title", "x-class"}) {
                if (!field->contains(key)) complain(inner + "/" + key, "is missing");
            }
        }
    }

    Problems problems_;
};

}  // namespace

Problems form_problems(const std::string& name, const files::FormSchemas& forms) {
    const json::object& form = forms.schema(name);
    Problems problems = FormLint().run(form);
    const auto* examples = form.if_contains("examples");
    if (examples == nullptr || !examples->is_array()) return problems;
    for (std::size_t index = 0; index < examples->get_array().size(); ++index) {
        const std::string place = "/examples/" + std::to_string(index);
        for (const auto& error : forms.check(name, examples->get_array()[index]))
            problems.push_back({place + error.field, error.code + ": " + error.message});
    }
    return problems;
}

}  // namespace clarion::deploy
