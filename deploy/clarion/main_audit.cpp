#include "deploy/clarion/main_audit.hpp"

#include <memory>

#include "deploy/clarion/subcommand.hpp"
#include "engine/core/safe_integer.hpp"

namespace clarion::deploy {

namespace {

// No log has more entries than JSON can say.
CLI::Validator entry_number() {
    const auto complain = [](const std::string& word) {
        return core::parse_safe_integer(word)
                   ? std::string()
                   : "\"" + word + "\" is not the number of an entry or a log";
    };
    return {complain, "NUMBER"};
}

void add_taking_out(CLI::App* audit, Chosen& chosen) {
    const auto exported = std::make_shared<ExportOptions>();
    CLI::App* out = command(
        audit,
        {"export", "write the log as a folder anyone can verify"},
        chosen,
        [exported] { return export_audit(*exported); }
    );
    out->add_option("DIR", exported->out, "folder to make")->required();
    out->add_option("--data", exported->data, "data folder");
    out->add_option("--log", exported->log, "number of a closed log; the service is stopped");
    const auto proof = std::make_shared<ProofOptions>();
    CLI::App* prove = command(
        audit,
        {"proof", "one entry with the proof that it is in the log, as one file"},
        chosen,
        [proof] { return prove_audit(*proof); }
    );
    prove->add_option("SEQ", proof->seq, "entry number")->required()->check(entry_number());
    prove->add_option("--log", proof->log, "number of a closed log, as `audit query` says it")
        ->check(entry_number());
    prove->add_option("--out", proof->out, "file to write (standard output otherwise)");
    prove->add_option("--data", proof->data, "data folder");
    const auto extract = std::make_shared<ExtractOptions>();
    CLI::App* some = command(
        audit,
        {"extract", "entries as JSON lines and CSV, when two people sign for them"},
        chosen,
        [extract] { return extract_audit(*extract); }
    );
    some->add_option("DIR", extract->out, "folder to make")->required();
    some->add_option("--query", extract->query, "terms such as case:REFERENCE");
    some->add_option("--purpose", extract->purpose, "what the log is used for")->required();
    some->add_option("--recipient", extract->recipient, "who gets it")->required();
    some->add_option("--data", extract->data, "data folder");
    some->add_option("--statement", extract->statement.statement, "the manifest two people sign")
        ->required();
    some->add_option("--proposal", extract->statement.proposal, "the first one's signature");
    some->add_option("--approval", extract->statement.approval, "the other one's signature");
}

// A query that begins with a minus looks like an option that there is not.
void take_negated_query(const CLI::App& command, QueryOptions& asked) {
    for (const std::string& word : command.remaining()) {
        if (!asked.query.empty() || word.starts_with("--")) {
            throw CommandFailed(
                ExitCode::usage,
                "audit query has no option `" + word +
                    "`, and takes one query: its terms stand together in the shell's quotes"
            );
        }
        asked.query = word;
    }
}

void add_reading(CLI::App* audit, Chosen& chosen) {
    const auto asked = std::make_shared<QueryOptions>();
    CLI::App* query =
        audit->add_subcommand("query", "ask the log, of a service that runs or rests");
    query->allow_extras();
    query->callback([&chosen, asked, query] {
        chosen = [asked, query] {
            take_negated_query(*query, *asked);
            return query_audit(*asked);
        };
    });
    query->add_option("QUERY", asked->query, "terms such as case:REFERENCE -outcome:ok \"text\"");
    query->add_option("--data", asked->data, "data folder");
    CLI::Option* ask =
        query->add_option("--ask", asked->question, "a ready-made question, such as who_looked");
    query->add_flag("--facets", asked->facets, "counts instead of entries")->excludes(ask);
    query->add_flag("--json", asked->as_json, "JSON lines");
    struct Explained {
        VerifyFiles files;
        std::filesystem::path data;
        std::uint64_t seq = 0;
        std::optional<std::uint64_t> log;
    };
    const auto one = std::make_shared<Explained>();
    CLI::App* explain = command(
        audit,
        {"explain", "say one entry in words: of an export (DIR SEQ), or of a store (SEQ --data)"},
        chosen,
        [one] {
            if (one->files.folder.empty() == one->data.empty()) {
                throw CommandFailed(
                    ExitCode::usage,
                    "an entry of what? `clarion audit explain EXPORT SEQ` of an exported folder, "
                    "`clarion audit explain SEQ --data DIR` of a store"
                );
            }
            return one->data.empty() ? explain_audit(one->files, one->seq)
                                     : explain_stored(one->data, one->seq, one->log);
        }
    );
    explain
        ->add_option_function<std::vector<std::string>>(
            "DIR_AND_SEQ",
            [one](const std::vector<std::string>& words) {
                if (words.size() == 2) one->files.folder = words.front();
                const std::string wrong = entry_number()(words.back());
                if (!wrong.empty()) throw CLI::ValidationError("SEQ", wrong);
                one->seq = std::stoull(words.back());
            },
            "exported folder and entry number, or the number alone"
        )
        ->required()
        ->expected(1, 2);
    CLI::Option* data = explain->add_option("--data", one->data, "data folder");
    explain->add_option("--vkey", one->files.vkey, "file with the verifier key of an export")
        ->excludes(data);
    explain
        ->add_option(
            "--policy", one->files.policy, "who must have signed and cosigned it (tlog-policy)"
        )
        ->excludes(data);
    explain->add_option("--log", one->log, "number of a closed log, as `audit query` says it")
        ->check(entry_number())
        ->needs(data);
}

void add_verifying(CLI::App* audit, Chosen& chosen) {
    const auto files = std::make_shared<VerifyFiles>();
    CLI::App* verify =
        command(audit, {"verify", "verify an exported folder, or one proof"}, chosen, [files] {
            if (!files->proof.empty()) return verify_proof(*files);
            if (!files->folder.empty()) return verify_audit(*files);
            throw CommandFailed(ExitCode::usage, "name an exported folder, or a file with --proof");
        });
    CLI::Option* folder = verify->add_option("DIR", files->folder, "exported folder");
    verify->add_option("--vkey", files->vkey, "file with the verifier key you were given");
    verify->add_option(
        "--policy", files->policy, "who must have signed and cosigned (tlog-policy)"
    );
    CLI::Option* since = verify->add_option(
        "--since",
        files->since,
        "a checkpoint that you or a witness hold: the log must go on from it"
    );
    verify->add_option("--proof", files->proof, "a file that `audit proof` wrote")
        ->excludes(folder)
        ->excludes(since);
}

}  // namespace

void add_audit_commands(CLI::App& app, Chosen& chosen) {
    CLI::App* audit = app.add_subcommand("audit", "the log");
    audit->require_subcommand(1);
    add_taking_out(audit, chosen);
    add_reading(audit, chosen);
    add_verifying(audit, chosen);
}

}  // namespace clarion::deploy
