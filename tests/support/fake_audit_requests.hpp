// FakeAuditRequests: the part of the fake store that holds what auditors ask and is kept.
#pragma once

#include "tests/support/fake_later.hpp"

namespace clarion::test {

class FakeAuditRequests : public FakeLater {
public:
    using FakeLater::FakeLater;

    void keep_audit_request(const ports::AuditRequestRow& row) override {
        write();
        if (ports::AuditRequestRow* stored = stored_request(row.id)) {
            stored->stage = row.stage;
            stored->at = row.at;
            stored->sealed = row.sealed;
            return;
        }
        ports::AuditRequestRow stored = row;
        stored.number = ++now().audit_requests_numbered;
        now().audit_requests.emplace(stored.number, stored);
    }
    std::optional<ports::AuditRequestRow> find_audit_request(std::string_view id) override {
        const auto* stored = stored_request(id);
        return stored == nullptr ? std::nullopt : std::optional(*stored);
    }
    std::vector<ports::AuditRequestRow> audit_requests(
        std::string_view kind, const core::AuditRef& owner, int limit
    ) override {
        std::vector<ports::AuditRequestRow> rows;
        const auto& all = now().audit_requests;
        for (auto at = all.rbegin(); at != all.rend(); ++at) {
            const bool is_theirs = owner.text.empty() || at->second.owner == owner;
            if (std::cmp_equal(rows.size(), limit)) break;
            if (at->second.kind == kind && is_theirs) rows.push_back(at->second);
        }
        return rows;
    }
    std::vector<ports::AuditRequestRow> every_audit_request(std::uint64_t after, int limit)
        override {
        std::vector<ports::AuditRequestRow> rows;
        for (const auto& [number, row] : now().audit_requests) {
            if (number > after && std::cmp_less(rows.size(), limit)) rows.push_back(row);
        }
        return rows;
    }
    void keep_audit_request_key(std::string_view id, const ports::WrappedKey& key) override {
        write();
        stored_request(id)->key = key;
    }
    std::optional<core::Instant> store_time() override { return disk_.time; }
    void remove_audit_request(std::string_view id) override {
        write();
        std::erase_if(now().audit_requests, [&](const auto& row) { return row.second.id == id; });
    }

private:
    ports::AuditRequestRow* stored_request(std::string_view id) {
        for (auto& [number, row] : now().audit_requests) {
            if (row.id == id) return &row;
        }
        return nullptr;
    }
};

}  // namespace clarion::test
