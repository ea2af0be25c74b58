#include "deploy/clarion/limit_origins.hpp"

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

}  // namespace

void check_limit_origins(
    const json::object& profile, const files::FileSet& house, Problems& problems
) {
    const auto* found = profile.if_contains("limits");
    const json::object* limits = found == nullptr ? nullptr : found->if_object();
    if (limits == nullptr) return;
    const auto written = written_in(house);
    if (!written) return;
    for (const auto& [name, limit] : *limits) {
        const json::object* object = limit.if_object();
        const auto* from = object == nullptr ? nullptr : object->if_contains("from");
        if (from == nullptr || !from->is_string()) continue;
        if (written->contains(first_of(from->get_string()))) continue;
        problems.push_back(
            {"/limits/" + std::string(name) + "/from",
             "is neither now nor received_at, and no workflow writes it down"}
        );
    }
}

}  // namespace clarion::deploy
