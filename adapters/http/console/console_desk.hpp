// ConsoleDesk: answers the staff's requests by asking the engine what the API would ask.
//
// Ownership: borrows what the settings borrow, and the queue.
// Threads:   any io thread.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "adapters/http/audit_run.hpp"
#include "adapters/http/console/console_pages.hpp"
#include "adapters/http/console/gather.hpp"

namespace clarion::http::console {

class ConsoleDesk : public std::enable_shared_from_this<ConsoleDesk> {
public:
    ConsoleDesk(runtime::WorkQueue& queue, ConsoleSettings settings);

    void show_ways(Call call);
    void ask_for_code(Call call);
    void take_code(Call call);
    void come_back(Call call);
    void say_goodbye(Call call);
    void signed_out(Call call);
    void back_channel_logout(Call call);
    void choose_persona(Call call);
    void sign_in(Call call);
    void sign_out(Call call);
    void home(Call call);
    void open_case(Call call);
    void show_search(Call call);
    void search(Call call);
    void related(Call call);
    void show_action(Call call);
    void take_action(Call call);
    void workflows(Call call);
    void openings(Call call);
    void show_opening(Call call);
    void open_by_hand(Call call);
    void timeline(Call call);
    void diagram(Call call);
    void agency_list(Call call);
    void show_request(Call call);
    void answer_request(Call call);
    void audit(Call call);
    void checkpoint(Call call);
    void report(Call call);
    void audit_facets(Call call);
    void audit_questions(Call call);
    void audit_answer(Call call);
    void audit_entry(Call call);
    void kept_queries(Call call);
    void show_keeping(Call call);
    void keep_query(Call call);
    void drop_query(Call call);
    void exports(Call call);
    void show_asking(Call call);
    void ask_export(Call call);
    void show_settling(Call call);
    void settle_export(Call call);
    void fetch_export(Call call);
    void retention_list(Call call);
    void retention(Call call);
    void show_retention_act(Call call);
    void take_retention_act(Call call);
    void show_reveal(Call call);
    void reveal(Call call);
    void show_break_glass(Call call);
    void break_glass(Call call);
    void alerts(Call call);
    void show_alert(Call call);
    void settle_alert(Call call);

    [[nodiscard]] Response fault(const Request& request, int status) const;

private:
    [[nodiscard]] Reader reader_of(const Call& call) const;
    [[nodiscard]] std::string token_of(const Request& request) const;
    // The fields of a post from one of our pages; otherwise answers by itself.
    [[nodiscard]] std::optional<FormFields> posted(
        const Call& call, const std::vector<std::string>& repeatable
    ) const;
    // Of a form that a page says it is; null when there is no such form.
    [[nodiscard]] core::json::value schema_of(std::string_view form) const;
    // Sends what was posted to the engine; `heard` takes its answer, or that the queue is full.
    template <class Page>
    using Heard = void (ConsoleDesk::*)(Call call, Page page, const runtime::Answer& answer);
    template <class Page>
    void send(Call call, Page page, runtime::Asked asked, Heard<Page> heard);
    [[nodiscard]] runtime::Idempotency idempotency_of(const Call& call, const WrittenPage& page)
        const;
    [[nodiscard]] Response signed_in(const std::string& return_to) const;
    [[nodiscard]] Response busy() const;
    [[nodiscard]] Response sign_in_failed(SignInFailed why) const;
    [[nodiscard]] Response locked(const Request& request) const;
    [[nodiscard]] Response wait_a_moment(const Request& request) const;
    // How a page says what is not an answer.
    [[nodiscard]] Response said_no(const Reader& reader, const runtime::Answer& answer) const;
    using MakeAsked = std::function<runtime::Asked(core::json::value form)>;
    using DrawGood = std::function<Response(const Reader&, const core::json::value& answer)>;
    void send_why(Call call, WhyPage page, const MakeAsked& make, DrawGood draw);
    // The page once more, with what is wrong; `draw` when nothing is.
    [[nodiscard]] Response why_answered(
        const Reader& reader, WhyPage page, const runtime::Answer& answer, const DrawGood& draw
    ) const;
    void show_again(Call call, ActionPage page);
    void show_opening_again(Call call, OpeningPage page);
    void opening_answered(Call call, OpeningPage page, const runtime::Answer& answer);
    void show_request_again(Call call, AgencyPage page);
    void action_answered(Call call, ActionPage page, const runtime::Answer& answer);
    void show_retention_again(Call call, ActionPage page);
    void retention_answered(Call call, ActionPage page, const runtime::Answer& answer);
    void ask_log(Call call, runtime::ReadAuditPart asked, DrawMade draw);
    void request_answered(Call call, AgencyPage page, const runtime::Answer& answer);

    ConsoleSettings settings_;
    ConsolePages pages_;
    runtime::WorkQueue& queue_;
};

template <class Page>
void ConsoleDesk::send(Call call, Page page, runtime::Asked asked, Heard<Page> heard) {
    runtime::Work work;
    work.caller = {call.principal, call.request.id};
    work.asked = std::move(asked);
    work.answer = [self = shared_from_this(), call, page, heard](const runtime::Answer& answer) {
        ((*self).*heard)(call, page, answer);
    };
    if (!queue_.offer(std::move(work))) {
        (this->*heard)(std::move(call), std::move(page), runtime::Unavailable{});
    }
}

}  // namespace clarion::http::console
