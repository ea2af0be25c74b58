// Certificates that clients show: whatever arrives is read or refused, is known by one thumbprint,
// and is vouched for only when it is the authority's own or the one that it signed, whose keys were
// thrown away.
#include <openssl/err.h>
#include <openssl/pem.h>

#include <string>
#include <vector>

#include "adapters/http/client_certificates.hpp"
#include "tests/fuzz/fuzz.hpp"

using clarion::fuzz::must_hold;

namespace {

constexpr const char* kAuthority = R"(-----BEGIN CERTIFICATE-----
MIIBfTCCASOgAwIBAgIUCHeHNJH9RI5Hgjh0p/DAc2hAq9QwCgYIKoZIzj0EAwIw
EzERMA8GA1UEAwwIcHJvZ3JhbXMwIBcNMjYxMTIzMDI0NDExWhgPMjEyNjEwMzAw
MjQ0MTFaMBMxETAPBgNVBAMMCHByb2dyYW1zMFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAEzXeIUcUTPsiVtHt8nu2/t/PWYD46KLGjb/J3PK5/f8Zx/aV11X7XG9lX
F+a/V7So4cVdXXwArJGTCF8qColP9qNTMFEwHQYDVR0OBBYEFCo/uRhaA467IHzT
igNmKfBLrxYbMB8GA1UdIwQYMBaAFCo/uRhaA467IHzTigNmKfBLrxYbMA8GA1Ud
EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAMPtCuJZHGVjiVP30Pn4WLJp
LSCtfdtWuEGzSOb5c2dnAiA8HISyO+xHvPS3nFAq7AJ+SpAhBCkP4jUMcT/E9U19
Sg==
-----END CERTIFICATE-----
)";
constexpr const char* kVouched = R"(-----BEGIN CERTIFICATE-----
MIIBvzCCAWagAwIBAgICHjwwCgYIKoZIzj0EAwIwEzERMA8GA1UEAwwIcHJvZ3Jh
bXMwIBcNMjYxMTIzMDI0NDExWhgPMjEyNjEwMzAwMjQ0MTFaMBIxEDAOBgNVBAMM
B2dhdGV3YXkwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARU4QE5qZoxSzO8jxsf
WxAi3BL177tmciKhRvsK/IEt9m+fQSnW6uxlgwm2UPGABezw5jv/mfLru/214S4j
y2xto4GoMIGlMAwGA1UdEwEB/wQCMAAwEwYDVR0lBAwwCgYIKwYBBQUHAwIwQAYD
VR0RBDkwN4IVZ2F0ZXdheS5mb3JjZS5leGFtcGxlhh5zcGlmZmU6Ly9mb3JjZS5l
eGFtcGxlL2dhdGV3YXkwHQYDVR0OBBYEFHGvK4WTaWKCpkiXNdrAWrV/HI0/MB8G
A1UdIwQYMBaAFCo/uRhaA467IHzTigNmKfBLrxYbMAoGCCqGSM49BAMCA0cAMEQC
IBnQXufysMYDKs4Ra3b8Jw6U5+KMD6rypG55bxV0NZFtAiAU4yrR8s/V7o9NGT4c
Y6hmf0WGp/YWLg6jQEqgCCtsoQ==
-----END CERTIFICATE-----
)";

struct Freed {
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_STORE_CTX* check) const { X509_STORE_CTX_free(check); }
};
using Certificate = std::unique_ptr<X509, Freed>;

Certificate read(const std::uint8_t* data, std::size_t size) {
    const unsigned char* at = data;
    return Certificate(d2i_X509(nullptr, &at, static_cast<long>(size)));
}

std::vector<std::uint8_t> signed_part(X509* certificate) {
    const int size = i2d_re_X509_tbs(certificate, nullptr);
    if (size <= 0) return {};
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
    unsigned char* to = bytes.data();
    must_hold(i2d_re_X509_tbs(certificate, &to) == size);
    return bytes;
}

std::vector<std::uint8_t> signed_part_of(const std::string& pem) {
    BIO* text = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    const Certificate known(PEM_read_bio_X509(text, nullptr, nullptr, nullptr));
    BIO_free(text);
    must_hold(known != nullptr);
    return signed_part(known.get());
}

bool is_vouched_for(X509* certificate) {
    static const auto kAuthorities =
        clarion::http::read_client_authorities(kAuthority, std::string());
    const std::unique_ptr<X509_STORE_CTX, Freed> check(X509_STORE_CTX_new());
    must_hold(
        X509_STORE_CTX_init(check.get(), kAuthorities.store.get(), certificate, nullptr) == 1 &&
        X509_STORE_CTX_set_default(check.get(), "ssl_client") == 1
    );
    X509_STORE_CTX_set_depth(check.get(), clarion::http::kCertificateChainMax);
    return X509_verify_cert(check.get()) == 1;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Certificate certificate = read(data, size);
    if (certificate) {
        const std::string thumbprint = clarion::http::thumbprint_of(certificate.get());
        must_hold(thumbprint.size() == 43);
        must_hold(thumbprint == clarion::http::thumbprint_of(certificate.get()));
        if (is_vouched_for(certificate.get())) {
            static const auto kKnown = signed_part_of(kAuthority);
            static const auto kSigned = signed_part_of(kVouched);
            const auto bytes = signed_part(certificate.get());
            must_hold(bytes == kKnown || bytes == kSigned);
        }
    }
    ERR_clear_error();
    return 0;
}
