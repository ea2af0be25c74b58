// The list of cases: what somebody must see today first, then the queues of the process.
#include <array>

#include "adapters/http/console/console_pages.hpp"
#include "adapters/http/console/words.hpp"
#include "adapters/http/percent_encoding.hpp"

namespace clarion::http::console {

namespace json = core::json;
using web::View;

namespace {

constexpr std::array<std::string_view, 7> kTodayLists{
    "mine", "team", "unassigned", "due_soon", "tasks_late", "overdue", "contact_unsafe"};

struct Named {
    std::string_view value;
    std::string_view title;
};
constexpr std::array<Named, 4> kClocks{
    Named{"", "Any time left"},
    Named{"on_time", "On time"},
    Named{"warned", "Warned"},
    Named{"overdue", "Overdue"}};
constexpr std::array<Named, 3> kPriorities{
    Named{"", "Any priority"}, Named{"2", "High and urgent"}, Named{"3", "Urgent"}};

template <std::size_t Size>
View::List options_of(const std::array<Named, Size>& all, const std::string& chosen) {
    View::List options;
    for (const Named& one : all) {
        options.push_back(View()
                              .text("value", std::string(one.value))
                              .text("option", std::string(one.title))
                              .flag("chosen", one.value == chosen));
    }
    return options;
}

View tab_view(const QueuePage& page, std::string_view name, const std::string& title) {
    const std::string queue = name == "all" ? "" : std::string(name);
    const json::value& count = at(at(page.list, "counts"), name);
    return View()
        .text("name", title)
        .text("href", queue.empty() ? "/console" : "/console?queue=" + queue)
        .text("count", count.is_null() ? "" : json::serialize(count))
        .flag("current", page.queue == queue);
}

// The workflow gives its tasks 0 to 4. The highest is a danger nobody has taken charge of, and
// alone is red, so that it stands out among the many that wait for triage.
View priority_view(const json::value& row) {
    constexpr std::int64_t kUrgentMin = 4;
    constexpr std::int64_t kHighMin = 3;
    const json::value& number = at(row, "priority");
    const std::int64_t priority = number.is_int64() ? number.get_int64() : 0;
    View view;
    view.flag("urgent", priority >= kHighMin)
        .text("priority", priority >= kUrgentMin ? "Urgent" : "High")
        .text("priority_colour", priority >= kUrgentMin ? "red" : "orange");
    return view;
}

View row_view(const json::value& row, core::Instant now) {
    const ClockWords clock = clock_words(row, now);
    const std::string reference = text_at(row, "reference");
    View view = priority_view(row);
    view.text("reference", reference)
        .text("href", "/console/cases/" + reference)
        .text("stage", text_at(row, "title"))
        .text("queue", title_of_code(text_at(row, "queue")))
        .text("assigned", text_at(row, "assigned_to"))
        .text("due", due_words(text_at(row, "due_at")))
        .text("clock", clock.words)
        .text("clock_colour", clock.colour);
    return view;
}

std::string next_href(const QueuePage& page) {
    const std::string cursor = text_at(page.list, "next_cursor");
    if (cursor.empty()) return {};
    std::string href = "/console?queue=" + encode_percent(page.queue);
    if (!page.clock.empty()) href += "&clock=" + encode_percent(page.clock);
    if (!page.priority.empty()) href += "&priority=" + encode_percent(page.priority);
    return href + "&cursor=" + cursor;
}

}  // namespace

Response ConsolePages::queue(const Reader& reader, const QueuePage& page) const {
    View::List today;
    today.push_back(tab_view(page, "all", "All cases"));
    for (const std::string_view name : kTodayLists)
        today.push_back(tab_view(page, name, title_of_code(name)));
    View::List tabs;
    if (const auto* queues = at(page.list, "queues").if_array()) {
        for (const json::value& queue : *queues)
            tabs.push_back(tab_view(page, queue.as_string(), title_of_code(queue.as_string())));
    }
    View::List rows;
    if (const auto* items = at(page.list, "items").if_array()) {
        for (const json::value& row : *items)
            rows.push_back(row_view(row, settings_.clock.now()));
    }
    const std::string next = next_href(page);
    View view;
    view.text("heading", page.queue.empty() ? "All cases" : title_of_code(page.queue))
        .text("queue", page.queue)
        .text("count", std::to_string(rows.size()))
        .flag("any", !rows.empty())
        .flag("none", rows.empty() && next.empty())
        .list("clocks", options_of(kClocks, page.clock))
        .list("priorities", options_of(kPriorities, page.priority))
        .text("next_href", next);
    view.list("today", std::move(today))
        .list("tabs", std::move(tabs))
        .list("rows", std::move(rows));
    return framed(reader, 200, "Cases", settings_.templates.render("console/queue.html", view));
}

}  // namespace clarion::http::console
