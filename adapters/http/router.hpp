// Router: the one table of what answers where, with who may call it in the row.
//
// A row without its access does not compile; tests hold the table against schemas/openapi.yaml.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/message.hpp"
#include "engine/core/access/principal.hpp"

namespace clarion::http {

// Who may call a row; the router asks the identity door before the handler runs.
enum class Access {
    anyone,          // public pages, health
    intake_service,  // a trusted front
    staff,           // any signed-in police role that may know of cases
    agency,          // signed in for an agency
    auditor,         // reads the log
    reports,         // reads counts
    signed_in,       // anybody with a session or token
    operators,       // admin listener, loopback
};

// How a row answers when the caller is not who it asks for.
enum class Style { api, page };

struct Call {
    Request request;
    core::Principal principal;  // `none` for Access::anyone
    Reply reply;
};
using Handler = std::function<void(Call)>;

struct Route {
    Method method;
    std::string_view pattern;  // such as /api/v1/cases/{ref}/actions/{name}; a last {name...} takes
                               // the rest; outlives the router
    ListenerKind listener;
    Access access;
    Style style;
    Handler handler;
};

// The identity door: who the request's cookie, token or certificate stands for. Empty: nobody.
using Authenticate = std::function<std::optional<core::Principal>(const Request&)>;

// How a page says 401, 403, 404, 405, 500 or 503, such as by a way to sign in.
using PageFault = std::function<Response(const Request&, int status)>;

// What the API's 401 asks for.
inline constexpr std::string_view kBearerChallenge = "Bearer realm=\"clarion\"";

class Router {
public:
    // Requires: patterns are unique for each method and listener; ends the program otherwise.
    // Without `page_fault` pages answer in one neutral line.
    Router(
        std::vector<Route> routes,
        Authenticate authenticate,
        PageFault page_fault = {},
        std::string challenge = std::string(kBearerChallenge)
    );
    ~Router();
    Router(Router&&) noexcept;
    // Finds the row, checks access, calls the handler; or answers 404, 405 with Allow, 401, 403 by
    // itself.
    void dispatch(Request request, Reply reply) const;
    [[nodiscard]] std::span<const Route> routes() const { return routes_; }

private:
    struct Node;

    void call(const Route& route, Request request, const Reply& reply) const;
    [[nodiscard]] Response fault(const Request& request, Style style, int status) const;

    std::vector<Route> routes_;
    Authenticate authenticate_;
    PageFault page_fault_;
    std::string challenge_;
    std::map<ListenerKind, std::unique_ptr<Node>> roots_;
};

// One line a row, sorted: METHOD path listener access. What tests hold against openapi.yaml.
[[nodiscard]] std::string describe_routes(const Router& router);
[[nodiscard]] std::string_view to_string(Access access);

}  // namespace clarion::http
