// Router: the one table of what answers where, with who may call it in the row.
//
// A row without its access does not compile; tests hold the table against schemas/openapi.yaml.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <variant>
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
    std::string_view pattern;  // such as /api/v1/cases/{ref}/actions/{name}
    ListenerKind listener;
    Access access;
    Style style;
    Handler handler;
};

// The identity door: who the request's cookie, token or certificate stands for. Empty: nobody.
using Authenticate = std::function<std::optional<core::Principal>(const Request&)>;

class Router {
public:
    // Requires: patterns are unique for each method and listener.
    Router(std::vector<Route> routes, Authenticate authenticate);
    // Finds the row, checks access, calls the handler; or answers 404, 405 with Allow, 401, 403 by
    // itself.
    void dispatch(Request request, Reply reply) const;
    [[nodiscard]] std::span<const Route> routes() const { return routes_; }

private:
    std::vector<Route> routes_;
    Authenticate authenticate_;
};

}  // namespace clarion::http
