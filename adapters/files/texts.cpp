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
constexpr std::string_view kDraftEnding = ".draft.mo";

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
        const bool is_draft = path.ends_with(kDraftEnding);
        const std::size_t ending = (is_draft ? kDraftEnding : kEnding).size();
        const std::string language =
            path.substr(folder.size(), path.size() - folder.size() - ending);
        (is_draft ? drafts_ : confirmed_)
            .emplace(
                language, std::make_unique<const Catalogue>(Catalogue{locale_with(language, bytes)})
            );
    }
    if (confirmed_.empty())
        throw FileProblem(folder + ": no catalogue (*.mo) there; deploy/compile_texts makes them");
}

Texts::~Texts() = default;

std::optional<std::string> Texts::find(std::string_view language, std::string_view key) const {
    const auto found = confirmed_.find(language);
    if (found == confirmed_.end()) return std::nullopt;
    const std::string wanted(key);
    std::string words = boost::locale::gettext(wanted.c_str(), found->second->locale);
    if (words == wanted) return std::nullopt;  // what gettext says when it has no entry
    return words;
}

std::optional<std::string> Texts::on_page(std::string_view language, const PageWords& wanted, int n)
    const {
    const auto found = drafts_.find(language);
    if (found == drafts_.end()) return std::nullopt;
    const auto& catalogue =
        std::use_facet<boost::locale::message_format<char>>(found->second->locale);
    const char* place = wanted.place.empty() ? nullptr : wanted.place.c_str();
    const char* words = wanted.many.empty() ? catalogue.get(0, place, wanted.english.c_str())
                                            : catalogue.get(0, place, wanted.english.c_str(), n);
    if (words == nullptr || *words == '\0') return std::nullopt;
    return std::string(words);
}

bool Texts::has_pages_in(std::string_view language) const {
    return drafts_.contains(language);
}

}  // namespace clarion::files
