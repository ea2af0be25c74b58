#include "adapters/files/texts.hpp"

#include <boost/locale.hpp>
#include <boost/locale/gnu_gettext.hpp>
#include <locale>

namespace clarion::files {

struct Texts::Catalogue {
    std::locale locale;
};

namespace {

constexpr std::string_view kEnding = ".mo";

// Boost.Locale asks for a catalogue by path; ours is in memory already.
std::locale locale_with(const std::string& language, const std::string& bytes) {
    namespace gettext = boost::locale::gnu_gettext;
    gettext::messages_info info;
    info.language = language;
    info.encoding = "UTF-8";
    info.paths.emplace_back("");
    info.domains.emplace_back("texts");
    info.callback = [&bytes](const std::string&, const std::string&) {
        return std::vector<char>(bytes.begin(), bytes.end());
    };
    return std::locale(std::locale::classic(), gettext::create_messages_facet<char>(info));
}

}  // namespace

Texts::Texts(const FileSet& files, const std::string& scheme) {
    const std::string folder = "workflows/" + scheme + "/texts/";
    for (const auto& [path, bytes] : files) {
        if (!path.starts_with(folder) || !path.ends_with(kEnding)) continue;
        const std::string language =
            path.substr(folder.size(), path.size() - folder.size() - kEnding.size());
        catalogues_.emplace(
            language, std::make_unique<const Catalogue>(Catalogue{locale_with(language, bytes)})
        );
    }
    if (catalogues_.empty()) throw FileProblem(folder + ": no catalogue (*.mo) there");
}

Texts::~Texts() = default;

std::optional<std::string> Texts::find(std::string_view language, std::string_view key) const {
    const auto found = catalogues_.find(language);
    if (found == catalogues_.end()) return std::nullopt;
    const std::string wanted(key);
    std::string words = boost::locale::gettext(wanted.c_str(), found->second->locale);
    if (words == wanted) return std::nullopt;  // what gettext says when it has no entry
    return words;
}

}  // namespace clarion::files
