// What to make of a call to OpenSSL that failed.
#pragma once

namespace clarion::keys {

// That OpenSSL has an algorithm. Throws std::bad_alloc when it had no memory to look; otherwise
// only a fault in our own code, or of how the machine is set up, denies it: it says what was
// claimed and ends the program.
void require_known(bool good, const char* claim);

// That OpenSSL did what it knows how to do. Throws std::bad_alloc: nothing else is in its way.
void require_done(bool good);

}  // namespace clarion::keys
