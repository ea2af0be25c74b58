#include "adapters/http/api/list_page.hpp"

#include <algorithm>

#include "adapters/http/api/cursor.hpp"

namespace clarion::http {

namespace {

// A name from outside, as far as it can be said back.
std::string shown(std::string_view name) {
    constexpr std::size_t kShownMax = 40;
    std::string text(name.substr(0, kShownMax));
    for (char& c : text) {
        const bool is_plain = c > ' ' && c < 0x7F && c != '`';
        if (!is_plain) c = '?';
    }
    return text;
}

}  // namespace

std::string complaint_about_query(const Call& call, std::initializer_list<std::string_view> known) {
    for (const auto& [name, value] : call.request.query) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        std::string complaint = "The query names `" + shown(name) + "`, which is not known here.";
        std::string_view before = " Known: ";
        for (const std::string_view parameter : known) {
            complaint.append(before).append(parameter);
            before = ", ";
        }
        return known.size() == 0 ? complaint : complaint + ".";
    }
    return {};
}

std::string query_text(const Call& call, std::string_view name) {
    return std::string(call.request.query_value(name).value_or(std::string_view()));
}

std::optional<std::string> cursor_of(const Api& api, const Call& call, std::string_view list) {
    const auto sealed = call.request.query_value("cursor");
    if (!sealed) return std::string();
    return open_cursor(api.settings.cursor_key, call.principal, list, *sealed);
}

Write write_page(const SharedApi& api, const core::Principal& principal, std::string list) {
    return
        [api, principal, list = std::move(list)](runtime::Answered& answered, Response& response) {
            std::string next;
            if (auto* object = answered.document.if_object()) {
                auto* cursor = object->if_contains("next_cursor");
                if (cursor != nullptr && cursor->is_string()) {
                    next = seal_cursor(
                        api->settings.cursor_key, principal, list, std::string(cursor->get_string())
                    );
                    *cursor = next;
                }
            }
            write_document(answered, response);
            if (next.empty()) return;
            const char joint = list.find('?') == std::string::npos ? '?' : '&';
            response.with("link", "<" + list + joint + "cursor=" + next + ">; rel=\"next\"");
        };
}

}  // namespace clarion::http
