// ResponseText: an answer as the bytes of HTTP/1.1, with everything each answer must carry.
#pragma once

#include <string>
#include <string_view>

#include "adapters/http/message.hpp"

namespace clarion::http {

struct ResponseFrame {
    ListenerKind listener = ListenerKind::public_form;
    bool tls = true;
    bool keep_alive = true;
    bool without_body = false;  // HEAD: the fields of GET, and nothing after them
    std::string_view date;      // IMF-fixdate
};

// Appends to `out`. A field whose value would break the line is left out.
void append_response(const Response& response, const ResponseFrame& frame, std::string& out);

}  // namespace clarion::http
