// Messages, forms, JSON bodies and the router, without sockets.
#include <doctest/doctest.h>

#include <array>

#include "adapters/http/json_body.hpp"
#include "adapters/http/percent_encoding.hpp"
#include "adapters/http/response_text.hpp"
#include "adapters/http/router.hpp"

namespace {

using namespace clarion;
using namespace clarion::http;

std::string reason_of(std::string_view text) {
    const auto body = read_json_body(text);
    const auto* unreadable = std::get_if<runtime::Unreadable>(&body);
    return unreadable == nullptr ? "" : unreadable->reason;
}

Route row(Method method, std::string_view pattern, std::string name) {
    return {
        method,
        pattern,
        ListenerKind::staff,
        Access::anyone,
        Style::page,
        [name = std::move(name)](const Call& call) {
            std::string said = name;
            for (const auto& [key, value] : call.request.path_params)
                said += " " + key + "=" + value;
            call.reply(html_response(200, said));
        }};
}

std::string answer(const Router& router, const std::string& path) {
    Request request;
    request.listener = ListenerKind::staff;
    request.path = path;
    Response said;
    router.dispatch(request, [&said](Response response) { said = std::move(response); });
    return said.status == 200 ? said.body : std::to_string(said.status);
}

}  // namespace

TEST_CASE("forms: fields come in order, decoded once") {
    const auto fields = parse_form("name=Alex+Example&town=Caf%C3%A9&empty=&plus=%2B");

    CHECK(
        fields ==
        FormFields{{"name", "Alex Example"}, {"town", "Caf\xC3\xA9"}, {"empty", ""}, {"plus", "+"}}
    );
    CHECK(parse_form("") == FormFields{});
}

TEST_CASE("forms: what is malformed or comes twice is no form") {
    for (const char* body :
         {"a=1&a=2",
          "a=%",
          "a=%2",
          "a=%zz",
          "a=%00",
          "a=%ff",
          "=1",
          "a=1&&b=2",
          "a=1 2",
          "a=\xC3\xA9"}) {
        CAPTURE(body);
        CHECK_FALSE(parse_form(body).has_value());
    }
    const std::array<std::string_view, 1> repeatable{"needs"};
    CHECK(parse_form("needs=a&needs=b", repeatable) == FormFields{{"needs", "a"}, {"needs", "b"}});
    CHECK_FALSE(parse_form("needs=a&x=1&x=2", repeatable).has_value());
    std::string many = "f0=";
    for (int i = 1; i < 257; ++i)
        many += "&f" + std::to_string(i) + "=";
    CHECK_FALSE(parse_form(many).has_value());
}

TEST_CASE("utf-8: overlong forms, surrogates and what lies beyond are refused") {
    CHECK(is_utf8("plain, \xC3\xA9, \xE2\x82\xAC, \xF0\x9F\x98\x80"));
    for (const char* text :
         {"\x80",
          "\xC0\xAF",
          "\xE0\x80\xAF",
          "\xED\xA0\x80",
          "\xF4\x90\x80\x80",
          "\xF5\x80\x80\x80",
          "\xC3",
          "\xE2\x82"}) {
        CHECK_FALSE(is_utf8(text));
    }
    CHECK(decode_percent(encode_percent("a/b %\xC3\xA9"), Plus::is_plus) == "a/b %\xC3\xA9");
}

TEST_CASE("json body: strict, and the reason says where") {
    CHECK(reason_of(R"({"a":[1,2.5,"x",null,true]})").empty());
    CHECK(reason_of("{\"a\":1,\n  \"b\" 2}") == "line 2, column 7: not JSON in UTF-8");
    CHECK(reason_of("{\"a\":1") == "line 1, column 7: the text ends too early");
    CHECK(reason_of("") == "line 1, column 1: the text ends too early");
    CHECK(reason_of("{} {}") == "line 1, column 4: text after the value");
    CHECK_FALSE(reason_of("{\"a\":\"\xC3\x28\"}").empty());
    CHECK_FALSE(reason_of("\xEF\xBB\xBF{}").empty());
    CHECK_FALSE(reason_of("{\"a\":1,}").empty());
    CHECK_FALSE(reason_of("{'a':1}").empty());
    CHECK_FALSE(reason_of("NaN").empty());
    CHECK_FALSE(reason_of("[1e999]").empty());
    CHECK_FALSE(reason_of("{\"a\":\"\n\"}").empty());
}

TEST_CASE("json body: a member named twice is found, however it is spelt and however deep") {
    CHECK(
        reason_of(R"({"a":1,"b":{"c":1,"c":2}})") == "line 1, column 19: a member is named twice"
    );
    CHECK(reason_of(R"({"a":1,"\u0061":2})") == "line 1, column 8: a member is named twice");
    CHECK(reason_of(R"({"a":":","b":"\":","c":["a:","a"]})").empty());
    CHECK(reason_of(R"([{"a":1},{"a":2}])").empty());
}

TEST_CASE("json body: depth 32 and no deeper") {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    CHECK(reason_of(nested(32)).empty());
    CHECK(reason_of(nested(33)) == "line 1, column 33: nested too deeply");
}

TEST_CASE("router: words win over names, and names over the rest") {
    std::vector<Route> rows;
    rows.push_back(row(Method::get, "/", "root"));
    rows.push_back(row(Method::get, "/cases/{ref}", "case"));
    rows.push_back(row(Method::get, "/cases/new", "new"));
    rows.push_back(row(Method::get, "/cases/{ref}/actions/{name}", "action"));
    rows.push_back(row(Method::get, "/files/{path...}", "file"));
    const Router router(std::move(rows), {});

    CHECK(answer(router, "/") == "root");
    CHECK(answer(router, "/cases/new") == "new");
    CHECK(answer(router, "/cases/abc") == "case ref=abc");
    CHECK(answer(router, "/cases/new/actions/x") == "action name=x ref=new");
    CHECK(answer(router, "/files/a/b.css") == "file path=a/b.css");
    CHECK(answer(router, "/files/a") == "file path=a");
    for (const char* path :
         {"/cases", "/cases/", "/cases/abc/", "/cases/abc/actions", "/other", "/files"}) {
        CAPTURE(path);
        CHECK(answer(router, path) == "404");
    }
}

TEST_CASE("router: a page's fault is the pages' own, the API's a problem") {
    std::vector<Route> rows;
    rows.push_back(row(Method::get, "/page", "page"));
    rows.back().access = Access::signed_in;
    const Router router(std::move(rows), {}, [](const Request&, int status) {
        return html_response(status, "our words for " + std::to_string(status));
    });
    const auto body = [&router](const std::string& path) {
        Request request;
        request.listener = ListenerKind::staff;
        request.path = path;
        Response said;
        router.dispatch(request, [&said](Response response) { said = std::move(response); });
        return said.body;
    };

    CHECK(body("/page") == "our words for 401");
    CHECK(body("/elsewhere") == "our words for 404");
    CHECK(body("/api/v1/elsewhere").find("\"code\":\"not_found\"") != std::string::npos);
}

TEST_CASE("response: no value of an answer can break its line, and our own fields stay ours") {
    Response response = html_response(200, "hello");
    response.with("location", "/a\r\nSet-Cookie: b=c").with("x y", "z").with("Content-Length", "9");
    response.with("cache-control", "max-age=1");
    std::string text;

    append_response(
        response,
        {.listener = ListenerKind::staff,
         .tls = true,
         .keep_alive = true,
         .without_body = false,
         .date = "now"},
        text
    );

    CHECK(text.find("Set-Cookie") == std::string::npos);
    CHECK(text.find("x y") == std::string::npos);
    CHECK(text.find("Content-Length: 5\r\n") != std::string::npos);
    CHECK(text.find("no-store") == std::string::npos);
    CHECK(text.ends_with("\r\n\r\nhello"));
}

TEST_CASE("request: a cookie is found by its whole name") {
    Request request;
    request.headers = {{"cookie", "a=1; __Host-s=abc=; b=\"2\""}};

    CHECK(request.cookie("__Host-s") == "abc=");
    CHECK(request.cookie("s") == std::nullopt);
}
