// Page words: in which languages a scheme's pages speak, what a force is called and reached by in
// them, and what a catalogue still lacks.
//
// Threads: any; tongues keep what they need of the catalogues.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "adapters/files/file_set.hpp"
#include "adapters/files/texts.hpp"
#include "adapters/http/web/templates.hpp"
#include "adapters/http/web/tongue.hpp"
#include "deploy/clarion/house_lint.hpp"
#include "engine/core/json.hpp"

namespace clarion::deploy {

// Whose words are used: the scheme's own, or those of the scheme it extends.
[[nodiscard]] std::string texts_scheme(const files::FileSet& house);

// Those of the profile that there are pages in, the one they are written in first.
[[nodiscard]] std::vector<http::web::Tongue> tongues_of(const files::FileSet& house);
// {telephone} and the like, as they are said in this language.
[[nodiscard]] http::web::Facts facts_of(
    const core::json::object& profile, const http::web::Tongue& tongue
);

// Everything the applicant's pages say: the scheme's journey, the templates, complaints of the
// request's form, and what is said of helplines.
[[nodiscard]] std::vector<http::web::Message> page_messages(
    const files::FileSet& house, const std::string& scheme, const http::web::Files& templates
);

// One problem for each message that a language of the profile has no words for, or words that would
// not do.
[[nodiscard]] Problems missing_words(
    const core::json::object& profile,
    const files::Texts& texts,
    const std::vector<http::web::Message>& messages
);

}  // namespace clarion::deploy
