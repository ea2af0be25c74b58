#include "adapters/http/web/static_files.hpp"

#include <zlib.h>

#include "engine/core/hex.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::http::web {

namespace {

constexpr std::size_t kFingerprintBytes = 8;

std::string fingerprint(const core::Sha256& sha256, std::string_view bytes) {
    const core::Digest digest = sha256({ports::view_of(bytes)});
    return core::to_hex(std::span(digest).first(kFingerprintBytes));
}

std::string content_type_of(std::string_view name) {
    if (name.ends_with(".css")) return "text/css; charset=utf-8";
    if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
    if (name.ends_with(".svg")) return "image/svg+xml";
    throw BadTemplate("no content type for " + std::string(name));
}

// As RFC 1952 has it, as small as it gets: this is done once, at the start. Only files that say
// nothing of anybody are compressed, so that their length can tell nobody anything.
std::string gzipped(std::string_view bytes) {
    constexpr int kWindowWithGzipHead = 15 + 16;
    constexpr int kMemoryLevel = 9;
    z_stream stream{};
    if (deflateInit2(
            &stream,
            Z_BEST_COMPRESSION,
            Z_DEFLATED,
            kWindowWithGzipHead,
            kMemoryLevel,
            Z_DEFAULT_STRATEGY
        ) != Z_OK) {
        return {};
    }
    std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
    // zlib reads it only; its interface is older than const.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.resize(whole ? stream.total_out : 0);
    deflateEnd(&stream);
    return out;
}

// Whether the browser takes gzip. One that says `gzip;q=0` does not; none does.
bool takes_gzip(const Request& request) {
    const auto accepted = request.header("accept-encoding");
    if (!accepted) return false;
    const auto at = accepted->find("gzip");
    return at != std::string_view::npos && !accepted->substr(at).starts_with("gzip;q=0");
}

}  // namespace

StaticFiles::StaticFiles(const Files& files, const core::Sha256& sha256) {
    for (const auto& [name, bytes] : files) {
        // The name itself would say what the page is; the ending is enough.
        const std::string published = fingerprint(sha256, bytes) + name.substr(name.rfind('.'));
        addresses_.emplace(name, "/static/" + published);
        by_name_.emplace(published, File{content_type_of(name), bytes, gzipped(bytes)});
    }
}

const std::string& StaticFiles::address(std::string_view name) const {
    const auto found = addresses_.find(name);
    if (found == addresses_.end()) throw BadTemplate("no static file " + std::string(name));
    return found->second;
}

Route StaticFiles::route(ListenerKind listener) const {
    Route row{Method::get, "/static/{name}", listener, Access::anyone, Style::page, {}};
    row.urgency = Urgency::always;
    row.handler = [this](Call call) {
        const auto found = by_name_.find(call.request.path_params["name"]);
        Response response;
        if (found == by_name_.end()) {
            response.status = 404;
            response.with("content-type", "text/plain; charset=utf-8").body = "Not found\n";
        } else {
            const File& file = found->second;
            const bool small = !file.gzipped.empty() && takes_gzip(call.request);
            response.with("content-type", file.content_type)
                .with("cache-control", "public, max-age=31536000, immutable")
                .with("vary", "accept-encoding")
                .body = small ? file.gzipped : file.bytes;
            if (small) response.with("content-encoding", "gzip");
        }
        call.reply(std::move(response));
    };
    return row;
}

}  // namespace clarion::http::web
