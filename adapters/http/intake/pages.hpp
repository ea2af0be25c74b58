// Pages: how the applicant's pages look. Every page of the form goes through frame(), so no page is
// without the ways to leave and to get help.
#pragma once

#include <string>
#include <vector>

#include "adapters/http/intake/answers.hpp"
#include "adapters/http/intake/intake.hpp"
#include "adapters/http/intake/visit.hpp"
#include "adapters/http/web/components.hpp"

namespace clarion::http::intake {

struct PageFrame {
    std::string title = "Page";  // never the heading: it shows in the history and on the tab
    std::string back_href;
    bool wrong = false;  // the title starts with "Error: "
    int status = 200;
};

// heading, paragraphs and button, for a template.
[[nodiscard]] web::View view_of(const Words& words);

class Pages {
public:
    Pages(const IntakeSettings& settings, const Journey& journey);

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
    // Always of one size, whatever it says.
    [[nodiscard]] Response sent(const core::json::object& said) const;
    [[nodiscard]] Response start() const;
    // A page whose words are all in its template: `applicant/<name>.html`.
    [[nodiscard]] Response fixed(std::string_view name, const PageFrame& frame, web::View view = {})
        const;

private:
    [[nodiscard]] Response framed(const PageFrame& frame, const web::SafeHtml& content) const;
    [[nodiscard]] web::SafeHtml control(
        const Page& page,
        const Field& field,
        const Answers& shown,
        const PageProblem* problem,
        bool may_fill_in
    ) const;
    [[nodiscard]] web::SafeHtml date(
        web::Control control, const Answers& shown, const Field& field, const PageProblem* problem
    ) const;
    [[nodiscard]] web::SafeHtml times(web::Control control, const Field& field) const;

    const IntakeSettings& settings_;
    const Journey& journey_;
    web::Components components_;
};

}  // namespace clarion::http::intake
