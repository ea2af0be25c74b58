#include "adapters/http/intake/speech.hpp"

namespace clarion::http::intake {

namespace {

// What the form's pages are made of; the console's templates say nothing here.
web::Files page_files(const web::Files& all) {
    web::Files files;
    for (const auto& [name, text] : all) {
        const bool ours = name.starts_with("applicant/") || name.starts_with("assisted/") ||
                          name.starts_with("components/");
        if (ours) files.emplace(name, text);
    }
    return files;
}

Journey journey_for(const IntakeSettings& settings) {
    Journey journey = read_journey(settings.journey);
    const bool one_language = settings.tongues.size() == 1;
    const bool assisted = settings.assisted.has_value();
    std::erase_if(journey.pages, [&](const Page& page) {
        return (one_language && page.languages) || (assisted && page.own_device);
    });
    return journey;
}

}  // namespace

Speech::Speech(const IntakeSettings& settings, web::Tongue spoken)
    : tongue(std::move(spoken)),
      facts(settings.facts(tongue)),
      templates(page_files(settings.page_files), tongue, facts),
      journey(in_tongue(journey_for(settings), tongue, facts)) {}

}  // namespace clarion::http::intake
