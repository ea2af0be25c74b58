// access pass, passes: a way in for one person, made by two, for when no provider answers.
#include <iostream>

#include "adapters/files/file_set.hpp"
#include "adapters/identity/emergency_passes.hpp"
#include "adapters/keys/sha256.hpp"
#include "adapters/signer/errand_link.hpp"
#include "adapters/system/system_clock.hpp"
#include "adapters/system/system_id_source.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/data_folder.hpp"
#include "deploy/clarion/log_origin.hpp"
#include "deploy/clarion/plan_signatures.hpp"
#include "engine/core/audit/base64.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::deploy {

namespace {

namespace json = core::json;

json::object ask(const std::filesystem::path& data, const json::object& errand) {
    const DataFolder folder{data};
    require_initialised(folder);
    auto service = signer::RemoteService::connect(folder.errand_socket());
    if (!service) {
        throw CommandFailed(
            ExitCode::unavailable, "no service runs on " + data.string() + ": start it first"
        );
    }
    json::object answer = service->ask(errand);
    if (const auto* why = answer.if_contains("failed"))
        throw CommandFailed(ExitCode::not_allowed, std::string(why->as_string()));
    return answer;
}

// The code is told here, once, to whoever makes the statement. It opens nothing before two people
// have signed.
ExitCode write_pass(const PassOptions& options) {
    const DataFolder folder{options.data};
    require_initialised(folder);
    if (options.issuer.empty() || options.subject.empty() || options.roles.empty())
        throw CommandFailed(ExitCode::usage, "a new pass needs ISSUER, SUBJECT and --role");
    if (!std::filesystem::exists(folder.log_origin()))
        throw CommandFailed(
            ExitCode::unavailable, "no service ever ran on " + options.data.string()
        );
    const system::SystemClock clock;
    system::SystemIdSource ids(clock);
    const ports::Secret code = identity::new_pass_code(ids);
    const identity::EmergencyPass pass{
        .service = log_origin_of(folder, ""),
        .id = ids.new_token(),
        .issuer = options.issuer,
        .subject = options.subject,
        .roles = options.roles,
        .code = identity::hash_of_code(keys::make_sha256(), code.reveal()),
        .until = std::chrono::floor<std::chrono::seconds>(clock.now()) +
                 std::chrono::hours(options.hours)};
    const std::string statement = identity::statement_of(pass);
    if (!identity::read_statement(statement))
        throw CommandFailed(
            ExitCode::usage, "issuer, subject and roles are each one line of words"
        );
    static_cast<void>(two_people_for(statement, options.statement, folder.administrators()));
    std::cout << "The code, for this person alone, good once when both have signed: "
              << code.reveal() << std::endl;
    return ExitCode::good;
}

std::string signature(const std::filesystem::path& path) {
    return core::to_base64(ports::view_of(read_signature(path)));
}

}  // namespace

ExitCode make_pass(const PassOptions& options) {
    const StatementFiles& files = options.statement;
    if (files.proposal.empty() && files.approval.empty()) return write_pass(options);
    const json::object answer =
        ask(options.data,
            {{"errand", "add_pass"},
             {"statement", files::read_file(files.statement)},
             {"proposal", signature(files.proposal)},
             {"approval", signature(files.approval)}});
    const auto name = [&answer](const char* key) {
        return std::string(answer.at(key).as_string());
    };
    std::cout << "the pass is good now: proposed by " << name("proposed_by") << ", approved by "
              << name("approved_by") << std::endl;
    return ExitCode::good;
}

ExitCode list_passes(const PassOptions& options) {
    const json::object answer = ask(options.data, {{"errand", "list_passes"}});
    for (const json::value& pass : answer.at("passes").as_array())
        std::cout << json::serialize(pass) << '\n';
    std::cout << std::flush;
    return ExitCode::good;
}

}  // namespace clarion::deploy
