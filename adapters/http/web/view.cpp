#include "adapters/http/web/view.hpp"

#include "adapters/http/web/templates.hpp"

namespace clarion::http::web {

namespace {

void require_name(const std::string& name, bool markup) {
    if (name.ends_with("_html") != markup) {
        throw BadTemplate("view name " + name + (markup ? " must" : " must not") + " end in _html");
    }
}

}  // namespace

View& View::text(std::string name, std::string value) {
    require_name(name, false);
    values_.insert_or_assign(std::move(name), Value(std::move(value)));
    return *this;
}

View& View::flag(std::string name, bool value) {
    require_name(name, false);
    values_.insert_or_assign(std::move(name), Value(value));
    return *this;
}

View& View::list(std::string name, List items) {
    require_name(name, false);
    values_.insert_or_assign(std::move(name), Value(std::move(items)));
    return *this;
}

View& View::html(std::string name, const SafeHtml& markup) {
    require_name(name, true);
    values_.insert_or_assign(std::move(name), Value(markup.text()));
    return *this;
}

View& View::also(const View& other) {
    values_.insert(other.values_.begin(), other.values_.end());
    return *this;
}

}  // namespace clarion::http::web
