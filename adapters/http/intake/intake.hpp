// The applicant's pages: a form that leaves no trace, works without any script, and tells nobody
// anything.
//
// Ownership: everything behind a reference in IntakeSettings, and the queue, must outlive the
// routes. Threads:   handlers run on any io thread; answers come from the engine thread and are
// drawn on the connection's. To add a question: a page in the journey, a field in
// schemas/forms/request.schema.json. No code.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/http/intake/draft_store.hpp"
#include "adapters/http/router.hpp"
#include "adapters/http/web/look.hpp"
#include "adapters/http/web/static_files.hpp"
#include "adapters/http/web/templates.hpp"
#include "engine/core/json.hpp"
#include "engine/ports/form_checker.hpp"
#include "engine/ports/world.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::http::intake {

// A number to call, as the help page lists it.
struct Helpline {
    std::string name;
    std::string telephone;
    std::string audience = {};   // who it is for; empty: everyone
    std::string hours = {};      // when it answers, as it says so
    std::string languages = {};  // what is spoken there, where that helps to choose
    std::map<std::string, std::string, std::less<>> names = {};  // by language, where it has one
};

// How long the force takes, as it tells an applicant beforehand. By limits of its profile.
struct Promises {
    std::map<std::string, int, std::less<>> days;
    // By which day, in days since 1970 where the force is; empty: there is no such limit.
    std::function<std::optional<int>(std::string_view limit)> day_of;
};

// What a force says of itself in the accessibility statement; what it does not know stays empty.
struct AccessibilityStatement {
    std::string tested_by;  // the people, beside programs
    std::string appeal;     // whom to ask when our answer is no help
};

// The same form as staff read it out to somebody on the telephone or at a counter, and fill it in.
struct AssistedEntry {
    std::string route;       // of the workflow whose cases requests are
    std::string cases_href;  // where the staff's own pages begin
};

struct IntakeSettings {
    core::json::value journey;  // workflows/<scheme>/journey.json
    web::Files page_files;      // templates, by name
    const web::StaticFiles& files;
    const ports::FormChecker& forms;  // knows `request`
    const ports::Clock& clock;
    ports::IdSource& ids;
    core::Sha256 sha256;
    Sealing sealing;
    web::Look look;
    std::vector<web::Tongue> tongues;  // at least one; the first has the plain addresses
    // What {telephone}, {force} and the like stand for, as it is said in this language.
    std::function<web::Facts(const web::Tongue&)> facts;
    Promises promises;
    std::string exit_target;  // where /exit leads: shows nothing personal, such as a weather page
    std::function<std::vector<Helpline>()> helplines;  // may be empty
    AccessibilityStatement statement;
    bool demo = false;
    // Whether a request could be kept at this moment; may be empty. Nobody is to write for an hour
    // what then cannot be taken.
    std::function<bool()> can_take = {};
    std::string cookie_name = "__Host-s";
    Admission* admission = nullptr;  // null: everybody is let in
    std::optional<AssistedEntry> assisted = {};
    std::string security_contact = {};  // empty: there is no security.txt
};

// Throws BadJourney when the journey cannot be read.
[[nodiscard]] std::vector<Route> intake_routes(runtime::WorkQueue& queue, IntakeSettings settings);

// The same on the staff's listener, under `/console/ask`, for whom the workflow lets open a case.
// Requires: `assisted`. The tongues are those of the public pages.
[[nodiscard]] std::vector<Route> assisted_routes(
    runtime::WorkQueue& queue, IntakeSettings settings
);

// How the public listener's pages say 404, 405, 500 and 503.
[[nodiscard]] PageFault intake_faults(IntakeSettings settings);

}  // namespace clarion::http::intake
