#include "deploy/clarion/version_errands.hpp"

#include <utility>

#include "adapters/files/file_set.hpp"
#include "adapters/files/json_text.hpp"
#include "adapters/signer/engine_door.hpp"
#include "deploy/clarion/exit_codes.hpp"
#include "deploy/clarion/plan_signatures.hpp"
#include "deploy/clarion/workflow_files.hpp"
#include "engine/core/audit/base64.hpp"
#include "engine/core/hex.hpp"
#include "engine/ports/bytes.hpp"
#include "engine/runtime/definitions.hpp"

namespace clarion::deploy {

namespace {

namespace json = core::json;

std::string text_in(const json::object& errand, std::string_view name) {
    const json::value* value = errand.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

std::string bytes_in(const json::object& errand, std::string_view name) {
    const auto bytes = core::parse_base64(text_in(errand, name));
    return bytes ? std::string(bytes->begin(), bytes->end()) : std::string();
}

std::optional<core::CaseId> after_in(const json::object& errand) {
    std::string after = text_in(errand, "after");
    if (after.empty()) return std::nullopt;
    return core::CaseId{std::move(after)};
}

json::object failed(const std::string& why, ExitCode code) {
    return {{"failed", why}, {"exit", static_cast<int>(code)}};
}

Problems missing_forms(const core::Process& process, const ports::FormChecker& forms) {
    Problems problems;
    for (const auto& [name, action] : process.actions) {
        if (!forms.knows(action.form))
            problems.push_back({"/forms", "action " + name + " names the form " + action.form});
    }
    return problems;
}

}  // namespace

json::object VersionErrands::ask(runtime::Asked asked) {
    runtime::Answer answer = signer::ask_engine(queue_, "operator", std::move(asked));
    if (auto* answered = std::get_if<runtime::Answered>(&answer))
        return std::move(answered->document.as_object());
    if (const auto* refusal = std::get_if<core::Refusal>(&answer))
        throw CommandFailed(ExitCode::failed, refusal->detail);
    throw CommandFailed(
        ExitCode::unavailable,
        "the store cannot be used now; what was done before is kept, run it again"
    );
}

json::object VersionErrands::bring_version(const json::object& errand) {
    const std::string name = text_in(errand, "name");
    bundle_ = text_in(errand, "bundle");
    const json::object document = files::parse_json_object(name, bundle_);
    const std::string zone_name(runtime::zone_name_of(document));
    const core::Zone* zone = room_.zones.find_zone(zone_name);
    if (zone == nullptr)
        throw CommandFailed(ExitCode::failed, name + ": unknown time zone " + zone_name);
    auto process = core::compile_process(
        document, core::BundleHash{core::to_hex(room_.sha256({ports::view_of(bundle_)}))}, *zone
    );
    if (!process) refuse_file(name, process.error());
    candidate_ = std::make_shared<const core::Process>(std::move(process).value());
    forms_ = room_.forms.of_bundle(document.at("forms").as_object());
    if (const auto problems = missing_forms(*candidate_, *forms_); !problems.empty())
        refuse_file(name, problems);
    return {{"workflow", candidate_->id}, {"hash", candidate_->hash.text}};
}

json::object VersionErrands::replay_cases(const json::object& errand) {
    if (!candidate_) throw CommandFailed(ExitCode::usage, "no version was brought");
    return ask(runtime::ReplayCases{candidate_, forms_, after_in(errand)});
}

json::object VersionErrands::bring_plan(const json::object& errand) {
    const std::string name = text_in(errand, "name");
    plan_ = text_in(errand, "plan");
    auto plan = core::read_plan(files::parse_json_object(name, plan_));
    if (!plan) refuse_file(name, plan.error());
    read_plan_ = std::move(plan).value();
    people_.reset();
    return {};
}

std::shared_ptr<const runtime::Migration> VersionErrands::migration() const {
    if (!candidate_ || !read_plan_)
        throw CommandFailed(ExitCode::usage, "no version and no plan were brought");
    const bool is_its_own =
        candidate_->id == read_plan_->workflow && candidate_->version == read_plan_->to;
    if (!is_its_own) {
        throw CommandFailed(
            ExitCode::conflict,
            candidate_->id + "@" + candidate_->version + ": is not version " + read_plan_->to +
                " of " + read_plan_->workflow
        );
    }
    if (!read_plan_->to_hash.empty() && read_plan_->to_hash != candidate_->hash.text) {
        throw CommandFailed(
            ExitCode::conflict,
            candidate_->id + "@" + candidate_->version + ": has the hash " + candidate_->hash.text +
                ", and the plan is for " + read_plan_->to_hash
        );
    }
    core::MigrationPeople people;
    if (people_) people = *people_;
    return std::make_shared<const runtime::Migration>(runtime::Migration{
        *read_plan_, std::move(people), candidate_});
}

json::object VersionErrands::survey_move(const json::object& errand) {
    return ask(runtime::SurveyMove{migration(), after_in(errand)});
}

json::object VersionErrands::try_moves(const json::object& errand) {
    return ask(runtime::MoveCases{migration(), true, after_in(errand)});
}

json::object VersionErrands::sign_move(const json::object& errand) {
    // Else two people would sign a name, and whoever writes the file what it stands for.
    if (candidate_ && read_plan_ && read_plan_->to_hash.empty()) {
        throw CommandFailed(
            ExitCode::not_allowed,
            "the plan does not say which bytes it is for: \"to_hash\": \"" + candidate_->hash.text +
                "\""
        );
    }
    const auto two = check_signature_bytes(
        administrators_, plan_, bytes_in(errand, "proposal"), bytes_in(errand, "approval")
    );
    people_ = core::MigrationPeople{
        .proposed_by = two.proposed_by,
        .approved_by = two.approved_by,
        .plan_hash = core::to_hex(room_.sha256({ports::view_of(plan_)}))};
    static_cast<void>(migration());
    static_cast<void>(ask(runtime::KeepVersion{bundle_}));
    return {{"proposed_by", two.proposed_by}, {"approved_by", two.approved_by}};
}

// By signatures that this service has seen, and by nothing else.
json::object VersionErrands::move_cases(const json::object& errand) {
    if (!people_) throw CommandFailed(ExitCode::not_allowed, "nobody signed this plan");
    return ask(runtime::MoveCases{migration(), false, after_in(errand)});
}

VersionErrands::Answer VersionErrands::answer_of(const std::string& name) {
    if (name == "bring_version") return &VersionErrands::bring_version;
    if (name == "replay_cases") return &VersionErrands::replay_cases;
    if (name == "bring_plan") return &VersionErrands::bring_plan;
    if (name == "survey_move") return &VersionErrands::survey_move;
    if (name == "try_moves") return &VersionErrands::try_moves;
    if (name == "sign_move") return &VersionErrands::sign_move;
    if (name == "move_cases") return &VersionErrands::move_cases;
    return nullptr;
}

std::optional<json::object> VersionErrands::run(const json::object& errand) {
    const Answer answer = answer_of(text_in(errand, "errand"));
    if (answer == nullptr) return std::nullopt;
    try {
        return (this->*answer)(errand);
    } catch (const CommandFailed& why) {
        return failed(why.what(), why.code);
    } catch (const std::exception& why) {
        return failed(why.what(), ExitCode::failed);
    }
}

}  // namespace clarion::deploy
