#include <doctest/doctest.h>

#include "adapters/http/web/static_files.hpp"
#include "tests/adapters/pages_house.hpp"

namespace clarion::http::web {
namespace {

Response sheet(std::string accepted) {
    static const core::Sha256 kSha256 = keys::make_sha256();
    static const StaticFiles kFiles({{"a.css", std::string(2000, 'a')}}, kSha256);
    Router router({kFiles.route(ListenerKind::public_form)}, {});
    Request request;
    request.method = Method::get;
    request.path = kFiles.address("a.css");
    if (!accepted.empty()) request.headers.emplace_back("accept-encoding", std::move(accepted));
    Response got;
    router.dispatch(std::move(request), [&got](Response response) { got = std::move(response); });
    return got;
}

TEST_CASE("static files: they are compressed for those who take it, and for nobody else") {
    const Response small = sheet("deflate, gzip, br");
    CHECK(test::header_of(small, "content-encoding") == "gzip");
    CHECK(test::header_of(small, "vary") == "accept-encoding");
    CHECK(small.body.size() < 100);
    CHECK(small.body.starts_with("\x1F\x8B"));

    for (const char* accepted : {"", "br", "br, gzip;q=0"}) {
        CAPTURE(accepted);
        const Response whole = sheet(accepted);
        CHECK(test::header_of(whole, "content-encoding").empty());
        CHECK(whole.body == std::string(2000, 'a'));
        CHECK(test::header_of(whole, "vary") == "accept-encoding");
    }
}

}  // namespace
}  // namespace clarion::http::web
