#include "adapters/files/texts.hpp"

#include <boost/locale.hpp>
#include <boost/locale/gnu_gettext.hpp>
#include <cstdint>
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

// A catalogue as msgfmt writes it: a header of seven numbers, and two tables of lengths and places,
// of what is asked for and of what is said.
class CompiledCatalogue {
public:
    explicit CompiledCatalogue(std::string_view bytes) : bytes_(bytes) {}

    // Cut off or torn, it could be read beyond its end.
    [[nodiscard]] bool is_whole() const {
        constexpr std::size_t kHeader = 28;
        constexpr std::uint32_t kMagic = 0x950412de;
        constexpr std::size_t kCountAt = 8;
        constexpr std::size_t kAskedAt = 12;
        constexpr std::size_t kSaidAt = 16;
        if (bytes_.size() < kHeader || number_at(0) != kMagic) return false;
        const std::size_t count = number_at(kCountAt);
        return holds_table(number_at(kAskedAt), count) && holds_table(number_at(kSaidAt), count);
    }

private:
    [[nodiscard]] std::uint32_t number_at(std::size_t place) const {
        std::uint32_t number = 0;
        for (std::size_t byte = sizeof number; byte > 0; --byte)
            number = (number << 8U) | static_cast<unsigned char>(bytes_[place + byte - 1]);
        return number;
    }

    [[nodiscard]] bool holds_table(std::size_t place, std::size_t count) const {
        constexpr std::size_t kRow = 8;
        if (place > bytes_.size() || count > (bytes_.size() - place) / kRow) return false;
        for (std::size_t row = 0; row < count; ++row) {
            const std::size_t length = number_at(place + row * kRow);
            const std::size_t at = number_at(place + row * kRow + kRow / 2);
            const std::size_t end = at + length;
            if (end >= bytes_.size() || bytes_[end] != '\0') return false;
        }
        return true;
    }

    std::string_view bytes_;
};

}  // namespace

Texts::Texts(const FileSet& files, const std::string& scheme) {
    const std::string folder = "workflows/" + scheme + "/texts/";
    for (const auto& [path, bytes] : files) {
        if (!path.starts_with(folder) || !path.ends_with(kEnding)) continue;
        if (!CompiledCatalogue(bytes).is_whole())
            throw FileProblem(path + ": is cut off or damaged; deploy/compile_texts makes it anew");
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
