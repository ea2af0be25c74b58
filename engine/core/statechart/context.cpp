#include "engine/core/statechart/context.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/json_text.hpp"

namespace clarion::core::statechart {

const json::value* find_at(const json::object& object, std::string_view path) {
    const auto dot = path.find('.');
    const json::value* found = object.if_contains(path.substr(0, dot));
    if (found == nullptr || dot == std::string_view::npos) return found;
    const json::object* inner = found->if_object();
    return inner != nullptr ? find_at(*inner, path.substr(dot + 1)) : nullptr;
}

const std::string& Context::Part::text() const {
    if (text_.empty()) append_json(text_, value_);
    return text_;
}

Context::Context(const json::object& members) {
    parts_.reserve(members.size());
    for (const auto& member : members)
        parts_.push_back(std::make_shared<const Part>(member.key(), member.value()));
}

const json::value* Context::if_contains(std::string_view key) const {
    for (const auto& part : parts_) {
        if (part->key_ == key) return &part->value_;
    }
    return nullptr;
}

const json::value* Context::find(std::string_view path) const {
    const auto dot = path.find('.');
    const json::value* found = if_contains(path.substr(0, dot));
    if (found == nullptr || dot == std::string_view::npos) return found;
    const json::object* object = found->if_object();
    return object != nullptr ? find_at(*object, path.substr(dot + 1)) : nullptr;
}

void Context::set(std::string_view key, json::value value) {
    put(std::make_shared<const Part>(key, std::move(value)));
}

json::value& Context::change(std::string_view key) {
    const json::value* found = if_contains(key);
    auto part = std::make_shared<Part>(key, found != nullptr ? *found : json::value());
    json::value& changing = part->value_;
    put(std::move(part));
    return changing;
}

void Context::put(std::shared_ptr<const Part> part) {
    const auto place = std::find_if(parts_.begin(), parts_.end(), [&](const auto& old) {
        return old->key_ == part->key_;
    });
    if (place == parts_.end()) {
        parts_.push_back(std::move(part));
    } else {
        *place = std::move(part);
    }
}

json::object Context::as_object() const {
    json::object object;
    for (const auto& part : parts_)
        object.emplace(part->key_, part->value_);
    return object;
}

void Context::append_text(std::string& text) const {
    ObjectText members(text);
    for (const auto& part : parts_)
        members.member(part->key_) += part->text();
    members.end();
}

}  // namespace clarion::core::statechart
