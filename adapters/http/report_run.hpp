// ReportRun: a report, asked part by part (PartRun), and how it is written down.
//
// Threads: run_report() on an io thread.
#pragma once

#include <string>

#include "adapters/http/part_run.hpp"

namespace clarion::http {

void run_report(
    runtime::WorkQueue& queue,
    const Call& call,
    runtime::ReadReport asked,
    DrawMade draw,
    DrawFailure draw_failure
);

// A number of a report in digits; [c] where it is kept back.
[[nodiscard]] std::string number_text(const core::json::value& number);

// Lines of section, table, row, column, value; [c] where a count is kept back. UTF-8, CRLF.
[[nodiscard]] std::string report_csv(const core::json::object& report);

}  // namespace clarion::http
