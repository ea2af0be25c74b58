#include "deploy/clarion/publication.hpp"

#include <string_view>

#include "adapters/files/bundle.hpp"
#include "adapters/files/json_text.hpp"
#include "adapters/files/scheme.hpp"
#include "adapters/keys/sha256.hpp"
#include "adapters/signer/durable_file.hpp"
#include "deploy/clarion/exit_codes.hpp"
#include "deploy/clarion/plan_signatures.hpp"
#include "engine/core/hex.hpp"
#include "engine/core/json.hpp"
#include "engine/ports/bytes.hpp"
#include "engine/runtime/administrator_desk.hpp"

namespace clarion::deploy {

namespace {

namespace fs = std::filesystem;
namespace json = core::json;

constexpr mode_t kForAll = 0644;

fs::path kept_in(const DataFolder& folder, const char* name) {
    return folder.published() / name;
}

std::string kept(const DataFolder& folder, const char* name) {
    return signer::read_if_there(kept_in(folder, name)).value_or("");
}

// Lengths before contents: no two houses give the same bytes.
std::string all_of(const files::FileSet& house) {
    std::string bytes;
    const auto add = [&bytes](const std::string& part) {
        bytes += std::to_string(part.size()) + ' ' + part;
    };
    for (const auto& [path, content] : house) {
        add(path);
        add(content);
    }
    return bytes;
}

}  // namespace

std::string publication_statement(const files::FileSet& house) {
    const core::Sha256 sha256 = keys::make_sha256();
    std::string text = "clarion house\nscheme " + files::scheme_of(house) + '\n';
    for (const std::string& bundle : files::make_bundles(house)) {
        const json::object document = files::parse_json_object("bundle", bundle);
        text += std::string(document.at("id").as_string()) + '@' +
                std::string(document.at("version").as_string()) + ' ' +
                core::to_hex(sha256({ports::view_of(bundle)})) + '\n';
    }
    const std::string all = all_of(house);
    return text + "files " + core::to_hex(sha256({ports::view_of(all)})) + '\n';
}

void keep_publication(const DataFolder& folder, const StatementFiles& files) {
    fs::create_directories(folder.published());
    const auto keep = [&folder](const char* name, const fs::path& from) {
        signer::write_durably(kept_in(folder, name), files::read_file(from), kForAll);
    };
    keep("proposal", files.proposal);
    keep("approval", files.approval);
    keep("statement", files.statement);
}

void require_published(const DataFolder& folder, const files::FileSet& house) {
    const std::string statement = publication_statement(house);
    const std::string published = kept(folder, "statement");
    if (published != statement) {
        const char* why = published.empty() ? "nobody published this house"
                                            : "this house is not the one that was published";
        throw CommandFailed(
            ExitCode::not_allowed,
            std::string(why) +
                ": `clarion workflow publish --config FILE`, with the service stopped, says what "
                "two people sign"
        );
    }
    static_cast<void>(check_signature_bytes(
        folder.administrators(), statement, kept(folder, "proposal"), kept(folder, "approval")
    ));
}

void require_last_published(ports::AuditLog& log, const files::FileSet& house) {
    if (runtime::is_last_published(log, keys::make_sha256(), publication_statement(house))) return;
    throw CommandFailed(
        ExitCode::not_allowed,
        "the log names another house as the one that was published last, or none (`clarion audit "
        "query action:house_published`): serve that one, or publish this one again, `clarion "
        "workflow publish --config FILE`"
    );
}

}  // namespace clarion::deploy
