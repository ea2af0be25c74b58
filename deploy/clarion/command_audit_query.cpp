// audit query: what the log of a stopped store says, as entries, as facets, or as the answer to a
// ready-made question.
#include <iostream>

#include "deploy/clarion/commands.hpp"
#include "deploy/clarion/engine_room.hpp"
#include "engine/runtime/audit_grammar.hpp"
#include "engine/runtime/audit_questions.hpp"

namespace clarion::deploy {

namespace {

namespace json = core::json;

std::string text_of(const json::object& entry, std::string_view name) {
    const auto* value = entry.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : "-";
}

// Every entry that fits, newest first.
template <class Visit>
void each_entry(ports::AuditLog& log, ports::AuditQuery query, Visit visit) {
    constexpr int kPage = 256;
    query.limit = kPage;
    for (;;) {
        const auto entries = log.query(query);
        for (const auto& entry : entries)
            visit(entry);
        if (entries.size() < static_cast<std::size_t>(kPage)) return;
        query.before = entries.back().place;
    }
}

void print_entry(const ports::LoggedEntry& logged) {
    const json::object entry = json::parse(logged.bytes).as_object();
    std::cout << logged.seq << "  " << text_of(entry, "ts") << "  " << text_of(entry, "cls") << "  "
              << text_of(entry, "type") << "  by " << text_of(entry, "actor") << "  case "
              << text_of(entry, "subj") << "  " << text_of(entry, "out") << '\n';
}

void print_row(const json::object& row) {
    std::cout << row.at("times") << "  by " << text_of(row, "actor") << "  case "
              << text_of(row, "case") << "  " << text_of(row, "what") << "  from "
              << text_of(row, "first") << " to " << text_of(row, "last") << '\n';
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

runtime::AuditQuestion question_named(const std::string& name) {
    const auto question = runtime::audit_question(name);
    if (question) return *question;
    throw CommandFailed(
        ExitCode::usage,
        "there is no question `" + name + "`; there are who_looked, views_without_action and denied"
    );
}

void answer(ports::AuditLog& log, const ports::AuditQuery& query, const QueryOptions& options) {
    runtime::AuditAnswer answer(question_named(options.question));
    each_entry(log, query, [&answer](const ports::LoggedEntry& entry) {
        answer.add(json::parse(entry.bytes).as_object());
    });
    for (const json::object& row : answer.rows()) {
        if (options.as_json) {
            std::cout << json::serialize(row) << '\n';
        } else {
            print_row(row);
        }
    }
}

}  // namespace

ExitCode query_audit(const QueryOptions& options) {
    std::string written = options.query;
    if (!options.question.empty())
        written += " " + std::string(runtime::query_of(question_named(options.question)));
    auto query = runtime::parse_audit_query(written);
    if (!query) throw CommandFailed(ExitCode::usage, query.error());
    const auto store = open_store_at_rest({options.data});
    runtime::name_cases_as_the_log_does(*query, store->cases());
    ports::AuditLog& log = store->audit();
    if (!options.question.empty()) {
        answer(log, *query, options);
    } else if (options.facets) {
        runtime::AuditFacets facets;
        each_entry(log, *query, [&facets](const ports::LoggedEntry& entry) {
            facets.add(json::parse(entry.bytes).as_object());
        });
        print_facets(facets, options.as_json);
    } else {
        each_entry(log, *query, [&options](const ports::LoggedEntry& entry) {
            options.as_json ? static_cast<void>(std::cout << entry.bytes << '\n')
                            : print_entry(entry);
        });
    }
    return ExitCode::good;
}

}  // namespace clarion::deploy
