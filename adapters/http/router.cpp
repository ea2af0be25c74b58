#include "adapters/http/router.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <set>

#include "adapters/http/field_text.hpp"
#include "adapters/http/problem.hpp"
#include "engine/core/access/policy.hpp"

namespace clarion::http {
namespace {

[[noreturn]] void refuse_table(std::string_view pattern, std::string_view why) {
    std::fprintf(
        stderr,
        "route table: %.*s %.*s\n",
        static_cast<int>(pattern.size()),
        pattern.data(),
        static_cast<int>(why.size()),
        why.data()
    );
    std::abort();
}

bool is_parameter(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

bool takes_rest(std::string_view segment) {
    return is_parameter(segment) && segment.ends_with("...}");
}

std::string_view name_of(std::string_view segment) {
    return segment.substr(1, segment.size() - (takes_rest(segment) ? 5 : 2));
}

bool may_call(const core::Principal& principal, Access access) {
    switch (access) {
        case Access::anyone:
        case Access::operators:
        case Access::signed_in:
            return true;
        case Access::staff:
            return core::allows(principal, core::Permission::know_cases);
        case Access::agency:
            return core::allows(principal, core::Permission::answer_for_agency);
        case Access::auditor:
            return core::allows(principal, core::Permission::read_audit);
        case Access::exports:
            return core::allows(principal, core::Permission::export_audit);
        case Access::reports:
            return core::allows(principal, core::Permission::read_reports);
        case Access::alerts:
            return core::allows(principal, core::Permission::work_alerts);
    }
    return false;
}

bool is_open(Access access) {
    return access == Access::anyone || access == Access::operators;
}

// Method and pattern in the letters a type has in the log: get.api.v1.cases.ref.actions. Never the
// path itself, which holds what a caller wrote.
std::string name_in_log(const Route& route) {
    std::string name(to_string(route.method));
    for (const char c : route.pattern) {
        if (c == '{' || c == '}') continue;
        name += c == '/' ? '.' : c;
    }
    for (char& c : name) {
        const bool is_upper = c >= 'A' && c <= 'Z';
        const bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
        c = is_upper ? static_cast<char>(c - 'A' + 'a') : fits ? c : '_';
    }
    while (name.ends_with('.'))
        name.pop_back();
    return name;
}

std::string_view words_for(int status) {
    if (status == 401) return "Sign in first.";
    if (status == 403) return "This is not for your role.";
    if (status == 404) return "There is nothing here that you may know of.";
    if (status == 500 || status == 503) return "It may not have taken place. Look, then try again.";
    if (status == 413) return "This is too long. Nothing took place.";
    if (status == 429) return "Too much came at once. Nothing took place: come again later.";
    return "The method is not allowed here.";
}

Urgency urgency_of(const Route& route) {
    if (route.urgency != Urgency::by_method) return route.urgency;
    if (route.listener == ListenerKind::admin) return Urgency::always;
    return route.method == Method::get ? Urgency::look : Urgency::act;
}

Response plain_page(int status) {
    return html_response(
        status,
        "<!doctype html><html lang=\"en\"><title>Page</title><p>" + std::string(words_for(status)) +
            "</p></html>"
    );
}

}  // namespace

// One step of the path. Literal segments win over {names}, these over a {rest...}.
struct Router::Node {
    std::map<std::string_view, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> parameter;
    std::unique_ptr<Node> rest;
    std::vector<const Route*> rows;

    [[nodiscard]] Node& child(std::string_view segment) {
        auto& place = takes_rest(segment)     ? rest
                      : is_parameter(segment) ? parameter
                                              : literals[segment];
        if (!place) place = std::make_unique<Node>();
        return *place;
    }

    // Empty rest: this node. Null: no row has this path.
    [[nodiscard]] const Node* find(std::string_view path) const {
        if (path.empty()) return rows.empty() ? nullptr : this;
        std::string_view after = path;
        const std::string_view segment = take_until(after, '/');
        const bool slash_at_end = after.empty() && path.size() > segment.size();
        if (!slash_at_end) {
            if (const auto literal = literals.find(segment); literal != literals.end()) {
                if (const Node* found = literal->second->find(after)) return found;
            }
            if (parameter) {
                if (const Node* found = parameter->find(after)) return found;
            }
        }
        return rest.get();
    }

    [[nodiscard]] const Route* row_for(Method method) const {
        const Method wanted = method == Method::head ? Method::get : method;
        const auto found = std::find_if(rows.begin(), rows.end(), [wanted](const Route* row) {
            return row->method == wanted;
        });
        return found == rows.end() ? nullptr : *found;
    }

    [[nodiscard]] std::string allow() const {
        std::set<std::string_view> names{"OPTIONS"};
        for (const Route* row : rows) {
            names.insert(to_string(row->method));
            if (row->method == Method::get) names.insert("HEAD");
        }
        std::string list;
        for (const auto name : names)
            list += (list.empty() ? "" : ", ") + std::string(name);
        return list;
    }
};

Router::Router(
    std::vector<Route> routes,
    Authenticate authenticate,
    PageFault page_fault,
    std::string challenge,
    RefusalNotes notes
)
    : routes_(std::move(routes)),
      authenticate_(std::move(authenticate)),
      page_fault_(std::move(page_fault)),
      challenge_(std::move(challenge)),
      notes_(std::move(notes)) {
    for (const Route& route : routes_) {
        auto& root = roots_[route.listener];
        if (!root) root = std::make_unique<Node>();
        Node* node = root.get();
        if (!route.pattern.starts_with('/')) refuse_table(route.pattern, "does not start with /");
        std::string_view path = route.pattern.substr(1);
        while (!path.empty()) {
            const std::string_view segment = take_until(path, '/');
            if (takes_rest(segment) && !path.empty()) refuse_table(route.pattern, "goes on");
            node = &node->child(segment);
        }
        if (node->row_for(route.method) != nullptr) refuse_table(route.pattern, "comes twice");
        node->rows.push_back(&route);
    }
}

Router::~Router() = default;
Router::Router(Router&&) noexcept = default;

namespace {

Style style_of_unknown(const Request& request) {
    const bool api = request.path.starts_with("/api/") || request.listener == ListenerKind::admin;
    return api ? Style::api : Style::page;
}

// The parts of the path that stand where the pattern has names. Requires: the path matched it.
void bind_parameters(std::string_view pattern, Request& request) {
    std::string_view path = request.path;
    path.remove_prefix(1);
    pattern.remove_prefix(1);
    while (!pattern.empty()) {
        const std::string_view segment = take_until(pattern, '/');
        const std::string_view value = takes_rest(segment) ? path : take_until(path, '/');
        if (is_parameter(segment)) request.path_params.emplace(name_of(segment), value);
    }
}

}  // namespace

const Router::Node* Router::node_of(const Request& request) const {
    const auto root = roots_.find(request.listener);
    if (root == roots_.end() || request.path.empty()) return nullptr;
    return root->second->find(std::string_view(request.path).substr(1));
}

std::optional<Response> Router::page_fault_at(const Request& request, int status) const {
    if (request.path.empty()) return std::nullopt;
    const Node* node = node_of(request);
    const Style style = node == nullptr ? style_of_unknown(request) : node->rows.front()->style;
    if (style == Style::api) return std::nullopt;
    return fault(request, style, status);
}

void Router::dispatch(Request request, Reply reply) const {
    const Node* node = node_of(request);
    if (node == nullptr) {
        reply(fault(request, style_of_unknown(request), 404));
        return;
    }
    if (request.method == Method::options) {
        Response response;
        response.status = 204;
        reply(std::move(response.with("allow", node->allow())));
        return;
    }
    const Route* route = node->row_for(request.method);
    if (route == nullptr) {
        reply(std::move(fault(request, node->rows.front()->style, 405).with("allow", node->allow()))
        );
        return;
    }
    bind_parameters(route->pattern, request);
    call(*route, std::move(request), reply);
}

void Router::call(const Route& route, Request request, const Reply& reply) const {
    Call call{std::move(request), {}, reply, name_in_log(route)};
    if (!lets_in(route, call)) return;
    if (!is_open(route.access)) {
        auto found = authenticate_ ? authenticate_(call.request)
                                   : Found(core::failure(Stranger::no_credentials));
        if (!found) return refuse_stranger(route, call, found.error());
        call.principal = std::move(*found);
        const std::string& who = call.principal.person.text;
        if (!keeps_to_rate(route, call, Limit::clients, who)) return;
        if (!may_call(call.principal, route.access)) return refuse_role(route, call);
    }
    route.handler(std::move(call));
}

bool Router::lets_in(const Route& route, const Call& call) const {
    if (admission_ == nullptr) return true;
    const Urgency urgency = urgency_of(route);
    if (admission_->gives_way(urgency)) {
        call.reply(std::move(fault(call.request, route.style, 503).with("retry-after", "10")));
        return false;
    }
    if (urgency != Urgency::sign_in) return true;
    Call asking = call;
    return keeps_to_rate(route, asking, Limit::sign_in, call.request.network);
}

bool Router::keeps_to_rate(const Route& route, Call& call, Limit limit, std::string_view who)
    const {
    if (admission_ == nullptr) return true;
    const core::Taken taken = admission_->take(limit, who);
    const bool is_api = route.style == Style::api;
    if (!taken.allowed) {
        Response refused = fault(call.request, route.style, 429);
        refused.with("retry-after", retry_after(taken));
        if (is_api) admission_->tell(limit, taken, refused);
        call.reply(std::move(refused));
        return false;
    }
    if (is_api && admission_->holds(limit)) {
        call.reply = [reply = std::move(call.reply), admission = admission_, limit, taken](
                         Response response
                     ) {
            reply(finished_by(std::move(response), [admission, limit, taken](Response& answer) {
                admission->tell(limit, taken, answer);
            }));
        };
    }
    return true;
}

void Router::refuse_role(const Route& route, const Call& call) const {
    Response refused = fault(call.request, route.style, 403);
    if (!notes_.record) return call.reply(std::move(refused));
    Response unrecorded = fault(call.request, route.style, 503);
    notes_.record(call, [reply = call.reply, refused, unrecorded](bool kept) {
        reply(kept ? refused : unrecorded);
    });
}

void Router::refuse_stranger(const Route& route, const Call& call, Stranger why) const {
    if (notes_.count_stranger) notes_.count_stranger();
    if (why == Stranger::bad_credentials && admission_ != nullptr) {
        const core::Taken taken = admission_->take(Limit::strangers, call.request.network);
        if (!taken.allowed) {
            Response later = fault(call.request, route.style, 429);
            return call.reply(std::move(later.with("retry-after", retry_after(taken))));
        }
    }
    Response refused = fault(call.request, route.style, why == Stranger::cannot_tell ? 503 : 401);
    const bool is_api = route.style == Style::api;
    if (is_api && why == Stranger::no_credentials) refused.with("www-authenticate", challenge_);
    // RFC 6750 3.1: no reason is given, for it would help whoever forges.
    if (is_api && why == Stranger::bad_credentials) {
        refused.with("www-authenticate", challenge_ + ", error=\"invalid_token\"");
    }
    call.reply(std::move(refused));
}

Response Router::fault(const Request& request, Style style, int status) const {
    if (style == Style::page) {
        return page_fault_ ? page_fault_(request, status) : plain_page(status);
    }
    if (status == 503) return problem_of(runtime::Unavailable{}, request.id);
    if (status == 405) {
        return problem(405, "method_not_allowed", words_for(status), request.id);
    }
    if (status == 429) {
        return problem(429, "too_many_requests", words_for(status), request.id);
    }
    const auto code = status == 401   ? core::RefusalCode::not_signed_in
                      : status == 403 ? core::RefusalCode::role_not_allowed
                                      : core::RefusalCode::not_found;
    return problem_of(core::Refusal{.code = code, .detail = {}, .errors = {}}, request.id);
}

std::string_view to_string(Access access) {
    switch (access) {
        case Access::anyone:
            return "anyone";
        case Access::staff:
            return "staff";
        case Access::agency:
            return "agency";
        case Access::auditor:
            return "auditor";
        case Access::exports:
            return "exports";
        case Access::reports:
            return "reports";
        case Access::alerts:
            return "alerts";
        case Access::signed_in:
            return "signed_in";
        case Access::operators:
            return "operators";
    }
    return "";
}

std::string describe_routes(const Router& router) {
    std::set<std::string> lines;
    for (const Route& route : router.routes()) {
        std::string line(to_string(route.method));
        for (const std::string_view word :
             {route.pattern, to_string(route.listener), to_string(route.access)}) {
            line += ' ';
            line += word;
        }
        lines.insert(line + '\n');
    }
    std::string text;
    for (const auto& line : lines)
        text += line;
    return text;
}

}  // namespace clarion::http
