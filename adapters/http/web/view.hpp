// View: what a template is filled with. Text is escaped when it is shown; markup can only be
// SafeHtml, and SafeHtml can only come out of Templates and out of drawing().
//
// Limits: names of markup end in `_html` and no other name does, so that a template shows at a
// glance what is raw.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace clarion::http::web {

class SafeHtml;
SafeHtml drawing(const std::string& svg);

class SafeHtml {
public:
    SafeHtml() = default;
    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] bool empty() const { return text_.empty(); }
    SafeHtml& operator+=(const SafeHtml& next) {
        text_ += next.text_;
        return *this;
    }

private:
    friend class Templates;
    friend SafeHtml drawing(const std::string& svg);
    explicit SafeHtml(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

class View {
public:
    using List = std::vector<View>;
    using Value = std::variant<std::string, bool, List>;

    // An empty text is false to a section, and shows nothing.
    View& text(std::string name, std::string value);
    View& flag(std::string name, bool value);
    View& list(std::string name, List items);
    View& html(std::string name, const SafeHtml& markup);
    // Everything of `other` that is not here yet.
    View& also(const View& other);

    [[nodiscard]] const std::map<std::string, Value, std::less<>>& values() const {
        return values_;
    }

private:
    std::map<std::string, Value, std::less<>> values_;
};

}  // namespace clarion::http::web
