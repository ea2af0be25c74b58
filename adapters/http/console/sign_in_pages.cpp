// Pages for whoever is not signed in.
#include "adapters/http/console/console_pages.hpp"

namespace clarion::http::console {

using web::View;

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

Response ConsolePages::locked(const std::string& path, const FormFields& typed) const {
    constexpr int kNotSignedIn = 401;
    const std::string heading = "Sign in again to go on";
    View::List fields;
    for (const auto& [name, value] : typed)
        fields.push_back(View().text("name", name).text("value", value));
    View view;
    view.text("heading", heading).text("action", path).list("fields", std::move(fields));
    return framed(
        {}, kNotSignedIn, heading, settings_.templates.render("console/locked.html", view)
    );
}

}  // namespace clarion::http::console
