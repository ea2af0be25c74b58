#include "deploy/clarion/main_workflow.hpp"

#include <memory>

#include "deploy/clarion/publication.hpp"
#include "deploy/clarion/subcommand.hpp"

namespace clarion::deploy {

namespace {

struct WorkflowOptions {
    std::vector<std::filesystem::path> paths;
    std::filesystem::path house;
    PlotRequest plot;
    bool as_json = false;
    std::string older;
    std::string newer;
    SimulateOptions simulation;
    ReplayOptions replay;
    MigrateOptions migration;
    PublishOptions publication;
};

using Options = std::shared_ptr<WorkflowOptions>;

void add_reading(CLI::App* workflow, Chosen& chosen, const Options& options) {
    command(
        workflow,
        {"lint", "check definitions against forms, roles and limits"},
        chosen,
        [options] { return lint_workflows(options->paths); }
    )
        ->add_option(
            "PATH", options->paths, "definitions, profiles, catalogues, or folders of them"
        )
        ->required();
    CLI::App* test =
        command(workflow, {"test", "run case files and scenario scripts"}, chosen, [options] {
            return test_cases(options->paths, options->house);
        });
    test->add_option(
            "PATH", options->paths, "case files (.json), scripts (.txt), or folders of them"
    )
        ->required();
    test->add_option(
        "--house", options->house, "for scripts: workflows/ and schemas/ of a force's own"
    );
    command(
        workflow,
        {"sheet", "the data protection sheet: classes, who sees them, how long they are kept"},
        chosen,
        [options] { return write_data_sheet(options->house); }
    )->add_option("--house", options->house, "folder with workflows/ and schemas/");
    CLI::App* plot = command(workflow, {"plot", "draw a definition"}, chosen, [options] {
        return plot_workflow(options->paths.at(0), options->plot);
    });
    plot->add_option("PATH", options->paths, "definition")->required()->expected(1);
    plot->add_flag("--dot", options->plot.as_dot, "DOT text instead of SVG");
    plot->add_option("--out", options->plot.out, "file to write (standard output otherwise)");
    plot->add_option("--data", options->plot.data, "data folder: how many of its cases are where");
}

void add_comparing(CLI::App* workflow, Chosen& chosen, const Options& options) {
    CLI::App* diff =
        command(workflow, {"diff", "what changed between two versions"}, chosen, [options] {
            return diff_workflows(options->older, options->newer, options->as_json);
        });
    diff->add_option("OLD", options->older, "file, or ID@VERSION of a built-in one")->required();
    diff->add_option("NEW", options->newer, "file, or ID@VERSION")->required();
    diff->add_flag("--json", options->as_json, "JSON lines");
    diff->footer("Ends with 0 when nothing changed, 1 when something did.");
}

void add_foreseeing(CLI::App* workflow, Chosen& chosen, const Options& options) {
    SimulateOptions& simulation = options->simulation;
    CLI::App* simulate = command(
        workflow,
        {"simulate", "years of cases in virtual time: late cases, workload, queues"},
        chosen,
        [options] { return simulate_workflows(options->simulation); }
    );
    simulate->add_option("FILE", simulation.workflows, "files, or ID@VERSION (the newest of each)");
    simulate->add_option("--years", simulation.years, "how long")->check(CLI::Range(1, 100));
    simulate->add_option("--scheme", simulation.scheme, "whose newest versions, where no FILE is");
    simulate->add_option("--cases", simulation.cases, "how many requests come in all that time")
        ->check(CLI::Range(1, 10'000'000));
    simulate->add_option("--seed", simulation.seed, "the same seed gives the same bytes");
    simulate->add_option(
        "--model", simulation.model, "staff, durations and odds (the scheme's own)"
    );
    simulate->add_flag("--json", simulation.as_json, "one JSON object");
}

void add_moving(CLI::App* workflow, Chosen& chosen, const Options& options) {
    CLI::App* replay = command(
        workflow,
        {"replay", "every stored case on a candidate version: which part ways, where and why"},
        chosen,
        [options] { return replay_workflows(options->replay); }
    );
    replay->add_option("CANDIDATE", options->replay.candidate, "file, or ID@VERSION")->required();
    replay->add_option("--data", options->replay.data, "data folder of the service");
    replay->add_flag("--json", options->replay.as_json, "JSON lines");
    replay->footer("Ends with 0 when all go the same way, 1 when some part ways.");
    MigrateOptions& migration = options->migration;
    CLI::App* migrate = command(
        workflow,
        {"migrate", "move cases to another version by a plan"},
        chosen,
        [options] { return migrate_cases(options->migration); }
    );
    migrate->add_option("--data", migration.data, "data folder of the service");
    migrate->add_option("--plan", migration.plan, "plan (schemas/migration-plan.schema.json)")
        ->required();
    migrate->add_option(
        "--to", migration.to, "file of the new version (the built-in one otherwise)"
    );
    migrate->add_flag("--dry-run", migration.dry_run, "try it on every case and move none");
    migrate->add_option("--proposal", migration.proposal, "Ed25519 signature of the plan's bytes");
    migrate->add_option("--approval", migration.approval, "another person's signature of them");
    migrate->footer("Keys of those who may sign: DATA/administrators/NAME.pem.");
}

void add_publishing(CLI::App* workflow, Chosen& chosen, const Options& options) {
    PublishOptions& publication = options->publication;
    CLI::App* publish = command(
        workflow,
        {"publish", "the configuration's house may be served, when two people say so"},
        chosen,
        [options] { return publish_house(options->publication); }
    );
    publish->add_option("--config", publication.configuration, "configuration with the house")
        ->required();
    publish->add_option("--data", publication.data, "data folder (the configuration's otherwise)");
    add_statement(publish, publication.statement);
    publish->footer("Keys of those who may sign: DATA/administrators/NAME.pem.");
}

}  // namespace

void add_workflow_commands(CLI::App& app, std::function<ExitCode()>& chosen) {
    const auto options = std::make_shared<WorkflowOptions>();
    CLI::App* workflow = app.add_subcommand("workflow", "workflows as files");
    workflow->require_subcommand(1);
    add_reading(workflow, chosen, options);
    add_comparing(workflow, chosen, options);
    add_foreseeing(workflow, chosen, options);
    add_moving(workflow, chosen, options);
    add_publishing(workflow, chosen, options);
}

}  // namespace clarion::deploy
