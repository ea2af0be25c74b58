#include "engine/core/json_pointer.hpp"

namespace clarion::core {

std::string pointer_token(std::string_view name) {
    std::string token;
    token.reserve(name.size());
    for (const char letter : name) {
        if (letter == '~') {
            token += "~0";
        } else if (letter == '/') {
            token += "~1";
        } else {
            token += letter;
        }
    }
    return token;
}

}  // namespace clarion::core
