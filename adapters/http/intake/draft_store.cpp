#include "adapters/http/intake/draft_store.hpp"

#include "engine/ports/bytes.hpp"
#include "engine/ports/secret.hpp"

namespace clarion::http::intake {

namespace {

// Drafts nobody comes back to are destroyed within this time of their hour.
constexpr std::chrono::minutes kSweepEvery{1};

}  // namespace

DraftStore::DraftStore(
    Sealing sealing, core::Sha256 sha256, const ports::Clock& clock, ports::IdSource& ids
)
    : sealing_(std::move(sealing)), sha256_(std::move(sha256)), clock_(clock), ids_(ids) {}

std::string DraftStore::key_of(std::string_view secret) const {
    const core::Digest digest =
        sha256_({ports::view_of("clarion draft name\n"), ports::view_of(secret)});
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

void DraftStore::sweep(std::chrono::milliseconds now) {
    if (now - swept_ < kSweepEvery) return;
    swept_ = now;
    for (auto draft = drafts_.begin(); draft != drafts_.end();) {
        draft = now - draft->second.used >= kDraftIdle ? forget(draft) : std::next(draft);
    }
}

DraftStore::Drafts::iterator DraftStore::forget(Drafts::iterator draft) {
    if (draft->second.blank) blanks_.erase(*draft->second.blank);
    return drafts_.erase(draft);
}

std::optional<std::string> DraftStore::begin(
    const core::json::object& draft, std::string_view holder
) {
    // Two tokens: the cookie is also the seal's secret, so it has 256 bits.
    const std::string cookie = ids_.new_token() + ids_.new_token();
    const ports::Secret secret(cookie + std::string(holder));
    Kept kept{sealing_.seal(secret.reveal(), core::json::serialize(draft)), clock_.since_boot()};
    const std::scoped_lock hold(lock_);
    sweep(kept.used);
    if (drafts_.size() >= kDraftsMax) {
        if (blanks_.empty()) return std::nullopt;
        forget(drafts_.find(blanks_.front()));
    }
    const std::string key = key_of(secret.reveal());
    kept.blank = blanks_.insert(blanks_.end(), key);
    drafts_.emplace(key, std::move(kept));
    return cookie;
}

std::optional<core::json::object> DraftStore::open(std::string_view secret) {
    const auto now = clock_.since_boot();
    std::string sealed;
    {
        const std::scoped_lock hold(lock_);
        sweep(now);
        const auto found = drafts_.find(key_of(secret));
        if (found == drafts_.end()) return std::nullopt;
        if (now - found->second.used >= kDraftIdle) {
            forget(found);
            return std::nullopt;
        }
        found->second.used = now;
        sealed = found->second.sealed;
    }
    const auto plain = sealing_.open(secret, sealed);
    if (!plain) return std::nullopt;
    return core::json::parse(*plain).as_object();
}

bool DraftStore::keep(std::string_view secret, const core::json::object& draft) {
    const std::string plain = core::json::serialize(draft);
    if (plain.size() > kDraftBytesMax) return false;
    Kept kept{sealing_.seal(secret, plain), clock_.since_boot()};
    const std::scoped_lock hold(lock_);
    const auto found = drafts_.find(key_of(secret));
    if (found == drafts_.end()) return false;
    if (found->second.blank) blanks_.erase(*found->second.blank);
    found->second = std::move(kept);
    return true;
}

void DraftStore::end(std::string_view secret) {
    const std::scoped_lock hold(lock_);
    if (const auto found = drafts_.find(key_of(secret)); found != drafts_.end()) forget(found);
}

bool DraftStore::knows(std::string_view secret) const {
    const std::scoped_lock hold(lock_);
    return drafts_.contains(key_of(secret));
}

std::size_t DraftStore::size() const {
    const std::scoped_lock hold(lock_);
    return drafts_.size();
}

}  // namespace clarion::http::intake
