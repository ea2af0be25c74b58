// AdministratorDesk: acts that two people who administer a store decide, each in one transaction
// with their entries in the log. Used while the service is stopped.
//
// Ownership: borrows everything in Services; all must outlive it.
// Threads:   engine thread only.
// Failure:   lets the ports' exceptions through; nothing of the act is kept then.
#pragma once

#include <memory>
#include <string>

#include "engine/runtime/engine.hpp"

namespace clarion::runtime {

struct Administrators {
    std::string proposed_by;
    std::string approved_by;
};

class AdministratorDesk {
public:
    explicit AdministratorDesk(Services services);
    ~AdministratorDesk();

    // A copy of a store may send from now on: what it was made of is stopped.
    void allow_sending(const Administrators& people);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace clarion::runtime
