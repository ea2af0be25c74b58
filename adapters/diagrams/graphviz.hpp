// Graphviz: draws DOT text as SVG by running the `dot` program, which gets no more than the text.
//
// Threads: draw() may be called from one thread at a time; it blocks for some ten milliseconds on a
// new drawing. Limits:  the newest kDrawingsMax drawings are kept, so that a case looked at twice
// is drawn once. Failure: throws DrawingFailed when `dot` is missing or refuses the text.
#pragma once

#include <list>
#include <map>
#include <stdexcept>
#include <string>

namespace clarion::diagrams {

inline constexpr std::size_t kDrawingsMax = 256;

struct DrawingFailed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Graphviz {
public:
    // An <svg> element without prologue, fit to stand inside a page.
    [[nodiscard]] std::string draw(const std::string& dot);

private:
    std::map<std::string, std::string> drawings_;
    std::list<std::string> oldest_first_;
};

}  // namespace clarion::diagrams
