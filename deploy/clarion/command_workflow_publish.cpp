// workflow publish: the house of the configuration may be served from now on, when two people say
// so.
#include <iostream>

#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "deploy/clarion/house.hpp"
#include "deploy/clarion/house_check.hpp"
#include "deploy/clarion/log_origin.hpp"
#include "deploy/clarion/publication.hpp"
#include "deploy/clarion/serve_settings.hpp"
#include "engine/runtime/administrator_desk.hpp"

namespace clarion::deploy {

ExitCode publish_house(const PublishOptions& options) {
    ServeOptions serving;
    serving.configuration = options.configuration;
    serving.data = options.data;
    const ServeSettings settings = settle(serving);
    if (settings.configuration.house.empty()) {
        throw CommandFailed(
            ExitCode::usage,
            "the configuration names no house: the built-in one needs no publishing"
        );
    }
    require_initialised(settings.folder);
    const files::FileSet house =
        house_files(settings.configuration.house, settings.configuration.scheme);
    static_cast<void>(sound(house));
    const std::string statement = publication_statement(house);
    const auto people =
        two_people_for(statement, options.statement, settings.folder.administrators());
    if (!people) return ExitCode::good;
    EngineRoom room(settings.folder, house, log_origin_of(settings.folder, {}));
    runtime::AdministratorDesk(room.services())
        .note_publication({people->proposed_by, people->approved_by}, statement);
    keep_publication(settings.folder, options.statement);
    std::cout << "published, proposed by " << people->proposed_by << ", approved by "
              << people->approved_by << ": the next start serves it" << std::endl;
    return ExitCode::good;
}

}  // namespace clarion::deploy
