#include "tests/crash/kill_loop/client.hpp"

#include <array>
#include <boost/json.hpp>

namespace clarion::test {

namespace {

constexpr long kCreated = 201;
constexpr long kDone = 200;
constexpr long kUnavailable = 503;

std::string reference_in(const std::string& body) {
    boost::system::error_code error;
    const boost::json::value document = boost::json::parse(body, error);
    if (error || !document.is_object()) return {};
    const auto* reference = document.get_object().if_contains("reference");
    return reference == nullptr ? std::string{} : std::string(reference->as_string());
}

// Names nobody twice: a request that names somebody known is compared with what is known, and its
// case then moves on by itself. No day of these could be a month.
std::string naming_others(const std::string& form, int client, int act) {
    constexpr std::array<const char*, 8> kNames{
        "Alder", "Birch", "Cedar", "Hazel", "Maple", "Rowan", "Thorn", "Willow"};
    const std::string name = kNames.at(static_cast<std::size_t>(client) % kNames.size());
    const int day = 13 + act % 16;
    const int month = 1 + act / 16 % 12;
    const int year = 1930 + act / (16 * 12) % 70;
    const std::string born = std::to_string(year) + (month < 10 ? "-0" : "-") +
                             std::to_string(month) + "-" + std::to_string(day);
    boost::json::value request = boost::json::parse(form);
    request.at_pointer("/applicant/name") = "Ada " + name;
    request.at_pointer("/applicant/birth_date") = born;
    request.at_pointer("/subject/name") = "Bo " + name;
    request.at_pointer("/subject/birth_date") = born;
    return boost::json::serialize(request);
}

}  // namespace

Client::Client(int number, std::string certificate, const Forms& forms)
    : number_(number), forms_(forms), https_(std::move(certificate)) {
    open_next_act();
}

void Client::open_next_act() {
    open_ = Act{};
    open_.key = "client-" + std::to_string(number_) + "-act-" + std::to_string(++acts_);
    // A request, then its triage, and so on.
    if (!acknowledged_.empty() && !acknowledged_.back().is_triage) {
        open_.is_triage = true;
        open_.reference = acknowledged_.back().reference;
    } else {
        open_.request = naming_others(forms_.request, number_, acts_);
    }
}

Reply Client::send(const Act& act, const std::string& public_url, const std::string& staff_url) {
    const std::string key = "Idempotency-Key: " + act.key;
    if (!act.is_triage) {
        return https_.post(public_url + "/api/v1/requests", "front", {key}, act.request);
    }
    const std::string url = staff_url + "/api/v1/cases/" + act.reference + "/actions/record_triage";
    return https_.post(url, "intake", {key, "If-Match: \"1\""}, forms_.triage);
}

bool Client::try_open_act(const std::string& public_url, const std::string& staff_url) {
    const Reply reply = send(open_, public_url, staff_url);
    if (reply.status != (open_.is_triage ? kDone : kCreated)) {
        if (reply.status != 0 && reply.status != kUnavailable) {
            faults_.push_back(
                open_.key + " got " + std::to_string(reply.status) + ": " + reply.body
            );
        }
        return false;
    }
    open_.answer = reply.body;
    open_.reference = reference_in(reply.body);
    acknowledged_.push_back(open_);
    open_next_act();
    return true;
}

void Client::check_repeat(const std::string& public_url, const std::string& staff_url) {
    if (acknowledged_.empty()) return;
    const Act& last = acknowledged_.back();
    const Reply again = send(last, public_url, staff_url);
    if (again.status == 0 || again.status == kUnavailable) return;
    if (again.body == last.answer) return;
    faults_.push_back(last.key + " was answered in another way the second time: " + again.body);
}

void Client::work(const std::string& public_url, const std::string& staff_url, int acts_max) {
    check_repeat(public_url, staff_url);
    for (int acts = 0; acts < acts_max && faults_.empty(); ++acts) {
        if (!try_open_act(public_url, staff_url)) return;
    }
}

void Client::finish(const std::string& public_url, const std::string& staff_url) {
    constexpr int kTries = 10;
    const std::string key = open_.key;
    for (int attempt = 0; attempt < kTries && open_.key == key; ++attempt) {
        if (try_open_act(public_url, staff_url)) return;
    }
    faults_.push_back(key + " could not be brought to its end");
}

}  // namespace clarion::test
