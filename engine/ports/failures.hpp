// What a broken world throws. Adapters translate their libraries' exceptions to these.
#pragma once

#include <stdexcept>
#include <string>

namespace clarion::ports {

// Storage cannot answer: nothing of the batch was kept. 503.
struct StoreUnavailable : std::runtime_error {
    using std::runtime_error::runtime_error;
};
// Storage cannot say whether the last commit took place; repeat with the same idempotency keys.
// 503.
struct CommitUnknown : std::runtime_error {
    using std::runtime_error::runtime_error;
};
// What was read is not what was written, or a key does not fit. The program stops.
struct IntegrityBroken : std::runtime_error {
    using std::runtime_error::runtime_error;
};
// A key is missing, unreadable, or not the one this store was made with. The program does not
// start.
struct KeyUnavailable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

}  // namespace clarion::ports
