// How many files and sockets this process may have open.
#pragma once

#include <cstddef>

namespace clarion::system {

// Asks the system for so many, and says how many there are.
std::size_t want_descriptors(std::size_t wanted);

}  // namespace clarion::system
