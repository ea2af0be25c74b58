#include "adapters/http/message.hpp"

namespace clarion::http {
namespace {

std::optional<std::string_view> find(
    const std::vector<std::pair<std::string, std::string>>& pairs, std::string_view name
) {
    for (const auto& [key, value] : pairs) {
        if (key == name) return value;
    }
    return std::nullopt;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

}  // namespace

std::optional<std::string_view> Request::header(std::string_view lower_case_name) const {
    return find(headers, lower_case_name);
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
    return find(query, name);
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
    const auto line = header("cookie");
    if (!line) return std::nullopt;
    std::string_view rest = *line;
    while (!rest.empty()) {
        const auto end = rest.find(';');
        const std::string_view pair = trimmed(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
            return pair.substr(equals + 1);
        }
    }
    return std::nullopt;
}

Request Request::without_words() const {
    Request kept;
    kept.listener = listener;
    kept.method = method;
    kept.path = path;
    return kept;
}

Response finished_by(Response response, std::function<void(Response&)> more) {
    response.finish = [before = std::move(response.finish),
                       more = std::move(more)](Response& answer) {
        if (before) before(answer);
        more(answer);
    };
    return response;
}

Response finished(Response response) {
    if (response.finish) {
        const auto finish = std::move(response.finish);
        response.finish = nullptr;
        const auto step = response.step;
        finish(response);
        response.step = step;
    }
    return response;
}

std::string_view to_string(Method method) {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::head:
            return "HEAD";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::patch:
            return "PATCH";
        case Method::del:
            return "DELETE";
        case Method::options:
            return "OPTIONS";
    }
    return "";
}

std::string_view to_string(ListenerKind listener) {
    switch (listener) {
        case ListenerKind::public_form:
            return "public";
        case ListenerKind::staff:
            return "staff";
        case ListenerKind::admin:
            return "admin";
    }
    return "";
}

Response json_response(int status, std::string body) {
    Response response{.status = status, .headers = {}, .body = std::move(body), .finish = nullptr};
    response.with("content-type", "application/json");
    return response;
}

Response html_response(int status, std::string body) {
    Response response{.status = status, .headers = {}, .body = std::move(body), .finish = nullptr};
    response.with("content-type", "text/html; charset=utf-8");
    return response;
}

Response redirect(std::string location) {
    Response response;
    response.status = 303;
    response.with("location", std::move(location));
    return response;
}

}  // namespace clarion::http
