// Pages: how the applicant's pages look in one language. Every page of the form goes through
// framed(), so no page is without the ways to leave and to get help.
//
// Ownership: borrows the settings and the speech, which must outlive it.
#pragma once

#include <string>
#include <vector>

#include "adapters/http/intake/answers.hpp"
#include "adapters/http/intake/intake.hpp"
#include "adapters/http/intake/speech.hpp"
#include "adapters/http/intake/visit.hpp"
#include "adapters/http/web/components.hpp"

namespace clarion::http::intake {

// Addresses are the plain ones; the language's own are made of them.
struct PageFrame {
    std::string title = {};  // of a question; never the heading: it shows in the history
    std::string back_href = {};
    // What leads to the same page in another language; empty: it is said in this one alone.
    std::string here = "/";
    bool keeps_typed = false;  // what stands in the page's boxes goes along to the other language
    std::string token = {};    // of a form in progress, which a script can keep alive
    bool wrong = false;        // the title starts with "Error: "
    int status = 200;
};

class Pages {
public:
    Pages(const IntakeSettings& settings, const Speech& speech);

    [[nodiscard]] Response question(
        const Page& page,
        const Visit& visit,
        const Answers& shown,
        const std::vector<PageProblem>& problems,
        const std::string& back_href
    ) const;
    [[nodiscard]] Response summary(const Visit& visit, const std::string& back_href) const;
    // Before a change that drops answers: what would go. `kept` are the page's fields as they came.
    [[nodiscard]] Response confirm_change(
        const Page& page,
        const Visit& visit,
        const FormFields& kept,
        const std::vector<std::string>& dropped
    ) const;
    // Before two answers that should not be one are taken.
    [[nodiscard]] Response confirm_doubt(
        const Page& page, const Visit& visit, const FormFields& kept, const Doubt& doubt
    ) const;
    // Always of one size, whatever it says.
    [[nodiscard]] Response sent(const core::json::object& said) const;
    [[nodiscard]] Response start() const;
    [[nodiscard]] Response busy(int status) const;
    // Of assisted entry: by which road somebody asks. `wrong`: none was chosen.
    [[nodiscard]] Response channels(bool wrong) const;
    // Always of one size.
    [[nodiscard]] Response contact_stopped() const;
    // A page whose words are all in its template: `applicant/<name>.html`.
    [[nodiscard]] Response fixed(std::string_view name, PageFrame frame, web::View view = {}) const;

private:
    [[nodiscard]] Response framed(const PageFrame& frame, const web::SafeHtml& content) const;
    [[nodiscard]] web::View exit_words() const;
    // What staff say out loud; nothing where the applicant reads for themself.
    [[nodiscard]] web::SafeHtml said_aloud(const std::string& words) const;
    [[nodiscard]] std::string name_of_force() const;
    [[nodiscard]] web::View view_of(const Words& words) const;
    [[nodiscard]] std::string said(const Paragraph& paragraph) const;
    [[nodiscard]] web::SafeHtml button(std::string_view text) const;
    [[nodiscard]] web::SafeHtml control(
        const Page& page,
        const Field& field,
        const Visit& visit,
        const Answers& shown,
        const PageProblem* problem
    ) const;
    [[nodiscard]] web::SafeHtml drawn(
        web::Control control, const Field& field, const Answers& shown, const PageProblem* problem
    ) const;
    [[nodiscard]] web::SafeHtml date(
        web::Control control, const Answers& shown, const Field& field, const PageProblem* problem
    ) const;
    [[nodiscard]] web::SafeHtml times(web::Control control, const Field& field) const;
    [[nodiscard]] web::SafeHtml rows(
        const web::Control& control, const Field& field, const Answers& shown
    ) const;
    [[nodiscard]] web::SafeHtml counted(web::Control control, int limit) const;
    [[nodiscard]] std::string say(std::string_view english) const;
    [[nodiscard]] web::SafeHtml render(std::string_view name, const web::View& view) const;

    const IntakeSettings& settings_;
    const Speech& speech_;
    web::Components components_;
};

// What a page or field is called here: a variant whose conditions hold, or its usual words.
[[nodiscard]] const std::string& heading_of(const Page& page, const Answers& answers);
[[nodiscard]] const std::string& label_of(const Field& field, const Answers& answers);

}  // namespace clarion::http::intake
