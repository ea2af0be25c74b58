// PEM, read with OpenSSL and held: for certificates, keys and lists of files that are an
// operator's.
//
// Failure: throws std::invalid_argument in our words; OpenSSL's may quote the file.
#pragma once

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace clarion::http {

struct Freed {
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_CRL* list) const { X509_CRL_free(list); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
template <typename T>
using Owned = std::unique_ptr<T, Freed>;

inline void require(bool good, const char* what) {
    if (good) return;
    ERR_clear_error();
    throw std::invalid_argument(what);
}

// Requires: `text` outlives it.
[[nodiscard]] inline Owned<BIO> reading(const std::string& text) {
    return Owned<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

}  // namespace clarion::http
