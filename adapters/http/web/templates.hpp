// Templates: the pages' markup, parsed once at start.
//
// Threads: any; nothing changes after the constructor.
// Failure: the constructor throws BadTemplate for markup that breaks the rules of `check_template`,
// for an unknown
//          partial, and for tags that do not close. render() throws BadTemplate for a name that the
//          view does not give: a page with a silent hole is worse than no page.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "adapters/http/web/tongue.hpp"
#include "adapters/http/web/view.hpp"

namespace clarion::http::web {

// Files by name, as they are embedded or read: `components/radios.html` and its bytes.
using Files = std::map<std::string, std::string, std::less<>>;

struct BadTemplate : std::logic_error {
    using std::logic_error::logic_error;
};

// What is wrong with a template's text: raw output of a name that does not end in `_html`, an
// attribute without quotes, a script or a style within the page, an event handler. Empty when all
// is well.
[[nodiscard]] std::optional<std::string> check_template(std::string_view text);

class Templates {
public:
    // Words between [[ and ]] are said in this tongue.
    explicit Templates(const Files& files, const Tongue& tongue = {}, const Facts& facts = {});
    ~Templates();
    Templates(Templates&&) noexcept;

    [[nodiscard]] bool has(std::string_view name) const { return parsed_.contains(name); }
    // Requires: `name` is one of the files.
    [[nodiscard]] SafeHtml render(std::string_view name, const View& view) const;

private:
    struct Parsed;
    std::map<std::string, std::unique_ptr<Parsed>, std::less<>> parsed_;
};

}  // namespace clarion::http::web
