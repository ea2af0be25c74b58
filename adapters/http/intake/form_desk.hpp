// FormDesk: answers every request for a page of the form, in the language of its address.
//
// Ownership: owns its languages and drafts; borrows what the settings borrow, and the queue.
// Threads:   any io thread. send() and report() are answered from the engine thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/http/intake/draft_store.hpp"
#include "adapters/http/intake/flow.hpp"
#include "adapters/http/intake/intake.hpp"
#include "adapters/http/intake/pages.hpp"
#include "adapters/http/intake/peer_pace.hpp"
#include "adapters/http/intake/speech.hpp"

namespace clarion::http::intake {

// The form in one language, with the pages it is drawn on.
struct Spoken {
    Spoken(const IntakeSettings& settings, const web::Tongue& tongue)
        : speech(settings, tongue), pages(settings, speech) {}
    Spoken(const Spoken&) = delete;
    Spoken& operator=(const Spoken&) = delete;

    [[nodiscard]] Response go(std::string_view address) const {
        return redirect(speech.tongue.address(address));
    }
    [[nodiscard]] const Journey& journey() const { return speech.journey; }

    Speech speech;
    Pages pages;
};
using AllSpoken = std::vector<std::unique_ptr<const Spoken>>;
[[nodiscard]] AllSpoken every_language(const IntakeSettings& settings);
// By the address; the first language where it names none.
[[nodiscard]] const Spoken& spoken_at(const AllSpoken& all, std::string_view path);

class FormDesk : public std::enable_shared_from_this<FormDesk> {
public:
    FormDesk(runtime::WorkQueue& queue, IntakeSettings settings);

    // Before anything is done for a form: who comes faster than a rate allows waits, and who comes
    // far too fast gets a page that holds what they typed.
    void let_in(Call call, Urgency urgency, const Handler& next);

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
    void stop_contact(Call call) const;
    void report(Call call);
    void plain(Call call, std::string_view name) const;
    // Of assisted entry: who may do it is asked of the engine before the first question.
    void choose_channel(Call call) const;
    void begin_for_somebody(Call call);
    void open_for_somebody(Call call);

private:
    [[nodiscard]] const Spoken& spoken(const Request& request) const {
        return spoken_at(languages_, request.path);
    }
    // The form in progress of this request's cookie.
    [[nodiscard]] std::optional<Visit> visit_of(const Call& call);
    // The same for a post that really comes from one of our pages; otherwise answers by itself.
    struct Posted {
        Visit visit;
        FormFields fields;
    };
    [[nodiscard]] std::optional<Posted> posted(Call& call, const Page* page);
    // What a page's post comes to, once its answers are good.
    [[nodiscard]] Response taken(
        const Spoken& in, const Page& page, const Posted& post, Visit trial, const Answers& given
    );
    [[nodiscard]] const Spoken& chosen_language(
        const Spoken& in, const Page& page, const Answers& given
    ) const;
    [[nodiscard]] Response slow_down(const Call& call, const core::Taken& taken) const;
    [[nodiscard]] Response ended(const Spoken& in) const;
    // The same, and what is kept of the visit goes.
    [[nodiscard]] Response end(const Spoken& in, const Visit& visit);
    [[nodiscard]] Response keep(const Spoken& in, const Visit& visit, Response response);
    [[nodiscard]] Today today() const;
    [[nodiscard]] Checking checking(const Spoken& in) const;
    // The whole request of a post that may be sent now; otherwise answers by itself.
    struct Ready {
        Visit visit;
        core::json::object request;
        std::string language;  // one that the pages speak
        runtime::Idempotency idempotency;
    };
    [[nodiscard]] std::optional<Ready> ready_to_send(Call& call);
    [[nodiscard]] std::string language_of(const core::json::object& request, const Spoken& in)
        const;
    [[nodiscard]] Response answered(
        const Spoken& in, const ports::Secret& secret, const runtime::Answer& answer
    );
    // From where somebody sends, so that nobody can tell the address from it.
    [[nodiscard]] std::string hashed_network(const Call& call) const;
    // Who alone may open a draft, beside its cookie.
    [[nodiscard]] std::string holder_of(const Call& call) const;
    [[nodiscard]] std::string set_cookie_to(std::string_view value) const;
    [[nodiscard]] Response may_begin(
        const Spoken& in, const Call& call, const std::string& channel, const runtime::Answer& list
    );
    [[nodiscard]] Response opened(
        const Spoken& in, const ports::Secret& secret, const runtime::Answer& answer
    );

    IntakeSettings settings_;
    AllSpoken languages_;
    DraftStore drafts_;
    PeerPace pace_;
    // Networks are told apart under this key, which ends with the program.
    std::string network_key_;
    runtime::WorkQueue& queue_;
};

}  // namespace clarion::http::intake
