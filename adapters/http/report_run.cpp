#include "adapters/http/report_run.hpp"

#include <array>
#include <charconv>
#include <memory>
#include <utility>

#include "engine/core/csv.hpp"
#include "engine/core/statistics/report.hpp"

namespace clarion::http {

namespace {

namespace json = core::json;
namespace statistics = core::statistics;

class ReportRun final : public PartRun<runtime::ReadReport> {
public:
    using PartRun::PartRun;

private:
    [[nodiscard]] std::optional<runtime::ReadReport> next() const override {
        const json::value& last = parts().back().document;
        const json::string* after = last.at("next").if_string();
        if (after == nullptr) return std::nullopt;
        runtime::ReadReport more = asked();
        more.year = last.at("year").to_number<int>();
        more.next = core::CaseId{std::string(*after)};
        return more;
    }

    [[nodiscard]] json::object made() const override {
        const json::object& first = parts().front().document.get_object();
        statistics::ReportInput input;
        input.year = first.at("year").to_number<int>();
        input.made_at =
            core::parse_rfc3339(first.at("made_at").as_string()).value_or(core::Instant{});
        for (const runtime::Answered& answered : parts()) {
            const json::value& part = answered.document;
            for (const json::value& facts : part.at("facts").as_array())
                input.cases.push_back(statistics::facts_from(facts.as_object()));
            for (const json::value& one : part.at("open").as_array()) {
                const auto text = [&](const char* name) {
                    return std::string(one.at(name).as_string());
                };
                input.open.push_back({text("age"), text("queue"), text("assignee")});
            }
            input.unreadable += part.at("unreadable").to_number<std::int64_t>();
        }
        std::vector<core::statechart::Problem> none;  // the engine compiled this very plan
        const auto plan = statistics::read_plan(first.at("plan"), "", none);
        return statistics::make_report(plan, std::move(input));
    }
};

class Csv {
public:
    void line(std::initializer_list<std::string_view> fields) {
        std::string_view before;
        for (const std::string_view field : fields) {
            text_.append(before).append(core::csv_cell(field));
            before = ",";
        }
        text_ += "\r\n";
    }

    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    std::string text_;
};

std::string text_of(const json::value& value) {
    return value.is_string() ? std::string(value.get_string()) : number_text(value);
}

void write_table(Csv& csv, std::string_view section, const json::object& table) {
    const std::string name = text_of(table.at("name"));
    const json::array& columns = table.at("columns").as_array();
    csv.line({section, name, "total", "total", text_of(table.at("total"))});
    for (const json::value& column : columns) {
        csv.line({section, name, "total", text_of(column.at("value")), text_of(column.at("total"))}
        );
    }
    for (const json::value& row : table.at("rows").as_array()) {
        const std::string value = text_of(row.at("value"));
        csv.line({section, name, value, "total", text_of(row.at("total"))});
        const json::array& counts = row.at("counts").as_array();
        for (std::size_t at = 0; at < counts.size(); ++at) {
            csv.line({section, name, value, text_of(columns[at].at("value")), text_of(counts[at])});
        }
    }
}

void write_measures(
    Csv& csv, const std::string& name, const std::string& row, const json::value& measures
) {
    for (const std::string_view measure : {"mean", "median", "ninetieth", "longest"}) {
        const json::object* told = measures.if_object();
        csv.line({"time", name, row, measure, told ? text_of(told->at(measure)) : "[c]"});
    }
}

}  // namespace

void run_report(
    runtime::WorkQueue& queue,
    const Call& call,
    runtime::ReadReport asked,
    DrawMade draw,
    DrawFailure draw_failure
) {
    std::make_shared<ReportRun>(queue, call, std::move(draw), std::move(draw_failure))
        ->ask(std::move(asked));
}

std::string number_text(const json::value& number) {
    if (number.is_null()) return "[c]";
    if (!number.is_double()) return json::serialize(number);
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.begin(), digits.end(), number.get_double()).ptr;
    return {digits.begin(), end};
}

std::string report_csv(const json::object& report) {
    Csv csv;
    csv.line({"section", "table", "row", "column", "value"});
    for (const char* name : {"year", "made_at", "small_below", "cases", "unreadable"})
        csv.line({"report", name, "", "", text_of(report.at(name))});
    for (const json::value& table : report.at("tables").as_array())
        write_table(csv, "table", table.as_object());
    for (const json::value& table : report.at("times").as_array()) {
        const std::string name = text_of(table.at("name"));
        write_table(csv, "time", table.as_object());
        write_measures(csv, name, "total", table.at("all"));
        for (const json::value& row : table.at("rows").as_array())
            write_measures(csv, name, text_of(row.at("value")), row.at("measures"));
    }
    for (const json::value& one : report.at("indicators").as_array())
        csv.line(
            {"indicator",
             text_of(one.at("name")),
             "",
             text_of(one.at("unit")),
             text_of(one.at("value"))}
        );
    return csv.take();
}

}  // namespace clarion::http
