// Mentions: what a record says of other cases. A case that was walled after another one named it is
// named there to nobody who may not know of it; nor is a reference to no case, which looks alike.
//
// Found are values of the fields that forms mark `x-names`, however they are written, and in any
// text references as pages show them (7K3M-2QXT-C). What people write otherwise is not known to be
// a reference.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "engine/core/cases/process.hpp"
#include "engine/core/json.hpp"
#include "engine/core/reference.hpp"
#include "engine/ports/form_checker.hpp"

namespace clarion::runtime {

class Mentions {
public:
    // Whether a case is the reader's to know of.
    using KnowsOf = std::function<bool(const core::Reference&)>;
    // The forms by which people act on a case of this process say which fields name others.
    Mentions(const core::Process& process, const ports::FormChecker& forms, KnowsOf knows_of);

    // `path`: where the value stands in the record; its last name counts.
    void cover(core::json::value& value, std::string_view path) const;

private:
    [[nodiscard]] std::string without_unknown(std::string_view text) const;

    std::set<std::string, std::less<>> fields_;
    KnowsOf knows_of_;
};

}  // namespace clarion::runtime
