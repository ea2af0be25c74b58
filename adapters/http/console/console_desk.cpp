#include "adapters/http/console/console_desk.hpp"

#include <variant>

#include "adapters/http/console/words.hpp"
#include "adapters/http/problem.hpp"
#include "engine/core/access/policy.hpp"
#include "engine/core/hex.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::http::console {

namespace json = core::json;

namespace {

const json::value kNothing;

const runtime::Answered* good(const runtime::Answer& answer) {
    return std::get_if<runtime::Answered>(&answer);
}

const json::value& document_of(const runtime::Answer& answer) {
    const auto* answered = good(answer);
    return answered ? answered->document : kNothing;
}

std::string query_text(const Request& request, std::string_view name) {
    return std::string(request.query_value(name).value_or(""));
}

}  // namespace

ConsoleDesk::ConsoleDesk(runtime::WorkQueue& queue, ConsoleSettings settings)
    : settings_(std::move(settings)), pages_(settings_), queue_(queue) {}

std::string ConsoleDesk::token_of(const Request& request) const {
    const auto cookie = request.cookie(settings_.cookie_name);
    if (!cookie) return {};
    // Its last part: that one stays when the same person signs in again, and is as secret.
    const std::string_view last = cookie->substr(cookie->rfind('.') + 1);
    return core::to_hex(
        settings_.sha256({ports::view_of("clarion form token\n"), ports::view_of(last)})
    );
}

Reader ConsoleDesk::reader_of(const Call& call) const {
    return {
        .name = call.principal.display_name,
        .token = token_of(call.request),
        .cases = core::allows(call.principal, core::Permission::know_cases),
        .agency = core::allows(call.principal, core::Permission::answer_for_agency),
        .audit = core::allows(call.principal, core::Permission::read_audit),
        .exports = core::allows(call.principal, core::Permission::export_audit),
        .reports = core::allows(call.principal, core::Permission::read_reports),
        .records = core::allows(call.principal, core::Permission::keep_records),
        .alerts = core::allows(call.principal, core::Permission::work_alerts)};
}

Response ConsoleDesk::said_no(const Reader& reader, const runtime::Answer& answer) const {
    const auto* refusal = std::get_if<core::Refusal>(&answer);
    const auto* unavailable = std::get_if<runtime::Unavailable>(&answer);
    if (unavailable != nullptr && unavailable->case_damaged) {
        return pages_.message(
            reader,
            503,
            "This case cannot be opened",
            "What is stored of it is damaged. Tell those who run the service; go on without it."
        );
    }
    if (!refusal) {
        return pages_.message(
            reader,
            503,
            "Not available just now",
            "Nothing was read or written, because it could not be put on record. Try again shortly."
        );
    }
    if (refusal->code == core::RefusalCode::not_found) {
        Response page =
            pages_.message(reader, 404, "Page not found", "There is nothing here for you.");
        page.step = kHiddenStep;
        return page;
    }
    return pages_.message(
        reader,
        status_of(refusal->code),
        "That cannot be shown",
        title_of_code(core::to_string(refusal->code)) + ". " + refusal->detail
    );
}

Response ConsoleDesk::fault(const Request& request, int status) const {
    if (request.listener != ListenerKind::staff) {
        // Nobody on the public side may learn from a mistyped address that staff pages exist.
        return html_response(
            status, "<!DOCTYPE html><html lang=\"en\"><title>Page</title><p>Page not found"
        );
    }
    if (status == 429) return wait_a_moment(request);
    if (status == 401 && settings_.ways) return locked(request);
    if (status == 401 && settings_.demo && request.method == Method::get)
        return redirect("/demo/sign-in");
    const Reader reader{};
    switch (status) {
        case 401:
            return pages_.message(reader, 401, "Signed out", "Sign in and try again.");
        case 403:
            return pages_.message(reader, 403, "Not for your role", "Your role cannot open this.");
        case 404:
            return pages_.message(reader, 404, "Page not found", "There is nothing here for you.");
        case 405:
            return pages_.message(
                reader, 405, "That cannot be done here", "Go back and try again."
            );
        case 413:
            return pages_.message(
                reader, 413, "That is too long", "Nothing took place. Go back and make it shorter."
            );
        case 500:
        case 503:
            return pages_.message(
                reader,
                status,
                status == 503 ? "No answer just now" : "Something went wrong",
                "It is not known whether anything took place. Look before you try again."
            );
        default:
            return pages_.message(reader, status, "Something went wrong", "Nothing took place.");
    }
}

void ConsoleDesk::home(Call call) {
    const Reader reader = reader_of(call);
    if (!reader.cases) {
        if (reader.agency) return call.reply(redirect("/console/agency"));
        if (reader.audit) return call.reply(redirect("/console/audit"));
        return call.reply(pages_.message(
            reader, 200, "No cases for your role", "Your role works on the service, not on cases."
        ));
    }
    QueuePage page;
    page.queue = query_text(call.request, "queue");
    page.clock = query_text(call.request, "clock");
    page.priority = query_text(call.request, "priority");
    runtime::ListCases asked;
    asked.queue = page.queue;
    asked.clock = page.clock;
    asked.min_priority = static_cast<int>(std::strtol(page.priority.c_str(), nullptr, 10));
    asked.cursor = query_text(call.request, "cursor");
    gather(
        queue_,
        call,
        {std::move(asked)},
        [self = shared_from_this(), reader, page](const Answers& answers) mutable {
            if (!good(answers[0])) return self->said_no(reader, answers[0]);
            page.list = document_of(answers[0]);
            return self->pages_.queue(reader, page);
        }
    );
}

void ConsoleDesk::open_case(Call call) {
    const Reader reader = reader_of(call);
    const std::string reference = call.request.path_params["ref"];
    const bool just_done = call.request.query_value("done").has_value();
    gather(
        queue_,
        call,
        {runtime::OpenCase{reference},
         runtime::ListActions{reference},
         runtime::ReadTimeline{reference, 0}},
        [self = shared_from_this(), reader, just_done](const Answers& answers) {
            if (!good(answers[0])) return self->said_no(reader, answers[0]);
            return self->pages_.open_case(
                reader,
                document_of(answers[0]),
                document_of(answers[1]),
                document_of(answers[2]),
                just_done
            );
        }
    );
}

void ConsoleDesk::timeline(Call call) {
    const Reader reader = reader_of(call);
    const std::string reference = call.request.path_params["ref"];
    const std::string after = query_text(call.request, "after");
    gather(
        queue_,
        call,
        {runtime::ReadTimeline{reference, std::strtoull(after.c_str(), nullptr, 10)}},
        [self = shared_from_this(), reader, reference](const Answers& answers) {
            if (!good(answers[0])) return self->said_no(reader, answers[0]);
            return self->pages_.timeline(reader, reference, document_of(answers[0]));
        }
    );
}

void ConsoleDesk::diagram(Call call) {
    const Reader reader = reader_of(call);
    const std::string reference = call.request.path_params["ref"];
    gather(
        queue_,
        call,
        {runtime::DrawDiagram{reference}, runtime::ReadTimeline{reference, 0}},
        [self = shared_from_this(), reader, reference](const Answers& answers) {
            if (!good(answers[0])) return self->said_no(reader, answers[0]);
            return self->pages_.diagram(
                reader, reference, document_of(answers[0]), document_of(answers[1])
            );
        }
    );
}

void ConsoleDesk::agency_list(Call call) {
    gather(
        queue_,
        call,
        {runtime::ListAgencyRequests{}},
        [self = shared_from_this(), reader = reader_of(call)](const Answers& answers) {
            if (!good(answers[0])) return self->said_no(reader, answers[0]);
            return self->pages_.agency_list(reader, document_of(answers[0]));
        }
    );
}

void ConsoleDesk::audit(Call call) {
    const Reader reader = reader_of(call);
    const std::string query = query_text(call.request, "q");
    const std::string kept = query_text(call.request, "kept");
    gather(
        queue_,
        call,
        {runtime::ReadAuditEvents{query, query_text(call.request, "cursor"), kept}},
        [self = shared_from_this(), reader, query, kept](const Answers& answers) {
            const auto* refusal = std::get_if<core::Refusal>(&answers[0]);
            if (refusal && refusal->code == core::RefusalCode::malformed_body) {
                return self->pages_.audit(reader, {query, kept, refusal->detail, nullptr});
            }
            if (!good(answers[0])) return self->said_no(reader, answers[0]);
            const json::value& found = document_of(answers[0]);
            return self->pages_.audit(reader, {text_at(found, "query"), kept, "", found});
        }
    );
}

void ConsoleDesk::checkpoint(Call call) {
    gather(
        queue_,
        call,
        {runtime::ReadAuditCheckpoint{}},
        [self = shared_from_this(), reader = reader_of(call)](const Answers& answers) {
            const auto* answered = good(answers[0]);
            if (!answered) return self->said_no(reader, answers[0]);
            return self->pages_.checkpoint(reader, answered->bytes);
        }
    );
}

}  // namespace clarion::http::console
