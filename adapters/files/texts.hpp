// Texts: a force's words by language and key, from gettext catalogues.
//
// Threads: immutable once built.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/files/file_set.hpp"

namespace clarion::files {

class Texts {
public:
    // Takes workflows/<scheme>/texts/<language>.mo of the set, as msgfmt makes them of what a
    // translator has confirmed, and <language>.draft.mo, of drafts as well. Throws FileProblem.
    Texts(const FileSet& files, const std::string& scheme);
    ~Texts();
    // Confirmed words by their key, for what is sent. Empty where the catalogue of that language
    // has no such key, or there is none for the language.
    [[nodiscard]] std::optional<std::string> find(std::string_view language, std::string_view key)
        const;

    // What stands on a page, found by its English words, and by its place where those words need
    // several others. With a plural, the form that goes with `n`.
    struct PageWords {
        std::string place;
        std::string english;
        std::string many;
    };
    // Drafts too: a page in a language that is not perfect yet serves better than none.
    [[nodiscard]] std::optional<std::string> on_page(
        std::string_view language, const PageWords& wanted, int n
    ) const;
    [[nodiscard]] bool has_pages_in(std::string_view language) const;

private:
    struct Catalogue;
    using Catalogues = std::map<std::string, std::unique_ptr<const Catalogue>, std::less<>>;
    Catalogues confirmed_;
    Catalogues drafts_;
};

}  // namespace clarion::files
