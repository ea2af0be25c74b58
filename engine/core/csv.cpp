#include "engine/core/csv.hpp"

namespace clarion::core {

std::string csv_cell(std::string_view value) {
    const bool is_formula =
        !value.empty() && std::string_view("=+-@\t\r").find(value[0]) != std::string_view::npos;
    std::string text = is_formula ? "'" + std::string(value) : std::string(value);
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

}  // namespace clarion::core
