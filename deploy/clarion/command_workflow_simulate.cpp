// workflow simulate: years of cases in virtual time, and what they forecast.
#include <unistd.h>

#include <cmath>
#include <iostream>

#include "adapters/files/form_schemas.hpp"
#include "adapters/files/json_text.hpp"
#include "adapters/files/scheme.hpp"
#include "adapters/system/system_time_zones.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/house.hpp"
#include "deploy/clarion/workflow_files.hpp"
#include "engine/core/simulation/simulate.hpp"
#include "engine/runtime/definitions.hpp"

namespace clarion::deploy {

namespace {

namespace json = core::json;
namespace simulation = core::simulation;

std::vector<std::string> agencies_of(const json::object& profile) {
    std::vector<std::string> agencies;
    const auto* list = profile.if_contains("agencies");
    if (list == nullptr || !list->is_array()) return agencies;
    for (const auto& agency : list->get_array()) {
        if (agency.is_string()) agencies.emplace_back(agency.get_string());
    }
    return agencies;
}

struct Staged {
    std::vector<WorkflowVersion> versions;
    std::vector<core::Process> processes;
};

Staged stage(const std::vector<std::string>& names, const system::SystemTimeZones& zones) {
    Staged staged;
    for (const std::string& name : names) {
        staged.versions.push_back(read_version(name));
        const json::object& bundle = staged.versions.back().bundle;
        const std::string zone_name(runtime::zone_name_of(bundle));
        const auto* rules = zones.find_zone(zone_name);
        if (rules == nullptr)
            throw CommandFailed(ExitCode::failed, name + ": unknown time zone " + zone_name);
        auto process = core::compile_process(bundle, core::BundleHash{"simulation"}, *rules);
        if (!process) refuse_file(name, process.error());
        staged.processes.push_back(std::move(process).value());
    }
    return staged;
}

simulation::Model model_for(const SimulateOptions& options, const core::Process& process) {
    std::string file = options.model.string();
    json::object document;
    if (file.empty()) {
        const files::FileSet house = house_files({});
        file = files::path_in_scheme(house, process.scheme, "simulation.json");
        document = files::parse_json_object(file, files::file_named(house, file));
    } else {
        document = load_workflow_json(options.model);
    }
    auto model = simulation::read_model(document, agencies_of(process.profile));
    if (!model) refuse_file(file, model.error());
    return std::move(model).value();
}

std::function<void(std::uint64_t)> bar_of(std::uint64_t cases) {
    if (::isatty(STDERR_FILENO) == 0) return {};
    return [cases](std::uint64_t received) {
        std::cerr << "\rsimulated " << received << " of " << cases << " cases ("
                  << received * 100 / cases << " %)" << (received >= cases ? "\n" : "")
                  << std::flush;
    };
}

std::string to_a_tenth(double number) {
    const auto tenths = std::lround(number * 10);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

// One table: a heading, then a line each of `columns`.
void print_table(
    const std::string& heading, const json::array& rows, const std::vector<std::string>& columns
) {
    std::cout << '\n' << heading << '\n';
    for (const auto& row : rows) {
        std::cout << "  ";
        for (const std::string& column : columns) {
            const json::value& value = row.at(column);
            const std::string text = value == json::value("") ? "(none)"
                                     : value.is_string()      ? std::string(value.get_string())
                                     : value.is_double()      ? to_a_tenth(value.get_double())
                                                              : json::serialize(value);
            std::cout << (column == columns.front() ? "" : ", " + column + " ") << text;
        }
        std::cout << '\n';
    }
}

void print_report(const json::object& report) {
    const json::object& forecast = report.at("forecast").as_object();
    const json::object& late = forecast.at("late").as_object();
    const auto number = [](const json::value& value) {
        return to_a_tenth(value.to_number<double>());
    };
    std::cout << report.at("cases") << " cases, " << report.at("years") << " years from "
              << report.at("from").as_string().c_str() << ", seed " << report.at("seed") << ", "
              << forecast.at("steps") << " steps\n"
              << "closed " << forecast.at("closed") << ", open at the end "
              << forecast.at("open_at_the_end") << "\n"
              << "past the whole case's limit: " << number(late.at("closed_late_percent"))
              << " % not closed, " << number(late.at("told_late_percent"))
              << " % without an outcome, of " << late.at("judged") << "\n"
              << "days to close: median " << number(forecast.at("days_to_close_median"))
              << ", 90 % within " << number(forecast.at("days_to_close_90th")) << "\n";
    print_table(
        "Years",
        forecast.at("years").as_array(),
        {"year", "received", "closed_late_percent", "told_late_percent"}
    );
    print_table(
        "Stages",
        forecast.at("stages").as_array(),
        {"stage",
         "tasks",
         "late_percent",
         "hours_waiting_90th",
         "hours_open_median",
         "hours_open_90th",
         "case_limit_passed_here"}
    );
    print_table(
        "Queues",
        forecast.at("queues").as_array(),
        {"queue", "mean_length", "longest", "at_the_end"}
    );
    print_table(
        "Workload",
        report.at("workload").as_array(),
        {"name", "people", "hours_worked", "hours_available", "busy_percent"}
    );
    for (const char* part : {"outcomes", "interruptions", "stuck"}) {
        std::cout << '\n' << part << ": " << forecast.at(part) << '\n';
    }
}

}  // namespace

ExitCode simulate_workflows(const SimulateOptions& options) {
    const system::SystemTimeZones zones;
    const Staged staged = stage(
        options.workflows.empty() ? newest_versions(options.scheme) : options.workflows, zones
    );
    const simulation::Model model = model_for(options, staged.processes.front());
    const files::FormSchemas schemas(house_files({}));
    simulation::Setting setting;
    for (std::size_t index = 0; index < staged.processes.size(); ++index) {
        const json::object& bundle = staged.versions[index].bundle;
        setting.workflows.push_back({&staged.processes[index], &bundle.at("forms").as_object()});
    }
    setting.check = [&schemas](const std::string& form, const json::value& filled) {
        return schemas.check(form, filled);
    };
    setting.years = options.years;
    setting.cases = options.cases;
    setting.seed = options.seed;
    setting.progress = bar_of(options.cases);
    const auto report = simulation::simulate(model, setting);
    if (!report)
        refuse_file(
            options.model.empty() ? "simulation.json" : options.model.string(), report.error()
        );
    if (options.as_json) {
        std::cout << json::serialize(*report) << '\n';
    } else {
        print_report(*report);
    }
    return ExitCode::good;
}

}  // namespace clarion::deploy
