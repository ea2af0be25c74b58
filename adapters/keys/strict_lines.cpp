#include "adapters/keys/strict_lines.hpp"

#include "engine/ports/failures.hpp"

namespace clarion::keys {

std::string_view StrictLines::next() {
    ++line_;
    const auto end = rest_.find('\n');
    if (end == std::string_view::npos) refuse("the line does not end");
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return line;
}

void StrictLines::refuse(const std::string& why) const {
    throw ports::KeyUnavailable(
        path_ + ":" + std::to_string(line_) + ": " + why + "; " + std::string(remedy_)
    );
}

}  // namespace clarion::keys
