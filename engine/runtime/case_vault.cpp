#include "engine/runtime/case_vault.hpp"

#include <utility>

#include "engine/ports/failures.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

// Frozen: what sealed bytes are bound to.
std::string bound_to(std::string_view table, std::string_view owner, std::uint64_t sequence) {
    std::string context(table);
    context += '|';
    context += owner;
    context += '|';
    context += std::to_string(sequence);
    return context;
}

}  // namespace

CaseVault::CaseVault(ports::CaseStore& store, ports::KeyVault& keys, Definitions& definitions)
    : store_(store), keys_(keys), definitions_(definitions) {}

CaseVault::Open* CaseVault::find(const core::CaseId& id) {
    const auto found = by_id_.find(id.text);
    if (found == by_id_.end()) return nullptr;
    newest_first_.splice(newest_first_.begin(), newest_first_, found->second);
    return &newest_first_.front();
}

void CaseVault::drop(const core::CaseId& id) {
    const auto found = by_id_.find(id.text);
    if (found == by_id_.end()) return;
    newest_first_.erase(found->second);
    by_id_.erase(found);
}

void CaseVault::put(Open open) {
    drop(open.id);
    if (newest_first_.size() >= kCasesOpenMax) {
        by_id_.erase(newest_first_.back().id.text);
        newest_first_.pop_back();
    }
    newest_first_.push_front(std::move(open));
    by_id_[newest_first_.front().id.text] = newest_first_.begin();
}

CaseInHand CaseVault::open(ports::CaseRow row) {
    const Open* open = find(row.id);
    const bool is_kept = open != nullptr && open->version == row.version;
    CaseInHand held = look_into(std::move(row));
    if (is_kept) return held;
    put({held.row.id, held.row.version, held.process, held.snapshot, held.projection, held.key});
    return held;
}

CaseInHand CaseVault::look_into(ports::CaseRow row) {
    if (const auto why = shut_.find(row.id.text); why != shut_.end()) {
        throw CaseDamaged(row.audit_ref, why->second);
    }
    if (const Open* open = find(row.id); open != nullptr && open->version == row.version) {
        return {std::move(row), open->process, open->snapshot, open->projection, open->key};
    }
    CaseInHand held;
    held.row = std::move(row);
    held.process = definitions_.process_of(held.row.bundle);
    try {
        held.snapshot = unseal(held);
    } catch (const ports::IntegrityBroken& broken) {
        shut(held.row, broken.what());
    }
    held.projection =
        std::make_shared<const core::Projection>(core::project(*held.process, *held.snapshot));
    return held;
}

std::optional<CaseInHand> CaseVault::look_past_damage(
    ports::CaseRow row, std::vector<CaseDamaged>& damaged
) {
    try {
        return look_into(std::move(row));
    } catch (const CaseDamaged& found) {
        damaged.push_back(found);
        return std::nullopt;
    }
}

std::shared_ptr<const core::CaseSnapshot> CaseVault::unseal(CaseInHand& held) {
    held.key = keys_.unwrap(held.row.key);
    const ports::Bytes plain = keys_.open(
        held.key,
        bound_to("cases", held.row.id.text, held.row.version),
        store_.sealed_snapshot_of(held.row.id)
    );
    auto snapshot = core::read_snapshot(*held.process, ports::text_of(plain));
    if (!snapshot) throw ports::IntegrityBroken("a snapshot cannot be read: " + snapshot.error());
    return std::make_shared<const core::CaseSnapshot>(std::move(snapshot).value());
}

void CaseVault::shut(const ports::CaseRow& row, const std::string& why) {
    shut_.emplace(row.id.text, why);
    drop(row.id);
    throw CaseDamaged(row.audit_ref, why);
}

void CaseVault::keep(const CaseInHand& held) {
    unsettled_.push_back(held.row.id);
    put({held.row.id, held.row.version, held.process, held.snapshot, held.projection, held.key});
}

ports::DataKeyHandle CaseVault::key_of(const AuditSubject& subject) {
    if (const Open* open = find(subject.id)) return open->key;
    try {
        return keys_.unwrap(subject.key);
    } catch (const ports::IntegrityBroken& broken) {
        throw CaseDamaged(subject.ref, broken.what());
    }
}

ports::Bytes CaseVault::seal_snapshot(const CaseInHand& held) {
    const std::string text = core::serialise(*held.process, *held.snapshot);
    return keys_.seal(
        held.key, bound_to("cases", held.row.id.text, held.snapshot->version), ports::view_of(text)
    );
}

ports::EventRow CaseVault::seal_event(const CaseInHand& held, const core::CaseEvent& event) {
    const std::string text = core::serialise(event);
    const std::string context = bound_to("case_events", held.row.id.text, event.sequence);
    return {
        .case_id = held.row.id,
        .sequence = event.sequence,
        .at = event.at,
        .sealed = keys_.seal(held.key, context, ports::view_of(text)),
    };
}

core::CaseEvent CaseVault::open_event(const CaseInHand& held, const ports::EventRow& row) {
    const std::string context = bound_to("case_events", row.case_id.text, row.sequence);
    const std::string number = "event " + std::to_string(row.sequence) + ": ";
    try {
        const ports::Bytes plain = keys_.open(held.key, context, row.sealed);
        auto event = core::read_event(ports::text_of(plain));
        if (!event) shut(held.row, number + event.error());
        return std::move(event).value();
    } catch (const ports::IntegrityBroken& broken) {
        shut(held.row, number + broken.what());
    }
}

ports::Bytes CaseVault::seal_params(
    const ports::DataKeyHandle& key, std::string_view effect_key, const json::value& params
) {
    const std::string text = json::serialize(params);
    return keys_.seal(key, bound_to("outbox", effect_key, 0), ports::view_of(text));
}

// One effect that cannot be read is no reason to shut the case.
json::value CaseVault::open_params(
    const CaseInHand& held, std::string_view effect_key, ports::ByteView sealed
) {
    boost::system::error_code error;
    json::value params;
    try {
        const ports::Bytes plain = keys_.open(held.key, bound_to("outbox", effect_key, 0), sealed);
        params = json::parse(ports::text_of(plain), error);
    } catch (const ports::IntegrityBroken& broken) {
        throw CaseDamaged(held.row.audit_ref, std::string("an effect: ") + broken.what());
    }
    if (error) throw CaseDamaged(held.row.audit_ref, "an effect's parameters cannot be read");
    return params;
}

void CaseVault::take_back() {
    for (const core::CaseId& id : unsettled_)
        drop(id);
    unsettled_.clear();
}

void CaseVault::drop_all() {
    unsettled_.clear();
    by_id_.clear();
    newest_first_.clear();
}

}  // namespace clarion::runtime
