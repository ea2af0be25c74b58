// What SQLite's result codes mean to the engine.
#pragma once

#include <string>

namespace clarion::sqlite {

// Throws IntegrityBroken when the file or our own rows are not what they should be, else
// StoreUnavailable. The text holds the code and what was being done, never a value.
[[noreturn]] void throw_failure(int extended_code, const std::string& doing);

// What to do about it, in words; never a value.
[[nodiscard]] std::string advice_on(int extended_code);

// A write or sync failed: what the disk holds is unknown from now on, and a second sync that
// succeeds proves nothing, because the system may have dropped the pages.
[[nodiscard]] bool loses_trust(int extended_code);

}  // namespace clarion::sqlite
