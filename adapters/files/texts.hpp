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
    // Takes workflows/<scheme>/texts/<language>.mo of the set, as msgfmt makes them. Throws
    // FileProblem.
    Texts(const FileSet& files, const std::string& scheme);
    ~Texts();
    // Empty where the catalogue of that language has no such key, or there is none for the
    // language.
    [[nodiscard]] std::optional<std::string> find(std::string_view language, std::string_view key)
        const;

private:
    struct Catalogue;
    std::map<std::string, std::unique_ptr<const Catalogue>, std::less<>> catalogues_;
};

}  // namespace clarion::files
