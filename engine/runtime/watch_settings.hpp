// WatchSettings: what of one installation the watch goes by, beside the rules of the profile.
#pragma once

#include <set>

#include "engine/core/ids.hpp"
#include "engine/runtime/staff_register.hpp"

namespace clarion::runtime {

struct WatchSettings {
    std::set<core::Reference> canaries;  // cases that nobody has a reason to open
    StaffRecords staff;
};

}  // namespace clarion::runtime
