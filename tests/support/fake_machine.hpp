// The fake machine: clock, ids, zones, forms, log and metrics that a test sets and reads.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/reference.hpp"
#include "engine/ports/form_checker.hpp"
#include "engine/ports/world.hpp"
#include "tests/support/london_zone.hpp"
#include "tests/support/people.hpp"

namespace clarion::test {

class FakeClock final : public ports::Clock {
public:
    [[nodiscard]] core::Instant now() const override { return now_; }
    [[nodiscard]] std::chrono::milliseconds since_boot() const override { return passed_; }
    [[nodiscard]] const std::string& boot_id() const override { return boot_; }
    void advance(std::chrono::milliseconds by) {
        now_ += by;
        passed_ += by;
    }
    // As somebody sets a clock: no time passes.
    void set(core::Instant now) { now_ = now; }
    void reboot() {
        passed_ = {};
        boot_ += "+";
    }

private:
    core::Instant now_ = at("2026-11-24T10:00:00Z");  // a Tuesday
    std::chrono::milliseconds passed_ = std::chrono::hours(1);
    std::string boot_ = "boot-1";
};

class FakeIds final : public ports::IdSource {
public:
    void fill_random(std::span<std::uint8_t> out) override {
        for (std::uint8_t& byte : out) {
            state_ = state_ * 6364136223846793005U + 1442695040888963407U;
            byte = static_cast<std::uint8_t>(state_ >> 56U);
        }
    }
    core::CaseId new_case_id() override { return {"case-" + std::to_string(++numbered_)}; }
    core::Reference new_reference() override {
        std::string body;
        for (int letter = 0; letter < 8; ++letter) {
            std::uint8_t byte = 0;
            fill_random({&byte, 1});
            body += core::kReferenceAlphabet[byte % core::kReferenceAlphabet.size()];
        }
        return core::make_reference(body);
    }
    std::string new_token() override { return "token-" + std::to_string(++numbered_); }

private:
    std::uint64_t state_ = 7;
    std::uint64_t numbered_ = 0;
};

class FakeZones final : public ports::TimeZones {
public:
    [[nodiscard]] const core::Zone* find_zone(std::string_view name) const override {
        return name == "Europe/London" ? &london() : nullptr;
    }
};

// Knows the forms it is told of. A form's one rule: which members must be there.
class FakeForms final : public ports::FormChecker {
public:
    void add(const std::string& form, std::vector<std::string> required) {
        schemas_[form] = {{"title", form}};
        required_[form] = std::move(required);
    }
    // One field of the form, as its schema describes it.
    void describe(const std::string& form, const std::string& field, core::json::object rules) {
        schemas_[form]["properties"].emplace_object()[field] = std::move(rules);
    }
    [[nodiscard]] bool knows(std::string_view form) const override {
        return schemas_.contains(form);
    }
    [[nodiscard]] std::vector<core::FieldError> check(
        std::string_view form, const core::json::value& filled
    ) const override {
        std::vector<core::FieldError> errors;
        for (const std::string& name : required_.find(form)->second) {
            if (filled.as_object().contains(name)) continue;
            errors.push_back({"/" + name, "required", "Enter " + name});
        }
        return errors;
    }
    // The same rules, but for forms of the bundle that say themselves what is required.
    [[nodiscard]] std::shared_ptr<const ports::FormChecker> of_bundle(
        const core::json::object& forms
    ) const override {
        auto made = std::make_shared<FakeForms>(*this);
        for (const auto& [name, schema] : forms) {
            const auto* required = schema.as_object().if_contains("required");
            if (required == nullptr) continue;
            std::vector<std::string> names;
            for (const auto& each : required->as_array())
                names.emplace_back(each.as_string());
            made->add(std::string(name), std::move(names));
        }
        return made;
    }
    [[nodiscard]] core::json::value tidy(core::json::value filled) const override { return filled; }
    [[nodiscard]] const core::json::object& schema(std::string_view form) const override {
        return schemas_.find(form)->second;
    }

private:
    std::map<std::string, core::json::object, std::less<>> schemas_;
    std::map<std::string, std::vector<std::string>, std::less<>> required_;
};

class FakeLog final : public ports::Log {
public:
    void write(
        ports::LogLevel, std::string_view event, std::initializer_list<ports::LogField> fields
    ) override {
        std::string line(event);
        for (const auto& [name, value] : fields)
            line += " " + std::string(name) + "=" + value;
        lines.push_back(line);
    }
    std::vector<std::string> lines;
};

class FakeMetrics final : public ports::Metrics {
public:
    void count(std::string_view name, std::string_view label, double by) override {
        values[std::string(name) + "{" + std::string(label) + "}"] += by;
    }
    void gauge(std::string_view name, double value) override { values[std::string(name)] = value; }
    void observe_seconds(std::string_view name, double seconds) override {
        values[std::string(name)] = seconds;
    }
    [[nodiscard]] std::string exposition() const override { return {}; }
    std::map<std::string, double> values;
};

}  // namespace clarion::test
