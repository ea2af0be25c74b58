// Visit: one browser's form in progress, between opening it and keeping it again.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "adapters/http/intake/answers.hpp"
#include "adapters/http/message.hpp"
#include "engine/core/json.hpp"
#include "engine/ports/secret.hpp"
#include "engine/ports/world.hpp"

namespace clarion::http::intake {

inline constexpr std::string_view kTokenField = "t";
inline constexpr std::string_view kTimesField = "n";      // see Visit::times_taken
inline constexpr std::string_view kSpeakField = "speak";  // go on in the language of the address
inline constexpr std::size_t kNamedMax = 8;

class Visit {
public:
    static Visit begin(ports::IdSource& ids);
    // For a page that belongs to no form in progress.
    static Visit none();
    Visit(ports::Secret secret, core::json::object draft);

    // What opens its draft.
    [[nodiscard]] const ports::Secret& secret() const { return secret_; }
    [[nodiscard]] const core::json::object& draft() const { return draft_; }
    [[nodiscard]] Answers& answers();
    [[nodiscard]] const Answers& answers() const;
    [[nodiscard]] std::string token() const;  // against forged posts, for every form of this visit
    [[nodiscard]] std::string send_key(
    ) const;  // one for each visit, so that sending twice is once
    [[nodiscard]] bool is_ours(const FormFields& fields) const;

    // By which road somebody asks whom staff fill it in for: phone, front_desk, officer.
    [[nodiscard]] std::string channel() const;
    void come_by(std::string_view channel);

    [[nodiscard]] bool has_passed(std::string_view slug) const;
    void pass(std::string_view slug);
    // How often the page's answers were taken: whoever sends it from an older window did not see
    // the last ones.
    [[nodiscard]] int times_taken(std::string_view slug) const;

    // A page whose answer a later one has made wrong: it is open again, and says what is wrong.
    void reopen(std::string_view slug);
    [[nodiscard]] bool is_reopened(std::string_view slug) const;
    [[nodiscard]] bool has_seen_summary() const;
    void see_summary();

    // Whether boxes about the applicant say what they are for, so that a browser can fill them in.
    // It then also keeps what is typed there, which is why nobody gets this without asking.
    [[nodiscard]] bool may_fill_in() const;
    void let_fill_in();

    // How many different people the form was about, those of the form before it in this browser
    // too: how their names sound, at most kNamedMax of them.
    void note_named(std::string_view sound);
    void remember_named(const Visit& before);
    [[nodiscard]] int people_named() const;

    // What was typed on a page and could not be taken: shown again when the page is.
    void keep_typed(std::string_view slug, const Answers& typed);
    [[nodiscard]] const Answers* typed_on(std::string_view slug) const;
    void forget_typed();

    // After sending: what the last page says, and nothing else.
    void become_sent(core::json::object said);
    [[nodiscard]] const core::json::object* sent() const;

private:
    ports::Secret secret_;
    core::json::object draft_;
};

// Session cookies of ours: no expiry, so that closing the browser ends them.
[[nodiscard]] std::string set_cookie(std::string_view name, std::string_view value);
[[nodiscard]] std::string expire_cookie(std::string_view name);

}  // namespace clarion::http::intake
