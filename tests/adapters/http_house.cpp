#include "tests/adapters/http_house.hpp"

#include "adapters/http/problem.hpp"
#include "tests/adapters/http_client.hpp"

namespace clarion::test {

using namespace http;

void Visits::add(Call call) {
    const std::lock_guard lock(mutex_);
    calls_.push_back(std::move(call));
    ++count_;
    arrived_.notify_all();
}

Call Visits::take() {
    std::unique_lock lock(mutex_);
    if (!arrived_.wait_for(lock, kPatience, [this] { return !calls_.empty(); })) {
        throw std::runtime_error("nobody came");
    }
    Call call = std::move(calls_.front());
    calls_.erase(calls_.begin());
    return call;
}

std::size_t Visits::count() const {
    const std::lock_guard lock(mutex_);
    return count_;
}

namespace {

Response breaks_later() {
    Response response;
    response.finish = [](Response&) { throw std::runtime_error("inner words"); };
    return response;
}

std::vector<Route> rows_of(House& house) {
    std::vector<Route> rows;
    for (const auto kind : {ListenerKind::public_form, ListenerKind::staff, ListenerKind::admin}) {
        const auto row = [&rows, kind](Method method, std::string_view path, Handler handler) {
            const Style style = path.starts_with("/api/") ? Style::api : Style::page;
            rows.push_back({method, path, kind, Access::anyone, style, std::move(handler)});
        };
        row(Method::get, "/api/v1/hello", [](const Call& call) {
            call.reply(json_response(200, R"({"hello":true})"));
        });
        row(Method::get, "/api/v1/say/{word}", [](const Call& call) {
            call.reply(json_response(200, call.request.path_params.at("word")));
        });
        row(Method::post, "/api/v1/keep", [&house](const Call& call) {
            house.visits.add(call);
            call.reply(json_response(200, call.request.body));
        });
        for (const std::string_view path : {"/api/v1/wait", "/page/wait"})
            row(Method::get, path, [&house](Call call) { house.waiting.add(std::move(call)); });
        for (const std::string_view path : {"/api/v1/break", "/page/break"})
            row(Method::get, path, [](const Call&) { throw std::runtime_error("inner words"); });
        for (const std::string_view path : {"/api/v1/forget", "/page/forget"})
            row(Method::get, path, [](const Call&) {});
        for (const std::string_view path : {"/api/v1/break-later", "/page/break-later"})
            row(Method::get, path, [](const Call& call) { call.reply(breaks_later()); });
        row(Method::post, "/form", [&house](const Call& call) {
            house.visits.add(call);
            call.reply(html_response(200, "<p>kept</p>"));
        });
        row(Method::get, "/api/v1/step", [](const Call& call) {
            Response response = json_response(200, "{}");
            response.step = kStep;
            call.reply(std::move(response));
        });
        row(Method::get, "/api/v1/busy", [](const Call& call) {
            call.reply(problem_of(runtime::Unavailable{}, call.request.id));
        });
    }
    return rows;
}

ListenerSettings listener(ListenerKind kind) {
    ListenerSettings settings;
    settings.kind = kind;
    settings.host = "127.0.0.1";
    settings.our_hosts = {"localhost", "127.0.0.1", "[::1]", "clarion.example"};
    return settings;
}

const TlsFiles& certificate() {
    static const TlsFiles files = self_signed_certificate();
    return files;
}

}  // namespace

House::House(const HouseSettings& settings) : router(rows_of(*this), {}) {
    ListenerSettings secure = listener(settings.kind);
    secure.tls = certificate();
    secure.tls12_allowed = settings.tls12_allowed;
    secure.connections_max = settings.connections_max;
    secure.connections_per_network = settings.connections_per_network;
    secure.networks = settings.networks;
    secure.on_dropped = settings.on_dropped;
    std::vector<ListenerSettings> listeners{secure, listener(ListenerKind::admin)};
    server = std::make_unique<Server>(std::move(listeners), router, 1, settings.deadlines);
    const auto ports = server->start();
    port = ports.at(0);
    plain_port = ports.at(1);
}

}  // namespace clarion::test
