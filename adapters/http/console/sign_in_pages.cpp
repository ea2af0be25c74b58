// Pages for whoever is not signed in.
#include "adapters/http/console/console_pages.hpp"

namespace clarion::http::console {

using web::View;

namespace {

// What was typed goes along unseen, until it can be sent again.
View::List kept(const FormFields& typed) {
    View::List fields;
    for (const auto& [name, value] : typed)
        fields.push_back(View().text("name", name).text("value", value));
    return fields;
}

}  // namespace

Response ConsolePages::linked(
    int status, const std::string& heading, const std::string& words, const std::vector<Link>& links
) const {
    View::List rows;
    for (const Link& link : links)
        rows.push_back(View().text("href", link.href).text("link_title", link.title));
    View view;
    view.text("heading", heading).text("words", words).list("links", std::move(rows));
    return framed({}, status, heading, settings_.templates.render("console/linked.html", view));
}

Response ConsolePages::emergency(bool is_refused) const {
    constexpr int kForbidden = 403;
    const std::string heading = "Sign in with an emergency code";
    const std::string words = "This code is not taken. Codes are good once, and for some hours.";
    std::vector<web::Problem> problems;
    if (is_refused) problems.push_back({"#code", words});
    View view;
    view.text("heading", heading)
        .flag("refused", is_refused)
        .text("refused_words", words)
        .html("errors_html", components_.error_summary("There is a problem", problems));
    return framed(
        {},
        is_refused ? kForbidden : 200,
        is_refused ? "Error: " + heading : heading,
        settings_.templates.render("console/emergency.html", view)
    );
}

Response ConsolePages::locked(const std::string& path, const FormFields& typed) const {
    constexpr int kNotSignedIn = 401;
    const std::string heading = "Sign in again to go on";
    View view;
    view.text("heading", heading).text("action", path).list("fields", kept(typed));
    return framed(
        {}, kNotSignedIn, heading, settings_.templates.render("console/locked.html", view)
    );
}

Response ConsolePages::wait_a_moment(const std::string& path, const FormFields& typed) const {
    constexpr int kTooMany = 429;
    const std::string heading = "Wait a moment";
    View view;
    view.text("heading", heading)
        .text("action", path)
        .flag("sends", !typed.empty())
        .list("fields", kept(typed));
    return framed({}, kTooMany, heading, settings_.templates.render("console/wait.html", view));
}

}  // namespace clarion::http::console
