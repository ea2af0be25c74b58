#include "deploy/clarion/demo_client.hpp"

#include "deploy/clarion/exit_codes.hpp"
#include "engine/core/json_merge.hpp"

namespace clarion::deploy {

namespace json = core::json;

namespace {

json::object document_of(
    const notify::HttpsResponse& response, const std::string& what, long wanted
) {
    if (response.status != wanted) {
        throw CommandFailed(
            ExitCode::failed,
            what + " was answered " + std::to_string(response.status) + ": " + response.body
        );
    }
    return json::parse(response.body).as_object();
}

}  // namespace

json::object example_with(const json::object& schema, const json::object& changes) {
    json::object example = schema.at("examples").as_array().at(0).as_object();
    core::merge_patch(example, changes);
    return example;
}

DemoClient::DemoClient(const ChildServer& server)
    : public_url_(server.public_url()),
      staff_url_(server.staff_url()),
      client_(server.certificate_file()) {}

std::string DemoClient::next_key() {
    return "demo-" + std::to_string(++keys_);
}

notify::HttpsResponse DemoClient::send(
    const std::string& persona,
    const std::string& url,
    std::string method,
    std::string body,
    std::vector<std::string> headers
) {
    headers.push_back("Authorization: Demo " + persona);
    if (!body.empty()) headers.emplace_back("Content-Type: application/json");
    return client_.send({std::move(method), url, std::move(headers), std::move(body)});
}

std::string DemoClient::submit(const json::object& request) {
    const auto response = send(
        "front",
        public_url_ + "/api/v1/requests",
        "POST",
        json::serialize(request),
        {"Idempotency-Key: " + next_key()}
    );
    return std::string(document_of(response, "the request", 201).at("reference").as_string());
}

json::object DemoClient::read(const std::string& persona, const std::string& path) {
    return document_of(send(persona, staff_url_ + path, "GET", "", {}), path, 200);
}

json::object DemoClient::act(
    const std::string& persona,
    const std::string& reference,
    const std::string& action,
    const json::object& changes
) {
    const std::string path = "/api/v1/cases/" + reference + "/actions";
    const auto listed = send(persona, staff_url_ + path, "GET", "", {});
    const json::object actions = document_of(listed, "the actions for " + persona, 200);
    for (const auto& item : actions.at("items").as_array()) {
        if (item.at("name").as_string() != action) continue;
        const json::object form = example_with(item.at("form").as_object(), changes);
        const auto response = send(
            persona,
            staff_url_ + path + "/" + action,
            "POST",
            json::serialize(form),
            {"Idempotency-Key: " + next_key(), "If-Match: " + std::string(listed.header("etag"))}
        );
        return document_of(response, action + " by " + persona, 200);
    }
    throw CommandFailed(ExitCode::failed, persona + " is not offered " + action);
}

void DemoClient::answer_for_agency(const std::string& persona, const json::object& changes) {
    const json::object requests = read(persona, "/api/v1/agency-requests");
    for (const auto& item : requests.at("items").as_array()) {
        const std::string path =
            "/api/v1/agency-requests/" + std::string(item.at("id").as_string());
        const json::object request = read(persona, path);
        const json::object form = example_with(request.at("form").as_object(), changes);
        const auto response = send(
            persona,
            staff_url_ + path + "/answer",
            "POST",
            json::serialize(form),
            {"Idempotency-Key: " + next_key()}
        );
        const json::object answered = document_of(response, "the answer of " + persona, 200);
        if (!answered.at("answered").as_bool()) {
            throw CommandFailed(ExitCode::failed, "the answer of " + persona + " was not taken");
        }
        return;
    }
    throw CommandFailed(ExitCode::failed, persona + " has no agency request to answer");
}

}  // namespace clarion::deploy
