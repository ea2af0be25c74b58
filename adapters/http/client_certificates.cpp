#include "adapters/http/client_certificates.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace clarion::http {
namespace {

struct Freed {
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_CRL* list) const { X509_CRL_free(list); }
};
template <typename T>
using Owned = std::unique_ptr<T, Freed>;

void require(bool good, const char* what) {
    if (good) return;
    ERR_clear_error();  // OpenSSL's words may quote the file
    throw std::invalid_argument(what);
}

Owned<BIO> reading(const std::string& text) {
    return Owned<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

void add_lists(X509_STORE* store, const std::string& revocations) {
    const auto lists = reading(revocations);
    int read = 0;
    while (X509_CRL* list = PEM_read_bio_X509_CRL(lists.get(), nullptr, nullptr, nullptr)) {
        const Owned<X509_CRL> owned(list);
        require(X509_STORE_add_crl(store, owned.get()) == 1, "a revocation list cannot be used");
        ++read;
    }
    ERR_clear_error();  // the end of the file, said as an error
    require(read > 0, "the revocation lists are not PEM");
    X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
}

void free_names(STACK_OF(X509_NAME) * names) {
    sk_X509_NAME_pop_free(names, X509_NAME_free);
}

}  // namespace

ClientAuthorities read_client_authorities(
    const std::string& authorities, const std::string& revocations
) {
    ClientAuthorities made{
        TrustStore(X509_STORE_new(), X509_STORE_free),
        CertificateNames(sk_X509_NAME_new_null(), free_names)};
    const auto texts = reading(authorities);
    int known = 0;
    while (X509* read = PEM_read_bio_X509(texts.get(), nullptr, nullptr, nullptr)) {
        const Owned<X509> authority(read);
        X509_NAME* name = X509_NAME_dup(X509_get_subject_name(authority.get()));
        const bool good = name != nullptr && sk_X509_NAME_push(made.names.get(), name) > 0 &&
                          X509_STORE_add_cert(made.store.get(), authority.get()) == 1;
        require(good, "an authority of client certificates cannot be used");
        ++known;
    }
    ERR_clear_error();  // the end of the file, said as an error
    require(known > 0, "the authorities of client certificates are not PEM");
    if (!revocations.empty()) add_lists(made.store.get(), revocations);
    return made;
}

std::string thumbprint_of(const X509* certificate) {
    std::array<unsigned char, 32> digest{};
    if (X509_digest(certificate, EVP_sha256(), digest.data(), nullptr) != 1) return {};
    std::array<unsigned char, 45> text{};
    EVP_EncodeBlock(text.data(), digest.data(), digest.size());
    std::string encoded(reinterpret_cast<const char*>(text.data()), 43);  // without its one `=`
    std::replace(encoded.begin(), encoded.end(), '+', '-');
    std::replace(encoded.begin(), encoded.end(), '/', '_');
    return encoded;
}

}  // namespace clarion::http
