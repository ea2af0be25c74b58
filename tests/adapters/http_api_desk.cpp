#include "tests/adapters/http_api_desk.hpp"

#include <openssl/evp.h>

namespace clarion::test {

core::Digest sha256(std::initializer_list<std::span<const std::uint8_t>> parts) {
    core::Digest digest{};
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_DigestInit_ex(context, EVP_sha256(), nullptr);
    for (const auto part : parts)
        EVP_DigestUpdate(context, part.data(), part.size());
    EVP_DigestFinal_ex(context, digest.data(), nullptr);
    EVP_MD_CTX_free(context);
    return digest;
}

FakeEngine::FakeEngine() = default;
FakeEngine::~FakeEngine() = default;

bool FakeEngine::offer(runtime::Work work) {
    if (full) return false;
    asked.push_back(work.asked);
    callers.push_back(work.caller);
    // The real one answers what was refused with the refusal, once it is on record.
    const auto* refused = std::get_if<runtime::RefuseAttempt>(&work.asked);
    const bool is_recorded =
        refused != nullptr && !std::holds_alternative<runtime::Unavailable>(next);
    work.answer(is_recorded ? runtime::Answer(refused->refusal) : next);
    return true;
}

runtime::Answered answered(json::value document, std::optional<std::uint64_t> version) {
    runtime::Answered answer;
    answer.document = std::move(document);
    answer.version = version;
    return answer;
}

runtime::Answered made(json::value document) {
    runtime::Answered answer = answered(std::move(document));
    answer.created = true;
    return answer;
}

runtime::Answered bytes(std::string text) {
    runtime::Answered answer;
    answer.bytes = std::move(text);
    return answer;
}

core::Refusal refusal(core::RefusalCode code, std::string detail) {
    return {
        .code = code,
        .detail = std::move(detail),
        .errors = {{"/subject/name", "required", "Enter the name"}},
        .version = 9};
}

core::Principal person(std::string name, std::string role) {
    core::Principal principal;
    principal.person.text = std::move(name);
    principal.roles = {std::move(role)};
    return principal;
}

Found authenticate(const Request& request) {
    const auto value = request.header("authorization");
    if (value == "Test a-bad-token") return core::failure(Stranger::bad_credentials);
    if (value == "Test too-early") return core::failure(Stranger::cannot_tell);
    if (!value || !value->starts_with("Test ")) return core::failure(Stranger::no_credentials);
    const std::string_view rest = value->substr(5);
    const auto space = rest.find(' ');
    return person(std::string(rest.substr(0, space)), std::string(rest.substr(space + 1)));
}

std::string field(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
        if (key == name) return value;
    }
    return {};
}

Request get(std::string path, std::string who) {
    Request request;
    request.listener = ListenerKind::staff;
    request.path = std::move(path);
    request.id = "0123";
    if (!who.empty()) request.headers.emplace_back("authorization", std::move(who));
    return request;
}

Request post(std::string path, std::string body, std::string who) {
    Request request = get(std::move(path), std::move(who));
    request.method = Method::post;
    request.body = std::move(body);
    request.headers.emplace_back("content-type", "application/json");
    return request;
}

json::value problem_in(const Response& response) {
    CHECK(field(response, "content-type") == "application/problem+json");
    return json::parse(response.body);
}

std::string text_at(const json::value& document, std::string_view name) {
    return std::string(document.at(name).as_string());
}

Desk::Desk()
    : router(
          api_routes(
              engine,
              ApiSettings{
                  .sha256 = sha256,
                  .cursor_key = std::string(32, 'k'),
                  .render_dot = [](const std::string& dot) { return "<svg>" + dot + "</svg>"; },
                  .openapi_json = R"({"openapi":"3.1.0"})",
                  .protected_resource = R"({"resource":"https://staff.example"})",
                  .readiness = [this] { return readiness; },
                  .metrics = [] { return std::string("clarion_up 1\n"); },
              }
          ),
          authenticate
      ) {}

Desk::~Desk() = default;

Response Desk::send(Request request) {
    std::optional<Response> answer;
    router.dispatch(std::move(request), [&answer](Response response) {
        answer = finished(std::move(response));
    });
    REQUIRE(answer.has_value());
    return *answer;
}

}  // namespace clarion::test
