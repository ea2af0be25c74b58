// FormDesk: answers every request for a page of the form.
//
// Ownership: owns its journey, drafts and pages; borrows what the settings borrow, and the queue.
// Threads:   any io thread. send() is answered from the engine thread.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "adapters/http/intake/draft_store.hpp"
#include "adapters/http/intake/flow.hpp"
#include "adapters/http/intake/intake.hpp"
#include "adapters/http/intake/pages.hpp"

namespace clarion::http::intake {

class FormDesk : public std::enable_shared_from_this<FormDesk> {
public:
    FormDesk(runtime::WorkQueue& queue, IntakeSettings settings);

    void start(Call call) const;
    void begin(Call call);
    void leaving(Call call);
    void show(Call call, std::string_view folder);
    void take(Call call, std::string_view folder);
    void summary(Call call);
    void send(Call call);
    void sent(Call call);
    void exit(Call call);
    void help(Call call);
    void accessibility(Call call);
    void fill_in(Call call);
    void still_there(Call call);
    void stay(Call call);
    void plain(Call call, std::string_view name) const;

private:
    // The form in progress of this request's cookie.
    [[nodiscard]] std::optional<Visit> visit_of(const Request& request);
    // The same for a post that really comes from one of our pages; otherwise answers by itself.
    struct Posted {
        Visit visit;
        FormFields fields;
    };
    [[nodiscard]] std::optional<Posted> posted(Call& call, const Page* page);
    [[nodiscard]] Response ended() const;
    // The same, and what is kept of the visit goes.
    [[nodiscard]] Response end(const Visit& visit);
    [[nodiscard]] Response keep(const Visit& visit, Response response);
    [[nodiscard]] Today today() const;
    void offer(Call call, const Visit& visit, core::json::object request);
    [[nodiscard]] Response answered(const std::string& cookie, const runtime::Answer& answer);

    IntakeSettings settings_;
    Journey journey_;
    DraftStore drafts_;
    Pages pages_;
    runtime::WorkQueue& queue_;
};

}  // namespace clarion::http::intake
