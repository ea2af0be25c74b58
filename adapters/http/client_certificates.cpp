#include "adapters/http/client_certificates.hpp"

#include <algorithm>
#include <array>

#include "adapters/http/pem_reading.hpp"

namespace clarion::http {
namespace {

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
