#include "adapters/http/web/static_files.hpp"

#include "engine/ports/bytes.hpp"

namespace clarion::http::web {

namespace {

constexpr std::size_t kFingerprintBytes = 8;

std::string fingerprint(const core::Sha256& sha256, std::string_view bytes) {
    static constexpr std::string_view kHex = "0123456789abcdef";
    const core::Digest digest = sha256({ports::view_of(bytes)});
    std::string text;
    for (std::size_t i = 0; i < kFingerprintBytes; ++i) {
        text += kHex[digest[i] >> 4];
        text += kHex[digest[i] & 0x0F];
    }
    return text;
}

std::string content_type_of(std::string_view name) {
    if (name.ends_with(".css")) return "text/css; charset=utf-8";
    if (name.ends_with(".svg")) return "image/svg+xml";
    throw BadTemplate("no content type for " + std::string(name));
}

}  // namespace

StaticFiles::StaticFiles(const Files& files, const core::Sha256& sha256) {
    for (const auto& [name, bytes] : files) {
        // The name itself would say what the page is; the ending is enough.
        const std::string published = fingerprint(sha256, bytes) + name.substr(name.rfind('.'));
        addresses_.emplace(name, "/static/" + published);
        by_name_.emplace(published, File{content_type_of(name), bytes});
    }
}

const std::string& StaticFiles::address(std::string_view name) const {
    const auto found = addresses_.find(name);
    if (found == addresses_.end()) throw BadTemplate("no static file " + std::string(name));
    return found->second;
}

Route StaticFiles::route(ListenerKind listener) const {
    return {
        Method::get, "/static/{name}", listener, Access::anyone, Style::page, [this](Call call) {
            const auto found = by_name_.find(call.request.path_params["name"]);
            Response response;
            if (found == by_name_.end()) {
                response.status = 404;
                response.with("content-type", "text/plain; charset=utf-8").body = "Not found\n";
            } else {
                response.with("content-type", found->second.content_type)
                    .with("cache-control", "public, max-age=31536000, immutable")
                    .body = found->second.bytes;
            }
            call.reply(std::move(response));
        }};
}

}  // namespace clarion::http::web
