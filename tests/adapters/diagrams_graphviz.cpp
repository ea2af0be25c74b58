// Drawings: an <svg> for a page, the same for the same text, and a clear failure for what cannot be
// drawn.
#include <doctest/doctest.h>

#include "adapters/diagrams/graphviz.hpp"

using clarion::diagrams::DrawingFailed;
using clarion::diagrams::Graphviz;

TEST_CASE("drawings: DOT text becomes an svg element without scripts or inline styles") {
    Graphviz graphviz;

    const std::string drawing = graphviz.draw("digraph { first -> second [label=\"then\"] }");

    CHECK(drawing.starts_with("<svg"));
    CHECK(drawing.find("then") != std::string::npos);
    CHECK(drawing.find("style=") == std::string::npos);
    CHECK(drawing.find("<script") == std::string::npos);
    CHECK(graphviz.draw("digraph { first -> second [label=\"then\"] }") == drawing);
}

TEST_CASE("drawings: what is no graph is refused") {
    Graphviz graphviz;

    CHECK_THROWS_AS(static_cast<void>(graphviz.draw("digraph {")), DrawingFailed);
}
