// A router over the API's rows and an engine that answers what the test told it to.
#pragma once

#include <doctest/doctest.h>

#include "adapters/http/api/api_routes.hpp"

namespace clarion::test {

using namespace clarion::http;
namespace json = core::json;

core::Digest sha256(std::initializer_list<std::span<const std::uint8_t>> parts);

// Answers what the test told it to, and keeps what it was asked.
class FakeEngine final : public runtime::WorkQueue {
public:
    FakeEngine();
    ~FakeEngine() override;
    bool offer(runtime::Work work) override;

    template <typename T>
    [[nodiscard]] const T& last() const {
        return std::get<T>(asked.back());
    }

    bool full = false;
    runtime::Answer next;
    std::vector<runtime::Asked> asked;
    std::vector<runtime::Caller> callers;
};

runtime::Answered answered(json::value document, std::optional<std::uint64_t> version = {});
runtime::Answered made(json::value document);
runtime::Answered bytes(std::string text);
core::Refusal refusal(core::RefusalCode code, std::string detail = "");
core::Principal person(std::string name, std::string role);

// `Authorization: Test <name> <role>`.
Found authenticate(const Request& request);

struct Desk {
    Desk();
    ~Desk();

    FakeEngine engine;
    Readiness readiness{.ready = true, .why = ""};
    Router router;

    Response send(Request request);
};

std::string field(const Response& response, std::string_view name);
Request get(std::string path, std::string who = "Test ann coordinator");
Request post(std::string path, std::string body, std::string who = "Test ann coordinator");

inline const std::string kAction = "/api/v1/cases/7K3M-2QXT-C/actions/approve";
inline const std::string kCase = "/api/v1/cases/7K3M-2QXT-C";

json::value problem_in(const Response& response);
std::string text_at(const json::value& document, std::string_view name);

}  // namespace clarion::test
