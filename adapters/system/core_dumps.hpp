// Core dumps: a picture of the memory holds what is nowhere else in the clear, so none is made.
#pragma once

namespace clarion::system {

// For the whole program, from now on: neither a file nor a pipe gets its memory, and no debugger of
// the same user either.
void forbid_core_dumps();

}  // namespace clarion::system
