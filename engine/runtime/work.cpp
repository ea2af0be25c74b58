#include "engine/runtime/work.hpp"

namespace clarion::runtime {

Asked::~Asked() = default;
Asked::Asked(const Asked& other) = default;
Asked::Asked(Asked&& other) noexcept = default;
Asked& Asked::operator=(const Asked& other) = default;
Asked& Asked::operator=(Asked&& other) noexcept = default;

}  // namespace clarion::runtime
