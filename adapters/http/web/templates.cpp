#include "adapters/http/web/templates.hpp"

#include <kainjow/mustache.hpp>
#include <variant>

namespace clarion::http::web {

namespace mustache = kainjow::mustache;

namespace {

mustache::data to_data(const View& view);

struct ToData {
    // An empty text is false, so that `{{#hint}}` asks whether there is a hint.
    mustache::data operator()(const std::string& text) const {
        return text.empty() ? mustache::data(false) : mustache::data(text);
    }
    mustache::data operator()(bool flag) const { return mustache::data(flag); }
    mustache::data operator()(const View::List& items) const {
        mustache::data list(mustache::data::type::list);
        for (const View& item : items)
            list.push_back(to_data(item));
        return list;
    }
};

mustache::data to_data(const View& view) {
    mustache::data object(mustache::data::type::object);
    for (const auto& [name, value] : view.values())
        object.set(name, std::visit(ToData{}, value));
    return object;
}

// The library shows nothing for a name it does not know; here that is an error.
class StrictContext : public mustache::context<std::string> {
public:
    StrictContext(const mustache::data* data, std::string_view page)
        : mustache::context<std::string>(data), page_(page) {}

    const mustache::data* get(const std::string& name) const override {
        const auto* found = mustache::context<std::string>::get(name);
        if (!found) throw BadTemplate(page_ + ": nothing is given for {{" + name + "}}");
        return found;
    }

private:
    std::string page_;
};

// Partials are put in before parsing: the library would parse them at every use.
std::string with_partials(const Files& files, const std::string& name, int depth) {
    const auto found = files.find(name);
    if (found == files.end() || depth > 8)
        throw BadTemplate("no such partial, or one within itself: " + name);
    std::string out;
    std::string_view rest = found->second;
    for (auto at = rest.find("{{>"); at != std::string_view::npos; at = rest.find("{{>")) {
        const auto end = rest.find("}}", at);
        if (end == std::string_view::npos)
            throw BadTemplate(name + ": a partial's tag does not close");
        std::string_view partial = rest.substr(at + 3, end - at - 3);
        while (partial.starts_with(' '))
            partial.remove_prefix(1);
        while (partial.ends_with(' '))
            partial.remove_suffix(1);
        out += rest.substr(0, at);
        out += with_partials(files, std::string(partial), depth + 1);
        rest.remove_prefix(end + 2);
    }
    return out.append(rest);
}

}  // namespace

struct Templates::Parsed {
    explicit Parsed(const std::string& text) : page(text) {}
    // Rendering is not const in the library, though without lambdas and partials it changes
    // nothing.
    mutable mustache::mustache page;
};

Templates::~Templates() = default;
Templates::Templates(Templates&&) noexcept = default;

Templates::Templates(const Files& written, const Tongue& tongue, const Facts& facts) {
    Files files;
    for (const auto& [name, text] : written)
        files.emplace(name, in_tongue(text, tongue, facts));
    for (const auto& [name, text] : files) {
        if (const auto wrong = check_template(text)) throw BadTemplate(name + ": " + *wrong);
        auto parsed = std::make_unique<Parsed>(with_partials(files, name, 0));
        if (!parsed->page.is_valid()) throw BadTemplate(name + ": " + parsed->page.error_message());
        parsed_.emplace(name, std::move(parsed));
    }
}

SafeHtml Templates::render(std::string_view name, const View& view) const {
    const auto found = parsed_.find(name);
    if (found == parsed_.end()) throw BadTemplate("no template " + std::string(name));
    const mustache::data data = to_data(view);
    StrictContext context(&data, name);
    return SafeHtml(found->second->page.render(context));
}

}  // namespace clarion::http::web
