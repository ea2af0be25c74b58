// The statistics of a year, as tables.
#include "adapters/http/console/console_desk.hpp"
#include "adapters/http/console/words.hpp"
#include "adapters/http/report_run.hpp"

namespace clarion::http::console {

namespace json = core::json;
using web::View;

namespace {

constexpr const char* kReportPath = "/console/reports/statistics";

std::string value_words(const json::value& value) {
    const std::string code(value.as_string());
    const bool is_code = !code.empty() && code.front() >= 'a' && code.front() <= 'z' &&
                         code.find_first_of(". ") == std::string::npos;
    return is_code ? title_of_code(code) : code;
}

View cell(const std::string& words) {
    return View().text("cell", words);
}

// The columns behind the counts: what the cases of a row took.
void add_measures(const json::value& measures, View::List& cells) {
    for (const char* name : {"mean", "median", "ninetieth", "longest"}) {
        const json::object* told = measures.if_object();
        cells.push_back(cell(told ? number_text(told->at(name)) : "[c]"));
    }
}

View row_view(const std::string& name, View::List cells) {
    return View().text("row", name).list("cells", std::move(cells));
}

View total_row(const json::object& table, bool has_times) {
    View::List cells;
    for (const json::value& column : table.at("columns").as_array())
        cells.push_back(cell(number_text(column.at("total"))));
    cells.push_back(cell(number_text(table.at("total"))));
    if (has_times) add_measures(table.at("all"), cells);
    return row_view("All", std::move(cells));
}

View table_view(const json::object& table) {
    const bool has_times = table.contains("all");
    View::List columns;
    for (const json::value& column : table.at("columns").as_array())
        columns.push_back(View().text("column", value_words(column.at("value"))));
    columns.push_back(View().text("column", "All"));
    if (has_times) {
        for (const char* name : {"Mean", "Median", "Ninetieth percentile", "Longest"})
            columns.push_back(View().text("column", name));
    }
    View::List rows;
    for (const json::value& row : table.at("rows").as_array()) {
        View::List cells;
        for (const json::value& count : row.at("counts").as_array())
            cells.push_back(cell(number_text(count)));
        cells.push_back(cell(number_text(row.at("total"))));
        if (has_times) add_measures(row.at("measures"), cells);
        rows.push_back(row_view(value_words(row.at("value")), std::move(cells)));
    }
    rows.push_back(total_row(table, has_times));
    View view;
    view.text("caption", std::string(table.at("title").as_string()))
        .text("rows_are", title_of_code(table.at("rows_are").as_string()));
    view.list("columns", std::move(columns)).list("rows", std::move(rows));
    return view;
}

}  // namespace

Response ConsolePages::report(const Reader& reader, const json::object& report) const {
    View::List indicators;
    for (const json::value& one : report.at("indicators").as_array()) {
        indicators.push_back(View()
                                 .text("indicator", text_at(one, "title"))
                                 .text("value", number_text(one.at("value")))
                                 .text("unit", text_at(one, "unit")));
    }
    View::List tables;
    for (const char* section : {"tables", "times"}) {
        for (const json::value& table : report.at(section).as_array())
            tables.push_back(table_view(table.as_object()));
    }
    const auto year = report.at("year").to_number<int>();
    const auto unreadable = report.at("unreadable").to_number<std::int64_t>();
    const auto href = [](int of) { return kReportPath + ("?year=" + std::to_string(of)); };
    const std::string csv =
        "/api/v1/reports/statistics?year=" + std::to_string(year) + "&format=csv";
    View view;
    view.text("year", std::to_string(year))
        .text("before", std::to_string(year - 1))
        .text("after", std::to_string(year + 1))
        .text("before_href", href(year - 1))
        .text("here_href", href(year))
        .text("after_href", href(year + 1))
        .text("csv_href", csv)
        .text("made", moment_words(report.at("made_at").as_string()))
        .text("small", number_text(report.at("small_below")))
        .text("unreadable", unreadable == 0 ? "" : std::to_string(unreadable));
    view.list("indicators", std::move(indicators)).list("tables", std::move(tables));
    return framed(
        reader, 200, "Statistics", settings_.templates.render("console/report.html", view)
    );
}

void ConsoleDesk::report(Call call) {
    const Reader reader = reader_of(call);
    const std::string year(call.request.query_value("year").value_or(""));
    constexpr std::size_t kYearDigits = 4;
    const bool is_year = year.size() == kYearDigits && year.front() == '2' &&
                         year.find_first_not_of("0123456789") == std::string::npos;
    if (!year.empty() && !is_year) {
        return call.reply(
            pages_.message(reader, 400, "That cannot be shown", "Ask for a year such as 2026.")
        );
    }
    runtime::ReadReport asked;
    asked.name = "statistics";
    asked.year = is_year ? std::stoi(year) : 0;
    const auto self = shared_from_this();
    run_report(
        queue_,
        call,
        std::move(asked),
        [self, reader](const json::object& report) { return self->pages_.report(reader, report); },
        [self, reader](const runtime::Answer& answer) { return self->said_no(reader, answer); }
    );
}

}  // namespace clarion::http::console
