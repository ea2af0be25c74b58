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
    FakeEngine();
    ~FakeEngine() override;
    bool offer(runtime::Work work) override;
    bool is_full = false;
    std::vector<runtime::Asked> asked;
    std::function<runtime::Answer(const runtime::Asked&)> answer;
};

// Not encryption, yet unreadable without the secret: enough to see whether it is asked for.
http::intake::Sealing xor_sealing();

core::json::value journey_document();

struct PagesHouse {
    PagesHouse();
    ~PagesHouse();
    PagesHouse(const PagesHouse&) = delete;
    PagesHouse& operator=(const PagesHouse&) = delete;

    files::FileSet schemas;
    files::FormSchemas forms;
    http::web::Templates templates;
    core::Sha256 sha256;
    http::web::StaticFiles files;
    FakeClock clock;
    FakeIds ids;
    FakeEngine engine;

    [[nodiscard]] http::intake::IntakeSettings intake();
};

// A browser without a screen: keeps the one cookie, follows nothing by itself.
class PlainBrowser {
public:
    explicit PlainBrowser(std::vector<http::Route> routes);
    ~PlainBrowser();
    PlainBrowser(PlainBrowser&&) noexcept;
    http::Response get(std::string path) { return send(http::Method::get, std::move(path), ""); }
    http::Response post(std::string path, std::string body) {
        return send(http::Method::post, std::move(path), std::move(body));
    }
    // The hidden token of the last page.
    [[nodiscard]] const std::string& token() const { return token_; }
    std::string cookie;
    std::string network = "192.0.2.0/24";

private:
    http::Response send(http::Method method, std::string path, std::string body);

    http::Router router_;
    std::string token_;
};

std::string header_of(const http::Response& response, std::string_view name);

}  // namespace clarion::test
