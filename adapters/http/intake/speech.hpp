// Speech: the form in one language: its pages as data, its templates and its own words.
//
// Threads: any; nothing changes once it is made.
#pragma once

#include "adapters/http/intake/intake.hpp"
#include "adapters/http/intake/journey.hpp"
#include "adapters/http/web/templates.hpp"
#include "adapters/http/web/tongue.hpp"

namespace clarion::http::intake {

struct Speech {
    // Throws BadJourney, BadTemplate.
    Speech(const IntakeSettings& settings, web::Tongue spoken);

    web::Tongue tongue;
    web::Facts facts;
    web::Templates templates;
    Journey journey;
};

}  // namespace clarion::http::intake
