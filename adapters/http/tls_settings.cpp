#include "adapters/http/tls_settings.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "adapters/http/client_certificates.hpp"
#include "adapters/http/field_text.hpp"
#include "adapters/http/pem_reading.hpp"
#include "adapters/http/target_gate.hpp"

namespace clarion::http {
namespace {

constexpr const char* kSuites13 =
    "TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256";
constexpr const char* kSuites12 =
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* kGroups = "X25519:P-256:P-384";
constexpr std::array<unsigned char, 9> kOnlyHttp11{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

void use_chain(SSL_CTX* context, const std::string& pem) {
    const auto bio = reading(pem);
    const Owned<X509> leaf(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    require(
        leaf && SSL_CTX_use_certificate(context, leaf.get()) == 1, "the certificate is not PEM"
    );
    while (X509* issuer = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
        require(SSL_CTX_add0_chain_cert(context, issuer) == 1, "the certificate chain is broken");
    }
    ERR_clear_error();  // the end of the file, said as an error
}

void use_key(SSL_CTX* context, const std::string& pem) {
    const auto bio = reading(pem);
    const Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
    require(key && SSL_CTX_use_PrivateKey(context, key.get()) == 1, "the private key is not PEM");
    require(SSL_CTX_check_private_key(context) == 1, "the private key is of another certificate");
}

void ask_for_certificates(SSL_CTX* context, const TlsFiles& files) {
    ClientAuthorities read =
        read_client_authorities(files.client_authorities_pem, files.client_revocations_pem);
    SSL_CTX_set_cert_store(context, read.store.release());
    SSL_CTX_set_client_CA_list(context, read.names.release());
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_verify_depth(context, kCertificateChainMax);
    SSL_CTX_set_max_cert_list(context, kCertificateChainBytesMax);
}

// The signature is OpenSSL's.
int choose_protocol(
    SSL* /*session*/,
    const unsigned char** out,
    unsigned char* out_size,
    const unsigned char* offered,
    unsigned int offered_size,
    void* /*argument*/
) {
    unsigned char* chosen = nullptr;
    const int result = SSL_select_next_proto(
        &chosen, out_size, kOnlyHttp11.data(), kOnlyHttp11.size(), offered, offered_size
    );
    *out = chosen;
    return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

// Clients should not send addresses as names; some do, and they mean no other server.
bool is_numeric(std::string_view name) {
    return name.find(':') != std::string_view::npos ||
           std::all_of(name.begin(), name.end(), [](char c) { return is_digit(c) || c == '.'; });
}

int check_server_name(SSL* session, int* alert, void* argument) {
    const char* name = SSL_get_servername(session, TLSEXT_NAMETYPE_host_name);
    if (name == nullptr || is_numeric(name) || same_name(name, "localhost")) {
        return SSL_TLSEXT_ERR_OK;
    }
    const auto& our_hosts = *static_cast<const std::vector<std::string>*>(argument);
    if (is_our_host(name, our_hosts)) return SSL_TLSEXT_ERR_OK;
    *alert = SSL_AD_UNRECOGNIZED_NAME;
    return SSL_TLSEXT_ERR_ALERT_FATAL;
}

}  // namespace

TlsContext make_tls_context(
    const TlsFiles& files, const std::vector<std::string>& our_hosts, bool tls12_allowed
) {
    TlsContext owned(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    SSL_CTX* context = owned.get();
    require(context != nullptr, "TLS is not available");
    const int oldest = tls12_allowed ? TLS1_2_VERSION : TLS1_3_VERSION;
    require(SSL_CTX_set_min_proto_version(context, oldest) == 1, "TLS versions");
    require(SSL_CTX_set_ciphersuites(context, kSuites13) == 1, "TLS 1.3 suites");
    require(SSL_CTX_set_cipher_list(context, kSuites12) == 1, "TLS 1.2 suites");
    require(SSL_CTX_set1_groups_list(context, kGroups) == 1, "TLS groups");
    SSL_CTX_set_options(
        context,
        SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
            SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA
    );
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_max_early_data(context, 0);
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
    SSL_CTX_set_tlsext_servername_callback(context, check_server_name);
    // OpenSSL hands the argument back as it came and never writes through it.
    SSL_CTX_set_tlsext_servername_arg(context, const_cast<std::vector<std::string>*>(&our_hosts));
    use_chain(context, files.certificate_pem);
    use_key(context, files.private_key_pem);
    if (!files.client_authorities_pem.empty()) ask_for_certificates(context, files);
    return owned;
}

std::string certificate_shown(const SSL* session) {
    const Owned<X509> certificate(SSL_get1_peer_certificate(session));
    if (!certificate || SSL_get_verify_result(session) != X509_V_OK) return {};
    return thumbprint_of(certificate.get());
}

bool is_acceptable(SSL* session) {
    return SSL_version(session) == TLS1_3_VERSION || SSL_get_extms_support(session) == 1;
}

}  // namespace clarion::http
