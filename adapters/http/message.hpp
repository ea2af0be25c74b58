// Request and Response as handlers see them. No Beast, no Asio: handlers stay quick to compile and
// to test.
//
// Limits: the session enforces kBodyBytesMax and the header limits before a Request exists.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clarion::http {

enum class Method { get, head, post, put, patch, del, options };
enum class ListenerKind { public_form, staff, admin };

struct Request {
    ListenerKind listener = ListenerKind::public_form;
    Method method = Method::get;
    std::string path;  // decoded once, dot-free, starts with /
    std::map<std::string, std::string, std::less<>> path_params;  // by the route's {names}
    std::vector<std::pair<std::string, std::string>>
        query;  // decoded; duplicate names were refused
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
    std::string body;
    std::string id;       // opaque, new for each request
    std::string network;  // of who asks, for limits alone: never logged; empty: unknown
    std::string
        certificate;  // base64url SHA-256 of the one the peer has shown and proved; empty: none

    [[nodiscard]] std::optional<std::string_view> header(std::string_view lower_case_name) const;
    [[nodiscard]] std::optional<std::string_view> query_value(std::string_view name) const;
    [[nodiscard]] std::optional<std::string_view> cookie(std::string_view name) const;
    // Where it went and how, and nothing that the peer wrote beside the path.
    [[nodiscard]] Request without_words() const;
};

struct Response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>>
        headers;  // on top of the listener's security headers
    std::string body;
    bool close = false;
    // What is left to do for this answer, such as writing a document as JSON. The session runs it
    // once, on the connection's own thread, so that the engine thread need not.
    std::function<void(Response&)> finish;
    // Above 0: it leaves when a whole number of these has passed since the request was there, so
    // that how long we took tells nothing of what we did.
    std::chrono::milliseconds step{0};

    Response& with(std::string name, std::string value) {
        headers.emplace_back(std::move(name), std::move(value));
        return *this;
    }
};

// Delivers the answer; call it exactly once, from any thread. Outlives the connection safely.
using Reply = std::function<void(Response)>;

// The same answer with nothing left to do.
[[nodiscard]] Response finished(Response response);
// Does `more` to the answer once everything else is done with it.
[[nodiscard]] Response finished_by(Response response, std::function<void(Response&)> more);

// `application/x-www-form-urlencoded` in order; empty when malformed or a name outside `repeatable`
// comes twice.
using FormFields = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] std::optional<FormFields> parse_form(
    std::string_view body, std::span<const std::string_view> repeatable = {}
);

[[nodiscard]] std::string_view to_string(Method method);          // GET
[[nodiscard]] std::string_view to_string(ListenerKind listener);  // public, staff, admin

[[nodiscard]] Response json_response(int status, std::string body);
[[nodiscard]] Response html_response(int status, std::string body);
[[nodiscard]] Response redirect(std::string location);  // 303

}  // namespace clarion::http
