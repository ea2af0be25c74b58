// Definitions: the published bundles, compiled once each and kept.
//
// Ownership: borrows the store and the zones; what process_of() gives lives on with its holder.
// Threads:   engine thread only.
// Failure:   throws BadBundle for bytes that do not compile, IntegrityBroken for a hash that the
//            store does not know or whose bytes changed.
#pragma once

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/access/redaction.hpp"
#include "engine/core/cases/process.hpp"
#include "engine/core/sha256.hpp"
#include "engine/ports/case_store.hpp"
#include "engine/ports/form_checker.hpp"
#include "engine/ports/world.hpp"

namespace clarion::runtime {

struct BadBundle : std::runtime_error {
    using std::runtime_error::runtime_error;
};

using ProcessHandle = std::shared_ptr<const core::Process>;

// The time zone a bundle's profile names.
[[nodiscard]] std::string_view zone_name_of(const core::json::object& bundle);

class Definitions {
public:
    // `forms` compiles those of each bundle.
    Definitions(
        ports::CaseStore& store,
        const ports::FormChecker& forms,
        const ports::TimeZones& zones,
        core::Sha256 sha256
    );

    // Requires: a batch is open. The same bytes again change nothing.
    void publish(std::string_view bundle, core::Instant now);

    // Makes these bytes a version of the store for cases to be at, and offers it to no new request.
    // Requires: as publish().
    void keep(std::string_view bundle, core::Instant now);

    // Throws BadBundle unless requests can be taken, and every form that a workflow names is there.
    void check_offered();

    [[nodiscard]] ProcessHandle process_of(const core::BundleHash& hash);
    // The forms published with it: a case is held to those it was opened with.
    [[nodiscard]] const ports::FormChecker& forms_of(const core::BundleHash& hash);
    // What of its cases' record is covered, by those forms.
    [[nodiscard]] const core::CoveredFields& covered_fields_of(const core::BundleHash& hash);
    // What new requests follow: the newest version of the route that the profile names under
    // `requests`, or of the workflow that was offered first where no profile says.
    [[nodiscard]] const ProcessHandle& for_requests() const;
    // The newest offered version of a route; null when none is offered.
    [[nodiscard]] ProcessHandle newest_of(std::string_view scheme, std::string_view route) const;
    // The same by a full id, or by the route where only one scheme is offered.
    [[nodiscard]] ProcessHandle newest_named(std::string_view name) const;
    // Offered versions, newest last within one id.
    [[nodiscard]] const std::vector<ProcessHandle>& offered() const { return offered_; }
    // The definition as it was written, of any bundle ever published.
    [[nodiscard]] core::json::object written(const core::BundleHash& hash);

private:
    struct Published {
        ProcessHandle process;
        std::shared_ptr<const ports::FormChecker> forms;
        core::CoveredFields covered;
    };

    [[nodiscard]] Published compile(std::string_view bundle, const core::BundleHash& hash) const;
    [[nodiscard]] const Published& published(const core::BundleHash& hash);
    [[nodiscard]] core::BundleHash hash_of(std::string_view bundle) const;

    ports::CaseStore& store_;
    const ports::FormChecker& forms_;
    const ports::TimeZones& zones_;
    core::Sha256 sha256_;
    std::vector<ProcessHandle> offered_;
    ProcessHandle for_requests_;
    std::map<std::string, Published, std::less<>> compiled_;  // by hash
};

}  // namespace clarion::runtime
