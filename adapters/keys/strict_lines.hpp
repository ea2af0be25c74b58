// StrictLines: a text of lines, each of them ended, and where in it the reader is.
//
// Failure: throws KeyUnavailable with file, line, what is wrong and what to do.
#pragma once

#include <string>
#include <string_view>

namespace clarion::keys {

// Borrows all three.
class StrictLines {
public:
    // `remedy`: what to do about a text that is wrong.
    StrictLines(const std::string& path, std::string_view text, std::string_view remedy)
        : path_(path), rest_(text), remedy_(remedy) {}

    [[nodiscard]] bool is_over() const { return rest_.empty(); }
    [[nodiscard]] std::string_view next();
    [[noreturn]] void refuse(const std::string& why) const;

private:
    const std::string& path_;
    std::string_view rest_;
    std::string_view remedy_;
    int line_ = 0;
};

}  // namespace clarion::keys
