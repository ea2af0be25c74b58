// Cells of CSV: whole for a program that reads them, harmless for a spreadsheet.
#include "engine/core/csv.hpp"

#include <doctest/doctest.h>

using clarion::core::csv_cell;

TEST_CASE("csv: a cell is quoted where it must be, and begins no formula") {
    CHECK(csv_cell("").empty());
    CHECK(csv_cell("plain words") == "plain words");
    CHECK(csv_cell("one, two") == "\"one, two\"");
    CHECK(csv_cell("say \"yes\"") == "\"say \"\"yes\"\"\"");
    CHECK(csv_cell("two\r\nlines") == "\"two\r\nlines\"");
    for (const char* formula : {"=1+1", "+1", "-1", "@sum"})
        CHECK(csv_cell(formula) == "'" + std::string(formula));
    CHECK(csv_cell("\t=1") == "'\t=1");
    CHECK(csv_cell("\r=1") == "\"'\r=1\"");
    CHECK(csv_cell("=cmd(\"a\",1)") == "\"'=cmd(\"\"a\"\",1)\"");
    CHECK(csv_cell("1=1") == "1=1");
}
