// access revoke, restore, end, list: who is shut out, whatever their provider says.
#include <iostream>

#include "adapters/signer/errand_link.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/data_folder.hpp"

namespace clarion::deploy {

namespace {

namespace json = core::json;

json::object ask(const AccessOptions& options, std::string_view errand) {
    const DataFolder folder{options.data};
    require_initialised(folder);
    auto service = signer::RemoteService::connect(folder.errand_socket());
    if (!service) {
        throw CommandFailed(
            ExitCode::unavailable,
            "no service runs on " + options.data.string() + ": nobody is signed in to it"
        );
    }
    json::object answer =
        service->ask({{"errand", errand}, {"issuer", options.issuer}, {"subject", options.subject}}
        );
    if (const auto* why = answer.if_contains("failed"))
        throw CommandFailed(ExitCode::failed, std::string(why->as_string()));
    return answer;
}

}  // namespace

ExitCode revoke_access(const AccessOptions& options) {
    const json::object answer = ask(options, "revoke_access");
    std::cout << "shut out: " << answer.at("person").as_string() << "; "
              << answer.at("sessions").to_number<int>() << " sessions ended" << std::endl;
    return ExitCode::good;
}

ExitCode restore_access(const AccessOptions& options) {
    const json::object answer = ask(options, "restore_access");
    std::cout << "may sign in again: " << answer.at("person").as_string() << std::endl;
    return ExitCode::good;
}

ExitCode end_access(const AccessOptions& options) {
    const json::object answer = ask(options, "end_access");
    std::cout << "ended: " << answer.at("person").as_string() << "; "
              << answer.at("sessions").to_number<int>()
              << " sessions here; what they hold of before is refused" << std::endl;
    return ExitCode::good;
}

ExitCode list_revoked(const AccessOptions& options) {
    const json::object answer = ask(options, "list_revoked");
    for (const json::value& person : answer.at("people").as_array())
        std::cout << person.as_string() << '\n';
    std::cout << std::flush;
    return ExitCode::good;
}

}  // namespace clarion::deploy
