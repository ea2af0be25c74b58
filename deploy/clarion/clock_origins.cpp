#include "deploy/clarion/clock_origins.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "engine/core/statechart/lint.hpp"
#include "engine/core/statechart/reader.hpp"

namespace clarion::deploy {

namespace json = core::json;
namespace statechart = core::statechart;

namespace {

using Names = std::set<std::string>;

std::string first_of(std::string_view path) {
    return std::string(path.substr(0, path.find('.')));
}

bool is_definition(std::string_view path) {
    return path.starts_with("workflows/") && path.ends_with(".json") &&
           path.find(".v") != std::string_view::npos;
}

// Empty when one of them cannot be read: what it writes down is not known then.
std::optional<Names> written_in(const files::FileSet& house) {
    Names written{"now", "received_at"};
    for (const auto& [path, bytes] : house) {
        if (!is_definition(path)) continue;
        boost::system::error_code failed;
        const json::value document = json::parse(bytes, failed);
        if (failed) return std::nullopt;
        const auto definition =
            statechart::read_definition(document, statechart::Dialect::published);
        if (!definition) return std::nullopt;
        written.merge(statechart::names_written_by(*definition));
    }
    return written;
}

// Whether anything in a form or a definition has this name: what stands at the end of a path comes
// from the one or the other.
bool is_named(const files::FileSet& house, std::string_view path) {
    if (path.find('.') == std::string_view::npos) return true;
    const std::string last = '"' + std::string(path.substr(path.rfind('.') + 1)) + '"';
    if (last == "\"at\"" || last == "\"by\"") return true;  // beside every record
    return std::any_of(house.begin(), house.end(), [&](const auto& file) {
        const bool may_name = file.first.starts_with("schemas/forms/") || is_definition(file.first);
        return may_name && file.second.find(last) != std::string::npos;
    });
}

// Every name that a term looks up, wherever it stands in it.
void add_reads(const json::value& term, Names& reads) {
    if (const auto* list = term.if_array()) {
        for (const json::value& inner : *list)
            add_reads(inner, reads);
    }
    const auto* object = term.if_object();
    if (object == nullptr) return;
    for (const auto& [operation, inner] : *object) {
        if (operation == "var" && inner.is_string()) reads.emplace(first_of(inner.get_string()));
        add_reads(inner, reads);
    }
}

void check_stop_reads(const json::object& profile, const Names& written, Problems& problems) {
    const auto* found = profile.if_contains("stops");
    const json::object* stops = found == nullptr ? nullptr : found->if_object();
    if (stops == nullptr) return;
    for (const auto& [name, term] : *stops) {
        Names reads;
        add_reads(term, reads);
        for (const std::string& read : reads) {
            if (written.contains(read)) continue;
            problems.push_back(
                {"/stops/" + std::string(name), "reads " + read + ", which no workflow writes down"}
            );
        }
    }
}

}  // namespace

void check_clock_origins(
    const json::object& profile, const files::FileSet& house, Problems& problems
) {
    const auto* found = profile.if_contains("limits");
    const json::object* limits = found == nullptr ? nullptr : found->if_object();
    if (limits == nullptr) return;
    const auto written = written_in(house);
    if (!written) return;
    check_stop_reads(profile, *written, problems);
    for (const auto& [name, limit] : *limits) {
        const json::object* object = limit.if_object();
        const auto* from = object == nullptr ? nullptr : object->if_contains("from");
        if (from == nullptr || !from->is_string()) continue;
        const std::string path(from->get_string());
        if (written->contains(first_of(path)) && is_named(house, path)) continue;
        problems.push_back(
            {"/limits/" + std::string(name) + "/from",
             "is neither now nor received_at, and no workflow writes it down"}
        );
    }
}

}  // namespace clarion::deploy
