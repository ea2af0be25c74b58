// Options: what a fixture of govuk-frontend was made with. Remembers which of them were asked for,
// so that what our components do not offer can be told by name.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"

namespace clarion::test {

class Options {
public:
    explicit Options(const core::json::value& all) : here_(&all), left_(&own_left_) {
        flatten(all, "");
    }

    // A text, a number or a boolean as text; empty when it is not there or is false.
    [[nodiscard]] std::string text(std::string_view path) const {
        left_->erase(place_ + std::string(path));
        return text_of(find(path));
    }
    [[nodiscard]] bool flag(std::string_view path) const { return text(path) == "true"; }
    [[nodiscard]] bool has(std::string_view path) const { return find(path) != nullptr; }
    // `false` is not the same as nothing for some of them.
    [[nodiscard]] std::string text_or_false(std::string_view path) const {
        const auto* value = find(path);
        left_->erase(place_ + std::string(path));
        return value != nullptr && *value == core::json::value(false) ? "false" : text_of(value);
    }

    // The objects of a list; govuk-frontend passes over whatever else is in it.
    [[nodiscard]] std::vector<Options> list(std::string_view path) const {
        left_->erase(place_ + std::string(path) + "[]");
        std::vector<Options> items;
        const auto* value = find(path);
        if (value == nullptr || !value->is_array()) return items;
        for (const auto& item : value->get_array()) {
            if (item.is_object()) items.push_back(Options(&item, path, *this));
        }
        return items;
    }
    [[nodiscard]] std::set<std::string> texts(std::string_view path) const {
        left_->erase(place_ + std::string(path) + "[]");
        std::set<std::string> all;
        const auto* value = find(path);
        if (value == nullptr || !value->is_array()) return all;
        for (const auto& item : value->get_array())
            all.insert(text_of(&item));
        return all;
    }

    // Those nobody asked for, such as `items[].conditional.html`.
    [[nodiscard]] const std::set<std::string>& left() const { return *left_; }

private:
    Options(const core::json::value* item, std::string_view path, const Options& around)
        : here_(item), left_(around.left_), place_(around.place_ + std::string(path) + "[].") {}

    static std::string text_of(const core::json::value* value) {
        if (value == nullptr || value->is_null()) return {};
        if (const auto* text = value->if_string()) return std::string(*text);
        if (value->is_bool()) return value->get_bool() ? "true" : "";
        return core::json::serialize(*value);
    }

    [[nodiscard]] const core::json::value* find(std::string_view path) const {
        const core::json::value* value = here_;
        while (!path.empty() && value != nullptr) {
            const auto dot = path.find('.');
            const auto* object = value->if_object();
            value = object == nullptr ? nullptr : object->if_contains(path.substr(0, dot));
            path.remove_prefix(dot == std::string_view::npos ? path.size() : dot + 1);
        }
        return value;
    }

    void flatten(const core::json::value& value, const std::string& path) {
        if (const auto* object = value.if_object()) {
            for (const auto& [name, inner] : *object)
                flatten(inner, path.empty() ? std::string(name) : path + "." + std::string(name));
        } else if (const auto* list = value.if_array()) {
            for (const auto& inner : *list)
                flatten(inner, path + "[]");
        } else {
            own_left_.insert(path);
        }
    }

    const core::json::value* here_;
    std::set<std::string> own_left_;
    std::set<std::string>* left_;
    std::string place_;
};

}  // namespace clarion::test
