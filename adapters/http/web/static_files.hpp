// StaticFiles: styles and icon, under addresses that change with their bytes, so they alone may be
// cached for long.
//
// Threads: any; nothing changes after the constructor.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "adapters/http/router.hpp"
#include "adapters/http/web/templates.hpp"
#include "engine/core/sha256.hpp"

namespace clarion::http::web {

class StaticFiles {
public:
    StaticFiles(const Files& files, const core::Sha256& sha256);
    // Such as /static/0123456789abcdef.css. Requires: `name` is one of the files.
    [[nodiscard]] const std::string& address(std::string_view name) const;
    // Answers GET /static/{name} for one listener. The route borrows this object.
    [[nodiscard]] Route route(ListenerKind listener) const;

private:
    struct File {
        std::string content_type;
        std::string bytes;
        std::string gzipped;
    };
    std::map<std::string, std::string, std::less<>> addresses_;
    std::map<std::string, File, std::less<>> by_name_;
};

}  // namespace clarion::http::web
