// What a node needs to know of its database.
#pragma once

#include <chrono>
#include <string>

#include "engine/ports/secret.hpp"

namespace clarion::postgres {

struct Settings {
    std::string connection;       // as libpq reads it, several hosts too; never with the password
    ports::Secret password = {};  // empty: none is sent
    std::string node = {};        // the name others see
    // How long a node that is silent keeps its duties. One that is stopped inside a batch holds up
    // the others for half of it.
    std::chrono::milliseconds lease{10'000};
    // A command that may have the database for itself alone.
    bool is_alone = false;
};

}  // namespace clarion::postgres
