// workflow replay, migrate: stored cases and other versions of their workflow, of a service that
// runs or of one at rest.
#include <iostream>

#include "adapters/files/file_set.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/data_folder.hpp"
#include "deploy/clarion/errands.hpp"
#include "deploy/clarion/plan_signatures.hpp"
#include "deploy/clarion/progress.hpp"
#include "deploy/clarion/workflow_files.hpp"
#include "engine/core/audit/base64.hpp"
#include "engine/core/versions/migration.hpp"

namespace clarion::deploy {

namespace {

namespace json = core::json;

// Half of what one message to a service may be; a bundle is a tenth of it.
constexpr std::size_t kBundleBytesMax = std::size_t{4} << 20;

std::string text_of(const json::object& told, std::string_view name) {
    const auto* text = told.if_contains(name);
    return text == nullptr ? std::string() : std::string(text->as_string());
}

std::string base64_of(const std::string& bytes) {
    return core::to_base64({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

// Errands about one version, which is brought first; and again whenever somebody else was let go
// first.
class VersionTalk {
public:
    VersionTalk(const std::filesystem::path& data, const std::string& name, json::object bundle)
        : errands_(initialised(data)) {
        std::string text = json::serialize(bundle);
        if (text.size() > kBundleBytesMax)
            throw CommandFailed(ExitCode::usage, name + ": more than 4 MiB are no version");
        const json::object told =
            bring({{"errand", "bring_version"}, {"name", name}, {"bundle", std::move(text)}});
        workflow_ = text_of(told, "workflow");
        hash_ = text_of(told, "hash");
    }

    [[nodiscard]] const std::string& workflow() const { return workflow_; }
    // SHA-256 of the version's published bytes.
    [[nodiscard]] const std::string& hash() const { return hash_; }

    json::object bring(json::object errand) {
        json::object told = errands_.ask(errand);
        brought_.push_back(std::move(errand));
        return told;
    }

    template <class Visit>
    void in_parts(std::string_view name, const Progress& progress, Visit visit) {
        json::object errand{{"errand", name}};
        std::uint64_t looked_at = 0;
        std::uint64_t stored = 0;
        while (true) {
            const json::object part = errands_.ask(errand);
            looked_at += part.at("looked_at").to_number<std::uint64_t>();
            if (const auto* all = part.if_contains("stored"))
                stored = all->to_number<std::uint64_t>();
            visit(part);
            if (progress) progress(looked_at, std::max(looked_at, stored));
            if (part.at("next").is_null()) return;
            errand["after"] = part.at("next");
            if (!errands_.give_way()) continue;
            for (const json::object& again : brought_)
                static_cast<void>(errands_.ask(again));
        }
    }

private:
    static DataFolder initialised(const std::filesystem::path& data) {
        DataFolder folder{data};
        require_initialised(folder);
        return folder;
    }

    Errands errands_;
    std::vector<json::object> brought_;
    std::string workflow_;
    std::string hash_;
};

void print_replayed(const json::object& one, bool as_json) {
    const std::string reference = text_of(one, "reference");
    if (as_json) {
        json::object line = one;
        if (!one.at("damaged").as_bool()) line.erase("damaged");
        std::cout << json::serialize(line) << '\n';
        return;
    }
    if (one.at("damaged").as_bool()) {
        std::cout << reference << ": is damaged and cannot be read\n";
    } else if (!one.at("whole").as_bool()) {
        std::cout << reference << ": replaying does not give what is stored\n";
    }
    if (one.contains("why")) {
        std::cout << reference << ": event " << one.at("event").to_number<std::uint64_t>() << " ("
                  << text_of(one, "type") << ") " << text_of(one, "why") << '\n';
    }
}

ExitCode replay(const ReplayOptions& options) {
    VersionTalk talk(options.data, options.candidate, read_version(options.candidate).bundle);
    std::size_t passed_by = 0;
    std::size_t looked_at = 0;
    std::size_t parted = 0;
    std::size_t broken = 0;
    talk.in_parts("replay_cases", progress_of("replayed"), [&](const json::object& part) {
        const json::array& cases = part.at("cases").as_array();
        passed_by += part.at("looked_at").to_number<std::size_t>() - cases.size();
        for (const json::value& told : cases) {
            const json::object& one = told.as_object();
            const bool is_whole = one.at("whole").as_bool();
            ++looked_at;
            if (one.contains("why")) ++parted;
            if (!is_whole) ++broken;
            if (one.contains("why") || !is_whole || options.as_json)
                print_replayed(one, options.as_json);
        }
    });
    if (looked_at == 0 && passed_by > 0) {
        throw CommandFailed(
            ExitCode::not_found,
            options.candidate + ": no stored case is of " + talk.workflow() +
                "; nothing was compared"
        );
    }
    if (!options.as_json) {
        std::cout << looked_at << " cases, " << parted << " part ways, " << broken
                  << " do not replay to what is stored" << std::endl;
    }
    if (broken > 0) return ExitCode::integrity_broken;
    return parted == 0 ? ExitCode::good : ExitCode::failed;
}

// Exactly what the plan's people signed.
struct SignedPlan {
    std::string bytes;
    core::MigrationPlan plan;
};

SignedPlan read_signed_plan(const std::filesystem::path& path) {
    const json::object document = load_workflow_json(path);
    auto plan = core::read_plan(document);
    if (!plan) refuse_file(path.string(), plan.error());
    return {files::read_file(path), std::move(plan).value()};
}

// What a part of a move told, by case.
struct Moves {
    std::size_t moved = 0;
    std::string stayed;  // a line each, and why
    std::string broken;  // the first

    void add(const json::object& part) {
        for (const json::value& told : part.at("cases").as_array()) {
            const json::object& one = told.as_object();
            const std::string reference = text_of(one, "reference");
            if (!one.at("whole").as_bool() && broken.empty()) broken = reference;
            if (one.contains("why_not"))
                stayed += (stayed.empty() ? "" : "\n") + reference + ": " + text_of(one, "why_not");
            if (one.contains("moved") && one.at("moved").as_bool()) ++moved;
        }
    }
};

class Migration {
public:
    explicit Migration(const MigrateOptions& options)
        : options_(options),
          signed_(read_signed_plan(options.plan)),
          talk_(options.data, new_name(), new_version()) {
        talk_.bring(
            {{"errand", "bring_plan"}, {"name", options.plan.string()}, {"plan", signed_.bytes}}
        );
    }

    ExitCode run() {
        survey();
        const std::size_t would_move = try_all();
        if (options_.dry_run) {
            std::cout << would_move << " cases would move to version " << signed_.plan.to
                      << "\nto_hash " << talk_.hash() << std::endl;
            return ExitCode::good;
        }
        return move_all();
    }

private:
    std::string new_name() const {
        return options_.to.empty() ? signed_.plan.workflow + "@" + signed_.plan.to : options_.to;
    }

    json::object new_version() const {
        WorkflowVersion version = read_sound_version(new_name());
        version.bundle["id"] = signed_.plan.workflow;
        if (version.bundle.at("version") == json::value(signed_.plan.to)) return version.bundle;
        throw CommandFailed(ExitCode::conflict, new_name() + ": is not version " + signed_.plan.to);
    }

    void survey() {
        std::uint64_t at_start = 0;
        Problems problems;
        talk_.in_parts("survey_move", {}, [&](const json::object& part) {
            at_start += part.at("cases").to_number<std::uint64_t>();
            for (const json::value& told : part.at("problems").as_array()) {
                const json::object& one = told.as_object();
                core::statechart::Problem problem{text_of(one, "pointer"), text_of(one, "reason")};
                const bool is_new =
                    std::none_of(problems.begin(), problems.end(), [&](const auto& known) {
                        return known.pointer == problem.pointer && known.reason == problem.reason;
                    });
                if (is_new) problems.push_back(std::move(problem));
            }
        });
        if (!problems.empty()) refuse_file(options_.plan.string(), problems);
        if (at_start > 0) return;
        std::cout << "no case is on version " << signed_.plan.from << " of "
                  << signed_.plan.workflow << std::endl;
    }

    // The dry run: every affected case is replayed on its own version first, and tried.
    std::size_t try_all() {
        Moves moves;
        talk_.in_parts("try_moves", progress_of("tried"), [&](const json::object& part) {
            moves.add(part);
        });
        if (!moves.broken.empty()) {
            throw CommandFailed(
                ExitCode::integrity_broken,
                moves.broken + ": replaying does not give what is stored; nothing moved"
            );
        }
        if (!moves.stayed.empty()) throw CommandFailed(ExitCode::conflict, moves.stayed);
        return moves.moved;
    }

    // A service goes on meanwhile: a case may have come to where the plan has no place for it.
    ExitCode move_all() {
        const json::object two = talk_.bring(
            {{"errand", "sign_move"},
             {"proposal", base64_of(read_signature(options_.proposal))},
             {"approval", base64_of(read_signature(options_.approval))}}
        );
        Moves moves;
        talk_.in_parts("move_cases", progress_of("moved"), [&](const json::object& part) {
            moves.add(part);
        });
        std::cout << moves.moved << " cases moved to version " << signed_.plan.to
                  << ", proposed by " << text_of(two, "proposed_by") << ", approved by "
                  << text_of(two, "approved_by") << std::endl;
        if (!moves.stayed.empty()) throw CommandFailed(ExitCode::conflict, moves.stayed);
        return moves.broken.empty() ? ExitCode::good : ExitCode::integrity_broken;
    }

    const MigrateOptions& options_;
    SignedPlan signed_;
    VersionTalk talk_;
};

}  // namespace

ExitCode replay_workflows(const ReplayOptions& options) {
    return guarded_by_peer([&] { return replay(options); });
}

ExitCode migrate_cases(const MigrateOptions& options) {
    return guarded_by_peer([&] { return Migration(options).run(); });
}

}  // namespace clarion::deploy
