#include "deploy/clarion/effect_lint.hpp"

#include <algorithm>
#include <array>

#include "engine/core/access/policy.hpp"

namespace clarion::deploy {

namespace json = core::json;

namespace {

constexpr std::array<std::string_view, 5> kEffects{
    "request_check", "send_message", "notify_staff", "open_linked_case", "link_case"};

// In blanks, in the order of kEffects.
constexpr std::array<std::string_view, 5> kParams{
    " set system each as ",
    " template ",
    " code roles ",
    " relation route carry form back ",
    " relation at event back "};

constexpr std::array<std::string_view, 5> kRuleKeys{"to", "value", "from", "only", "words"};

class EffectLint {
public:
    explicit EffectLint(const KnownNames& known) : known_(known) {}

    void walk(const json::value& written, const std::string& pointer) {
        if (const auto* list = written.if_array()) {
            for (std::size_t index = 0; index < list->size(); ++index)
                walk((*list)[index], pointer + "/" + std::to_string(index));
        }
        const json::object* object = written.if_object();
        if (object == nullptr) return;
        const auto* type = object->if_contains("type");
        const bool is_effect =
            type != nullptr && type->is_string() &&
            std::find(kEffects.begin(), kEffects.end(), std::string_view(type->get_string())) !=
                kEffects.end();
        if (is_effect) return effect(type->get_string(), *object, pointer + "/params");
        for (const auto& [key, value] : *object)
            walk(value, pointer + "/" + std::string(key));
    }

    Problems take() { return std::move(problems_); }

private:
    void effect(std::string_view name, const json::object& written, const std::string& at) {
        const auto* found = written.if_contains("params");
        const json::object* params = found == nullptr ? nullptr : found->if_object();
        if (params == nullptr) return complain(at, "must be an object");
        const auto* which = std::find(kEffects.begin(), kEffects.end(), name);
        const std::string_view keys =
            kParams.at(static_cast<std::size_t>(which - kEffects.begin()));
        for (const auto& member : *params) {
            const std::string key(member.key());
            if (keys.find(" " + key + " ") == std::string_view::npos)
                complain(at + "/" + key, "is not a known key here");
        }
        if (name == "request_check") return question(*params, at);
        if (name == "send_message") return text(*params, at, "template", true);
        if (name == "notify_staff") return notice(*params, at);
        const bool is_to_one_there = name == "link_case";
        text(*params, at, "relation", is_to_one_there);
        text(*params, at, "back", is_to_one_there);
        if (is_to_one_there) {
            text(*params, at, "at", true);
            text(*params, at, "event", false);
        } else {
            carried(*params, at);
        }
    }

    void question(const json::object& params, const std::string& at) {
        text(params, at, "set", true);
        if (params.contains("each")) {
            text(params, at, "each", true);
            return text(params, at, "as", true);
        }
        text(params, at, "system", true);
        const auto* system = params.if_contains("system");
        if (system != nullptr && system->is_string() &&
            !known_.systems.contains(std::string(system->get_string())))
            complain(at + "/system", "is not in the catalogue");
    }

    void notice(const json::object& params, const std::string& at) {
        text(params, at, "code", true);
        const auto* code = params.if_contains("code");
        if (code != nullptr && code->is_string() &&
            !known_.notices.contains(std::string(code->get_string())))
            complain(at + "/code", "is not in the catalogue of notices");
        const auto* found = params.if_contains("roles");
        const json::array* roles = found == nullptr ? nullptr : found->if_array();
        if (roles == nullptr || roles->empty())
            return complain(at + "/roles", "must say who hears of it");
        const auto& known = core::known_roles();
        for (std::size_t index = 0; index < roles->size(); ++index) {
            const json::string* role = (*roles)[index].if_string();
            if (role == nullptr ||
                std::find(known.begin(), known.end(), role->c_str()) == known.end())
                complain(at + "/roles/" + std::to_string(index), "is not a role");
        }
    }

    void carried(const json::object& params, const std::string& at) {
        const auto* paths = params.if_contains("carry");
        if (paths != nullptr) texts(*paths, at + "/carry");
        const auto* found = params.if_contains("form");
        if (found == nullptr) return;
        const json::array* rules = found->if_array();
        if (rules == nullptr) return complain(at + "/form", "must be a list");
        for (std::size_t index = 0; index < rules->size(); ++index) {
            const std::string place = at + "/form/" + std::to_string(index);
            const json::object* rule = (*rules)[index].if_object();
            if (rule == nullptr) {
                complain(place, "must be an object");
                continue;
            }
            text(*rule, place, "to", true);
            if (rule->contains("value") == rule->contains("from"))
                complain(place, "needs either a value, or from where it is taken");
            const auto* words = rule->if_contains("words");
            if (words != nullptr && (!words->is_object() || !rule->contains("from")))
                complain(place + "/words", "must be an object, beside from");
            for (const auto& member : *rule) {
                if (std::find(kRuleKeys.begin(), kRuleKeys.end(), std::string_view(member.key())) ==
                    kRuleKeys.end())
                    complain(place + "/" + std::string(member.key()), "is not a known key here");
            }
            for (const char* list : {"from", "only"}) {
                if (const auto* said = rule->if_contains(list)) texts(*said, place + "/" + list);
            }
        }
    }

    void text(const json::object& params, const std::string& at, const char* key, bool is_needed) {
        const auto* found = params.if_contains(key);
        if (found == nullptr) {
            if (is_needed) complain(at + "/" + key, "is missing");
        } else if (!found->is_string() || found->get_string().empty()) {
            complain(at + "/" + key, "must be a text");
        }
    }

    void texts(const json::value& value, const std::string& at) {
        const json::array* list = value.if_array();
        const bool are_texts = list != nullptr && !list->empty() &&
                               std::all_of(list->begin(), list->end(), [](const json::value& one) {
                                   return one.is_string();
                               });
        if (!are_texts) complain(at, "must be a list of paths");
    }

    void complain(std::string pointer, std::string reason) {
        problems_.push_back({std::move(pointer), std::move(reason)});
    }

    const KnownNames& known_;
    Problems problems_;
};

}  // namespace

Problems effect_problems(const json::object& definition, const KnownNames& known) {
    EffectLint lint(known);
    lint.walk(json::value(definition), "");
    return lint.take();
}

}  // namespace clarion::deploy
