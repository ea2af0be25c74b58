// Context: what a case holds, by top-level key, in the order the keys came.
//
// Copies share their parts, and each part keeps its text once it was asked for. So a step that adds
// a note copies and writes the notes, and nothing else, however much the case holds.
//
// Threads: one at a time over all copies that share parts.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"

namespace clarion::core::statechart {

// What stands at a dotted path; null when nothing does.
[[nodiscard]] const json::value* find_at(const json::object& object, std::string_view path);

class Context {
public:
    class Part {
    public:
        Part(std::string_view key, json::value value) : key_(key), value_(std::move(value)) {}
        [[nodiscard]] const std::string& key() const { return key_; }
        [[nodiscard]] const json::value& value() const { return value_; }

    private:
        friend class Context;
        [[nodiscard]] const std::string& text() const;

        std::string key_;
        json::value value_;
        mutable std::string text_;  // of the value; empty until it is asked for
    };

    Context() = default;
    explicit Context(const json::object& members);

    [[nodiscard]] const std::vector<std::shared_ptr<const Part>>& parts() const { return parts_; }
    // Null when there is no such key.
    [[nodiscard]] const json::value* if_contains(std::string_view key) const;
    // What stands at a dotted path; null when nothing does.
    [[nodiscard]] const json::value* find(std::string_view path) const;
    [[nodiscard]] bool contains(std::string_view key) const { return if_contains(key) != nullptr; }

    void set(std::string_view key, json::value value);
    // What stands at the key, to be changed before the context is next used; null where nothing
    // stood.
    [[nodiscard]] json::value& change(std::string_view key);

    // A copy that shares nothing.
    [[nodiscard]] json::object as_object() const;
    // The same text as that of as_object().
    void append_text(std::string& text) const;

private:
    void put(std::shared_ptr<const Part> part);

    std::vector<std::shared_ptr<const Part>> parts_;
};

}  // namespace clarion::core::statechart
