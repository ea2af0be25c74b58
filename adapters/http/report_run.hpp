// ReportRun: asks the engine for a report part by part, and makes it of the parts. Between two
// parts the engine does what others wait for.
//
// Threads: run_report() on an io thread; the report is made and drawn on the connection's.
// Failure: what is not an answer, of any part, is drawn instead; a full queue is `unavailable`.
#pragma once

#include <functional>

#include "adapters/http/router.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::http {

using DrawReport = std::function<Response(const core::json::object& report)>;
using DrawFailure = std::function<Response(const runtime::Answer& answer)>;

void run_report(
    runtime::WorkQueue& queue,
    const Call& call,
    runtime::ReadReport asked,
    DrawReport draw,
    DrawFailure draw_failure
);

// A number of a report in digits; [c] where it is kept back.
[[nodiscard]] std::string number_text(const core::json::value& number);

// Lines of section, table, row, column, value; [c] where a count is kept back. UTF-8, CRLF.
[[nodiscard]] std::string report_csv(const core::json::object& report);

}  // namespace clarion::http
