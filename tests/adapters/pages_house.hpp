// The pages' surroundings for tests: the house's real templates, forms and journey, and an engine
// that says what it is told to say.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "adapters/files/file_set.hpp"
#include "adapters/files/form_schemas.hpp"
#include "adapters/http/console/console.hpp"
#include "adapters/http/intake/intake.hpp"
#include "adapters/keys/sha256.hpp"
#include "tests/support/fake_machine.hpp"

namespace clarion::test {

// Answers at once, on the caller's thread; keeps what it was asked.
class FakeEngine final : public runtime::WorkQueue {
public:
    bool offer(runtime::Work work) override {
        if (is_full) return false;
        asked.push_back(work.asked);
        work.answer(answer(asked.back()));
        return true;
    }
    bool is_full = false;
    std::vector<runtime::Asked> asked;
    std::function<runtime::Answer(const runtime::Asked&)> answer = [](const runtime::Asked&) {
        return runtime::Answer(core::Refusal{});
    };
};

// Not encryption, yet unreadable without the secret: enough to see whether it is asked for.
inline http::intake::Sealing xor_sealing() {
    const auto mixed = [](std::string_view secret, std::string_view text) {
        std::string out(text);
        for (std::size_t i = 0; i < out.size(); ++i) {
            out[i] = static_cast<char>(out[i] ^ secret[i % secret.size()] ^ 0x55);
        }
        return out;
    };
    return {.seal = mixed, .open = [mixed](std::string_view secret, std::string_view sealed) {
                return std::optional<std::string>(mixed(secret, sealed));
            }};
}

inline core::json::value journey_document() {
    return core::json::parse(files::read_file(CLARION_SOURCE_DIR "/workflows/dvds/journey.json"));
}

struct PagesHouse {
    files::FileSet schemas = files::read_folder(CLARION_SOURCE_DIR "/schemas", "schemas/");
    files::FormSchemas forms{schemas};
    http::web::Templates templates{
        files::read_folder(CLARION_SOURCE_DIR "/adapters/http/web/templates", "")};
    core::Sha256 sha256 = keys::make_sha256();
    http::web::StaticFiles files{
        {{"applicant.css", "a{}"},
         {"applicant.js", "0"},
         {"outside.js", "1"},
         {"console.css", "c{}"},
         {"favicon.svg", "<svg/>"}},
        sha256};
    FakeClock clock;
    FakeIds ids;
    FakeEngine engine;

    [[nodiscard]] http::intake::IntakeSettings intake() {
        return {
            .journey = journey_document(),
            .page_files = files::read_folder(CLARION_SOURCE_DIR "/adapters/http/web/templates", ""),
            .files = files,
            .forms = forms,
            .clock = clock,
            .ids = ids,
            .sha256 = sha256,
            .sealing = xor_sealing(),
            .look = {"Example Force", "#1a3a5c", {}},
            .tongues = std::vector<http::web::Tongue>(1),
            .facts =
                [](const http::web::Tongue&) {
                    return http::web::Facts{
                        {"emergency", "999"},
                        {"non_emergency", "101"},
                        {"telephone", "01632 960 001"}};
                },
            .promises =
                {{{"initial_checks", 1}, {"case", 28}}, [](std::string_view) { return 20'784; }},
            .exit_target = "https://weather.example/",
            .helplines = {},
            .statement = {},
        };
    }
};

// A browser without a screen: keeps the one cookie, follows nothing by itself.
class PlainBrowser {
public:
    explicit PlainBrowser(std::vector<http::Route> routes)
        : router_(std::move(routes), [](const http::Request&) {
              return http::Found(core::failure(http::Stranger::no_credentials));
          }) {}

    http::Response get(std::string path) { return send(http::Method::get, std::move(path), ""); }
    http::Response post(std::string path, std::string body) {
        return send(http::Method::post, std::move(path), std::move(body));
    }
    // The hidden token of the last page.
    [[nodiscard]] const std::string& token() const { return token_; }
    std::string cookie;
    std::string network = "192.0.2.0/24";

private:
    http::Response send(http::Method method, std::string path, std::string body) {
        http::Request request;
        request.method = method;
        request.path = std::move(path);
        request.body = std::move(body);
        request.network = network;
        if (!cookie.empty()) request.headers.emplace_back("cookie", "__Host-s=" + cookie);
        http::Response got;
        router_.dispatch(std::move(request), [&got](http::Response response) {
            got = http::finished(std::move(response));
        });
        for (const auto& [name, value] : got.headers) {
            if (name == "set-cookie") cookie = value.substr(9, value.find(';') - 9);
        }
        static constexpr std::string_view kMark = "name=\"t\" value=\"";
        if (const auto at = got.body.find(kMark); at != std::string::npos) {
            const auto start = at + kMark.size();
            token_ = got.body.substr(start, got.body.find('"', start) - start);
        }
        return got;
    }

    http::Router router_;
    std::string token_;
};

inline std::string header_of(const http::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
        if (key == name) return value;
    }
    return {};
}

}  // namespace clarion::test
