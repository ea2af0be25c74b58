#include "tests/adapters/pages_house.hpp"

namespace clarion::test {

FakeEngine::FakeEngine()
    : answer([](const runtime::Asked&) { return runtime::Answer(core::Refusal{}); }) {}

FakeEngine::~FakeEngine() = default;

bool FakeEngine::offer(runtime::Work work) {
    if (is_full) return false;
    asked.push_back(work.asked);
    work.answer(answer(asked.back()));
    return true;
}

http::intake::Sealing xor_sealing() {
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

core::json::value journey_document() {
    return core::json::parse(files::read_file(CLARION_SOURCE_DIR "/workflows/dvds/journey.json"));
}

PagesHouse::PagesHouse()
    : schemas(files::read_folder(CLARION_SOURCE_DIR "/schemas", "schemas/")),
      forms(schemas),
      templates(files::read_folder(CLARION_SOURCE_DIR "/adapters/http/web/templates", "")),
      sha256(keys::make_sha256()),
      files(
          {{"applicant.css", "a{}"},
           {"applicant.js", "0"},
           {"outside.js", "1"},
           {"console.css", "c{}"},
           {"favicon.svg", "<svg/>"}},
          sha256
      ) {}

PagesHouse::~PagesHouse() = default;

http::intake::IntakeSettings PagesHouse::intake() {
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
                    {"emergency", "999"}, {"non_emergency", "101"}, {"telephone", "01632 960 001"}};
            },
        .promises =
            {{{"initial_checks", 1}, {"case", 28}}, [](std::string_view) { return 20'784; }},
        .exit_target = "https://weather.example/",
        .helplines = {},
        .statement = {},
    };
}

PlainBrowser::PlainBrowser(std::vector<http::Route> routes)
    : router_(std::move(routes), [](const http::Request&) {
          return http::Found(core::failure(http::Stranger::no_credentials));
      }) {}

PlainBrowser::~PlainBrowser() = default;
PlainBrowser::PlainBrowser(PlainBrowser&&) noexcept = default;

http::Response PlainBrowser::send(http::Method method, std::string path, std::string body) {
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

std::string header_of(const http::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
        if (key == name) return value;
    }
    return {};
}

}  // namespace clarion::test
