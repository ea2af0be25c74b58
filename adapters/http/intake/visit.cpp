#include "adapters/http/intake/visit.hpp"

#include <algorithm>

namespace clarion::http::intake {

namespace json = core::json;

namespace {

// In a time that does not depend on where they differ.
bool same_text(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
    }
    return difference == 0;
}

}  // namespace

Visit Visit::begin(ports::IdSource& ids) {
    return {
        {},
        json::object{
            {"token", ids.new_token()},
            {"key", ids.new_token()},
            {"answers", json::object()},
            {"passed", json::array()}}};
}

Visit Visit::none() {
    return {{}, json::object{{"token", ""}, {"key", ""}, {"answers", json::object()}}};
}

Visit::Visit(ports::Secret secret, json::object draft)
    : secret_(std::move(secret)), draft_(std::move(draft)) {}

Answers& Visit::answers() {
    return draft_.at("answers").as_object();
}
const Answers& Visit::answers() const {
    return draft_.at("answers").as_object();
}
std::string Visit::token() const {
    return std::string(draft_.at("token").as_string());
}
std::string Visit::send_key() const {
    return std::string(draft_.at("key").as_string());
}

bool Visit::is_ours(const FormFields& fields) const {
    for (const auto& [name, value] : fields) {
        if (name == kTokenField) return same_text(value, token());
    }
    return false;
}

std::string Visit::channel() const {
    const json::value* channel = draft_.if_contains("channel");
    return channel ? std::string(channel->as_string()) : std::string();
}
void Visit::come_by(std::string_view channel) {
    draft_["channel"] = channel;
}

bool Visit::has_passed(std::string_view slug) const {
    const json::array& passed = draft_.at("passed").as_array();
    for (const json::value& entry : passed) {
        if (entry.as_string() == slug) return true;
    }
    return false;
}

void Visit::pass(std::string_view slug) {
    if (is_reopened(slug)) draft_.erase("reopened");
    if (!has_passed(slug)) draft_.at("passed").as_array().emplace_back(slug);
    const int times = times_taken(slug) + 1;
    if (!draft_.contains("taken")) draft_["taken"] = json::object();
    draft_["taken"].as_object()[slug] = times;
}

int Visit::times_taken(std::string_view slug) const {
    const json::value* taken = draft_.if_contains("taken");
    const json::value* times = taken ? taken->as_object().if_contains(slug) : nullptr;
    return times ? static_cast<int>(times->as_int64()) : 0;
}

void Visit::reopen(std::string_view slug) {
    json::array& passed = draft_.at("passed").as_array();
    passed.erase(std::remove(passed.begin(), passed.end(), json::value(slug)), passed.end());
    draft_["reopened"] = slug;
}

bool Visit::is_reopened(std::string_view slug) const {
    const json::value* reopened = draft_.if_contains("reopened");
    return reopened && reopened->as_string() == slug;
}

bool Visit::has_seen_summary() const {
    return draft_.contains("summary");
}
void Visit::see_summary() {
    draft_["summary"] = true;
}

bool Visit::may_fill_in() const {
    return draft_.contains("fill_in");
}
void Visit::let_fill_in() {
    draft_["fill_in"] = true;
}

void Visit::note_named(std::string_view sound) {
    if (!draft_.contains("named")) draft_["named"] = json::array();
    json::array& named = draft_["named"].as_array();
    const bool is_new = std::find(named.begin(), named.end(), json::value(sound)) == named.end();
    if (is_new && named.size() < kNamedMax) named.emplace_back(sound);
}

void Visit::remember_named(const Visit& before) {
    if (const json::value* named = before.draft_.if_contains("named")) draft_["named"] = *named;
}

int Visit::people_named() const {
    const json::value* named = draft_.if_contains("named");
    return named ? static_cast<int>(named->as_array().size()) : 0;
}

void Visit::keep_typed(std::string_view slug, const Answers& typed) {
    draft_["typed"] = json::object{{"slug", slug}, {"answers", typed}};
}

const Answers* Visit::typed_on(std::string_view slug) const {
    const json::value* typed = draft_.if_contains("typed");
    if (!typed || typed->at("slug").as_string() != slug) return nullptr;
    return &typed->at("answers").as_object();
}

void Visit::forget_typed() {
    draft_.erase("typed");
}

void Visit::become_sent(json::object said) {
    const std::string kept_token = token();
    draft_ = json::object{
        {"token", kept_token},
        {"key", ""},
        {"answers", json::object()},
        {"passed", json::array()},
        {"sent", std::move(said)}};
}

const json::object* Visit::sent() const {
    const json::value* said = draft_.if_contains("sent");
    return said ? &said->as_object() : nullptr;
}

std::string set_cookie(std::string_view name, std::string_view value) {
    return std::string(name) + "=" + std::string(value) +
           "; Path=/; Secure; HttpOnly; SameSite=Strict";
}

std::string expire_cookie(std::string_view name) {
    return set_cookie(name, "") + "; Max-Age=0";
}

}  // namespace clarion::http::intake
