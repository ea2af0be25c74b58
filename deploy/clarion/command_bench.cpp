// bench: measures this machine, one kind of work against its floor, and ends with one JSON line.
#include <cmath>
#include <iomanip>
#include <iostream>
#include <sstream>

#include "adapters/files/json_text.hpp"
#include "deploy/clarion/bench_parts.hpp"
#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/demo_client.hpp"
#include "deploy/clarion/house.hpp"

namespace clarion::deploy {

namespace json = core::json;

namespace {

BenchFigures measure(const BenchOptions& options) {
    if (options.over == "core") return bench_core(options);
    if (options.over == "store") return bench_store(options);
    if (options.over == "https") return bench_https(options);
    return bench_reads(options);
}

// Boost.JSON writes 0.0283 as 2.83E-2, which is right and hard to read.
std::string text_of(const json::value& value) {
    if (!value.is_double()) return json::serialize(value);
    std::ostringstream text;
    text << std::fixed << std::setprecision(4) << value.get_double();
    return text.str();
}

json::object line_of(const BenchOptions& options, const BenchFigures& figures) {
    json::object line;
    line["over"] = options.over;
    line["seconds"] = options.seconds;
    line["steps_per_s"] = std::llround(figures.steps_per_s);
    line["p50_ms"] = figures.p50_ms;
    line["p99_ms"] = figures.p99_ms;
    line["cpu_ms_per_step"] = figures.cpu_ms_per_step;
    line["floor_per_s"] = std::llround(figures.floor_per_s);
    line["ratio_to_floor"] = figures.ratio_to_floor();
    for (const auto& [name, value] : figures.beside)
        line[name] = value;
    return line;
}

}  // namespace

json::object example_of_form(const std::string& form) {
    const std::string path = "schemas/forms/" + form + ".schema.json";
    const json::object schema =
        files::parse_json_object(path, files::file_named(house_files({}), path));
    return example_with(schema, {});
}

ExitCode bench(const BenchOptions& options) {
    const json::object line = line_of(options, measure(options));
    std::string text;
    for (const auto& [name, value] : line) {
        if (!options.as_json) {
            std::cout << std::left << std::setw(24) << name << text_of(value) << '\n';
        }
        text += text.empty() ? "{" : ",";
        text += json::serialize(json::value(name)) + ":" + text_of(value);
    }
    std::cout << text << "}" << std::endl;
    return ExitCode::good;
}

}  // namespace clarion::deploy
