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

#include "adapters/http/admission.hpp"
#include "adapters/http/message.hpp"
#include "engine/core/access/principal.hpp"
#include "engine/core/result.hpp"

namespace clarion::http {

// Who may call a row; the router asks the identity door before the handler runs.
enum class Access {
    anyone,     // public pages, health
    staff,      // any signed-in police role that may know of cases
    agency,     // signed in for an agency
    auditor,    // reads the log
    exports,    // agrees to exports of the log, and fetches them
    reports,    // reads counts
    alerts,     // works what supervisors must look at
    signed_in,  // anybody with a session or token; the engine asks for more in its turn
    operators,  // admin listener, loopback
};

// How a row answers when the caller is not who it asks for.
enum class Style { api, page };

struct Call {
    Request request;
    core::Principal principal;  // `none` for Access::anyone
    Reply reply;
    std::string attempted = {};  // the row as the log names it, such as get.api.v1.cases
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
    Urgency urgency = Urgency::by_method;
};

// Why the identity door knows nobody.
enum class Stranger {
    no_credentials,   // none were brought that it reads
    bad_credentials,  // a token was, and is not taken; one answer whatever is wrong with it
    cannot_tell,      // who could say is not to be had just now
};

// The identity door: who the request's cookie, token or certificate stands for.
using Found = core::Result<core::Principal, Stranger>;
using Authenticate = std::function<Found(const Request&)>;

// How a page says 401, 403, 404, 405, 500 or 503, such as by a way to sign in.
using PageFault = std::function<Response(const Request&, int status)>;

// Who hears of what the table refuses by itself.
struct RefusalNotes {
    // Puts on record that the call was refused to somebody signed in, then calls `told` once, with
    // false when that could not be done. From any thread.
    std::function<void(const Call& call, std::function<void(bool)> told)> record;
    // Nobody was signed in: counted, for whoever has no name must not be able to fill the log.
    std::function<void()> count_stranger;
};

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
        std::string challenge = std::string(kBearerChallenge),
        RefusalNotes notes = {}
    );
    ~Router();
    Router(Router&&) noexcept;
    // From now on nobody gets past it who is to wait: 503 for what gives way to others, 429 for who
    // comes too often.
    void limit_by(Admission& admission) { admission_ = &admission; }
    // Finds the row, checks access, calls the handler; or answers 404, 405 with Allow, 401, 403 by
    // itself. A 403 goes out after it is on record; when it cannot be, 503 goes out instead.
    void dispatch(Request request, Reply reply) const;
    // The page that says `status` to a request which was refused before it was whole; empty where
    // programs call and not people.
    [[nodiscard]] std::optional<Response> page_fault_at(const Request& request, int status) const;
    [[nodiscard]] std::span<const Route> routes() const { return routes_; }

private:
    struct Node;

    [[nodiscard]] const Node* node_of(const Request& request) const;
    void call(const Route& route, Request request, const Reply& reply) const;
    [[nodiscard]] bool lets_in(const Route& route, const Call& call) const;
    // Whether this caller keeps to its rate; otherwise answers. A program is told on the answer how
    // it stands.
    [[nodiscard]] bool keeps_to_rate(
        const Route& route, Call& call, Limit limit, std::string_view who
    ) const;
    void refuse_role(const Route& route, const Call& call) const;
    void refuse_stranger(const Route& route, const Call& call, Stranger why) const;
    [[nodiscard]] Response fault(const Request& request, Style style, int status) const;

    std::vector<Route> routes_;
    Authenticate authenticate_;
    PageFault page_fault_;
    std::string challenge_;
    RefusalNotes notes_;
    Admission* admission_ = nullptr;
    std::map<ListenerKind, std::unique_ptr<Node>> roots_;
};

// One line a row, sorted: METHOD path listener access. What tests hold against openapi.yaml.
[[nodiscard]] std::string describe_routes(const Router& router);
[[nodiscard]] std::string_view to_string(Access access);

}  // namespace clarion::http
