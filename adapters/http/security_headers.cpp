#include "adapters/http/security_headers.hpp"

#include <string>

namespace clarion::http {
namespace {

constexpr std::string_view kEveryAnswer =
    "Permissions-Policy: accelerometer=(), autoplay=(), camera=(), clipboard-read=(), "
    "clipboard-write=(), display-capture=(), encrypted-media=(), fullscreen=(), "
    "gamepad=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), "
    "publickey-credentials-create=(), publickey-credentials-get=(), screen-wake-lock=(), "
    "serial=(), storage-access=(), sync-xhr=(), usb=(), window-management=(), "
    "xr-spatial-tracking=()\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Embedder-Policy: require-corp\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

constexpr std::string_view kStrictTransport =
    "Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n";

}  // namespace

std::string_view security_headers(bool tls) {
    static const std::string with_tls = std::string(kStrictTransport) + std::string(kEveryAnswer);
    return tls ? std::string_view(with_tls) : kEveryAnswer;
}

std::string_view content_security_policy(ListenerKind listener) {
    switch (listener) {
        case ListenerKind::public_form:
            return "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
                   "script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
                   "frame-ancestors 'none'";
        case ListenerKind::staff:
            return "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
                   "script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
                   "frame-ancestors 'none'; require-trusted-types-for 'script'; "
                   "trusted-types 'none'";
        case ListenerKind::admin:
            return "default-src 'none'; frame-ancestors 'none'";
    }
    return "default-src 'none'";
}

}  // namespace clarion::http
