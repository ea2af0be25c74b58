// Private memory: what this process holds leaves it neither by a core dump nor by another process
// of the same user looking in, and no program it starts gains rights.
//
// Threads: at the start, before there is a second one.
// Failure: throws std::system_error when the machine does not let it.
#pragma once

namespace clarion::system {

void keep_memory_private();

}  // namespace clarion::system
