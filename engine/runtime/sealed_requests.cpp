#include "engine/runtime/sealed_requests.hpp"

#include <utility>

#include "engine/ports/failures.hpp"
#include "engine/runtime/case_documents.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

// Frozen: what sealed bytes are bound to. All that the row says in the clear, so that whoever can
// write the store makes no request approved, or anew, or theirs.
std::string binding_of(const ports::AuditRequestRow& row) {
    return "audit_requests|" + row.kind + "|" + row.id + "|" + row.owner.text + "|" + row.stage +
           "|" + core::to_rfc3339(row.at);
}

}  // namespace

core::AuditRef SealedRequests::ref_of(const Caller& caller) {
    return parts_.store.audit_ref_of(caller.principal.person);
}

void SealedRequests::keep(AuditRequest& request) {
    ports::AuditRequestRow& row = request.row;
    if (row.key.bytes.empty()) row.key = parts_.keys.create_data_key();
    row.sealed = parts_.keys.seal(
        parts_.keys.unwrap(row.key), binding_of(row), ports::view_of(json::serialize(request.words))
    );
    parts_.store.keep_audit_request(row);
}

std::optional<AuditRequest> SealedRequests::opened(ports::AuditRequestRow row) {
    try {
        const ports::Bytes plain =
            parts_.keys.open(parts_.keys.unwrap(row.key), binding_of(row), row.sealed);
        boost::system::error_code error;
        json::value words = json::parse(ports::text_of(plain), error);
        if (!error && words.is_object())
            return AuditRequest{std::move(row), std::move(words.get_object())};
    } catch (const ports::IntegrityBroken&) {
    } catch (const ports::KeyUnavailable&) {
    }
    // It is nobody's any more; the others go on.
    parts_.metrics.count("clarion_alarms_total", "audit_request_damaged");
    parts_.diary.write(ports::LogLevel::error, "audit_request_damaged", {{"id", row.id}});
    return std::nullopt;
}

std::optional<AuditRequest> SealedRequests::find(std::string_view kind, std::string_view id) {
    auto row = parts_.store.find_audit_request(id);
    if (!row || row->kind != kind) return std::nullopt;
    return opened(*std::move(row));
}

std::vector<AuditRequest> SealedRequests::all(
    std::string_view kind, const core::AuditRef& owner, int limit
) {
    std::vector<AuditRequest> all;
    for (ports::AuditRequestRow& row : parts_.store.audit_requests(kind, owner, limit)) {
        if (auto found = opened(std::move(row))) all.push_back(*std::move(found));
    }
    return all;
}

std::optional<std::string> SealedRequests::own_query(const Caller& caller, std::string_view id) {
    const auto found = find(kKeptQuery, id);
    if (!found || found->row.owner != ref_of(caller)) return std::nullopt;
    return text_at(found->words, "query");
}

}  // namespace clarion::runtime
