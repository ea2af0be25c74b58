#include "adapters/identity/sign_outs.hpp"

#include <algorithm>

#include "adapters/identity/token_check.hpp"

namespace clarion::identity {

void SignOuts::add(const Who& who, core::Instant now) {
    auto before = table_.load();
    for (;;) {
        auto after = std::make_shared<Table>(*before);
        // What a token of before could still outlive is kept, with the skew that is forgiven.
        std::erase_if(*after, [now](const auto& row) {
            return row.second + kTokenLifeMax + 2 * kClockSkewMax < now;
        });
        if (after->size() >= most_ && !after->contains(who)) {
            after->erase(std::min_element(
                after->begin(),
                after->end(),
                [](const auto& left, const auto& right) { return left.second < right.second; }
            ));
        }
        (*after)[who] = now;
        if (table_.compare_exchange_weak(before, std::move(after))) return;
    }
}

bool SignOuts::ended(const Who& who, core::Instant since) const {
    const auto table = table_.load();
    const auto row = table->find(who);
    return row != table->end() && since <= row->second;
}

}  // namespace clarion::identity
