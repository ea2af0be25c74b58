// audit query: what the log says, of a service that runs or rests; as entries, as facets, or as the
// answer to a ready-made question. Each reading is in the log.
#include <iostream>

#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/errands.hpp"
#include "engine/core/audit/utf8.hpp"
#include "engine/ports/audit_log.hpp"
#include "engine/runtime/audit_questions.hpp"

namespace clarion::deploy {

namespace {

namespace json = core::json;

std::string text_of(const json::object& entry, std::string_view name) {
    const auto* value = entry.if_contains(name);
    return value != nullptr && value->is_string() && !value->get_string().empty()
               ? core::shown_text(value->get_string())
               : "-";
}

std::string names_of_questions() {
    std::string names;
    for (const runtime::NamedQuestion& known : runtime::audit_questions())
        names += (names.empty() ? "" : ", ") + std::string(known.name);
    return names;
}

// Where `log` is said, there is more than one.
void print_entry(const std::string& leaf, std::optional<std::uint64_t> log, bool as_json) {
    if (as_json) {
        std::cout << leaf.substr(0, leaf.rfind('}'))
                  << (log ? ",\"log\":" + std::to_string(*log) : "") << "}\n";
        return;
    }
    const json::object entry = json::parse(leaf).as_object();
    std::cout << entry.at("seq") << "  " << text_of(entry, "ts") << "  " << text_of(entry, "cls")
              << "  " << text_of(entry, "type") << "  by " << text_of(entry, "actor") << "  case "
              << text_of(entry, "subj") << "  " << text_of(entry, "out")
              << (log ? "  log " + std::to_string(*log) : "") << '\n';
}

void print_row(const json::object& row, bool as_json) {
    if (as_json) {
        std::cout << json::serialize(row) << '\n';
        return;
    }
    const std::string with = text_of(row, "with");
    std::cout << row.at("times") << "  by " << text_of(row, "actor")
              << (with == "-" ? "" : " with " + with) << "  case " << text_of(row, "case") << "  "
              << text_of(row, "what") << "  from " << text_of(row, "first") << " to "
              << text_of(row, "last") << '\n';
}

void print_facets(const runtime::AuditFacets& facets, bool as_json) {
    const json::object document = facets.document();
    if (as_json) {
        std::cout << json::serialize(document) << '\n';
        return;
    }
    std::cout << facets.entries() << " entries\n";
    for (const auto& [member, values] : document) {
        std::cout << std::string_view(member) << '\n';
        for (const auto& value : values.as_array()) {
            std::cout << "  " << value.at("count") << "  "
                      << std::string_view(value.at("value").as_string()) << '\n';
        }
    }
}

}  // namespace

void each_part(Errands& errands, json::object errand, const EachEntry& visit) {
    errand["errand"] = "audit_part";
    for (;;) {
        const json::object part = errands.ask(errand);
        auto place = part.at("places").as_array().begin();
        for (const json::value& entry : part.at("entries").as_array())
            visit(std::string(entry.as_string()), (place++)->to_number<std::uint64_t>(), part);
        if (part.at("next").is_null()) return;
        errand["before"] = part.at("next");
    }
}

ExitCode query_audit(const QueryOptions& options) {
    const auto question = runtime::audit_question(options.question);
    if (!options.question.empty() && !question) {
        throw CommandFailed(
            ExitCode::usage,
            "there is no question `" + options.question + "`; there are " + names_of_questions()
        );
    }
    const DataFolder folder{options.data};
    require_initialised(folder);
    return guarded_by_peer([&] {
        Errands errands(folder);
        runtime::AuditFacets facets;
        std::optional<runtime::AuditAnswer> answer;
        json::object asked{{"query", options.query}, {"question", options.question}};
        if (question) asked["purpose"] = "audit_question";
        if (options.facets) asked["purpose"] = "audit_facets";
        each_part(
            errands,
            asked,
            [&](const std::string& leaf, std::uint64_t place, const auto& part) {
                if (question && !answer) answer.emplace(*question, part.at("pairs").as_object());
                if (answer) {
                    answer->add(json::parse(leaf).as_object());
                } else if (options.facets) {
                    facets.add(json::parse(leaf).as_object());
                } else {
                    const auto log_of = [](std::uint64_t at) { return at >> ports::kPlacesOfLog; };
                    const bool is_one_log =
                        log_of(part.at("end").template to_number<std::uint64_t>()) == 0;
                    const std::optional<std::uint64_t> log =
                        is_one_log ? std::nullopt : std::optional(log_of(place));
                    print_entry(leaf, log, options.as_json);
                }
            }
        );
        if (options.facets) print_facets(facets, options.as_json);
        if (answer) {
            for (const json::object& row : answer->rows())
                print_row(row, options.as_json);
        }
        return ExitCode::good;
    });
}

}  // namespace clarion::deploy
