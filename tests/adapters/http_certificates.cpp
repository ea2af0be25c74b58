// Certificates that programs show: whose are taken, which end the handshake, and what handlers are
// told of them.
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <doctest/doctest.h>

#include <memory>

#include "adapters/http/server.hpp"
#include "tests/adapters/http_client.hpp"

namespace {

using namespace clarion::http;
using namespace clarion::test;

struct Freed {
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_CRL* list) const { X509_CRL_free(list); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
};
template <typename T>
using Owned = std::unique_ptr<T, Freed>;

constexpr long kDay = 24L * 60 * 60;

template <typename Write>
std::string pem(Write write) {
    const Owned<BIO> bio(BIO_new(BIO_s_mem()));
    REQUIRE(write(bio.get()) == 1);
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

void extend(X509* certificate, int nid, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const Owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
    REQUIRE(extension);
    X509_add_ext(certificate, extension.get(), -1);
}

struct Paper {
    Owned<EVP_PKEY> key{EVP_EC_gen("P-256")};
    Owned<X509> certificate{X509_new()};

    [[nodiscard]] std::string text() const {
        return pem([this](BIO* bio) { return PEM_write_bio_X509(bio, certificate.get()); });
    }
    [[nodiscard]] std::string key_text() const {
        return pem([this](BIO* bio) {
            return PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        });
    }
    [[nodiscard]] std::string thumbprint() const {
        std::array<unsigned char, 32> digest{};
        X509_digest(certificate.get(), EVP_sha256(), digest.data(), nullptr);
        constexpr std::string_view kLetters =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        std::string text;
        for (std::size_t bit = 0; bit < 256; bit += 6) {
            unsigned six = 0;
            for (std::size_t at = bit; at < bit + 6; ++at)
                six = six * 2 + (at < 256 ? digest.at(at / 8) >> (7 - at % 8) & 1U : 0U);
            text += kLetters[six];
        }
        return text;
    }
};

struct Kind {
    const char* name = "gateway";
    const char* constraints = "critical,CA:FALSE";
    const char* use = "clientAuth";
    long from_day = -1;
    long until_day = 30;
};

// Signed by `issuer`, or by itself.
Paper made(const Kind& kind, const Paper* issuer = nullptr) {
    Paper paper;
    X509* certificate = paper.certificate.get();
    X509_set_version(certificate, X509_VERSION_3);
    std::uint64_t serial = 0;
    RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1U);
    X509_gmtime_adj(X509_getm_notBefore(certificate), kind.from_day * kDay);
    X509_gmtime_adj(X509_getm_notAfter(certificate), kind.until_day * kDay);
    X509_NAME* name = X509_get_subject_name(certificate);
    const auto* words = reinterpret_cast<const unsigned char*>(kind.name);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, words, -1, -1, 0);
    const Paper& signer = issuer == nullptr ? paper : *issuer;
    X509_set_issuer_name(certificate, X509_get_subject_name(signer.certificate.get()));
    X509_set_pubkey(certificate, paper.key.get());
    extend(certificate, NID_basic_constraints, kind.constraints);
    if (*kind.use != '\0') extend(certificate, NID_ext_key_usage, kind.use);
    REQUIRE(X509_sign(certificate, signer.key.get(), EVP_sha256()) > 0);
    return paper;
}

Paper authority(const char* name) {
    return made({.name = name, .constraints = "critical,CA:TRUE", .use = ""});
}

// What `issuer` has taken back.
std::string revocations(const Paper& issuer, const Paper& revoked) {
    const Owned<X509_CRL> list(X509_CRL_new());
    X509_CRL_set_version(list.get(), X509_CRL_VERSION_2);
    X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(issuer.certificate.get()));
    ASN1_TIME* now = X509_gmtime_adj(nullptr, -kDay);
    ASN1_TIME* next = X509_gmtime_adj(nullptr, kDay);
    X509_CRL_set1_lastUpdate(list.get(), now);
    X509_CRL_set1_nextUpdate(list.get(), next);
    X509_REVOKED* entry = X509_REVOKED_new();
    X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(revoked.certificate.get()));
    X509_REVOKED_set_revocationDate(entry, now);
    X509_CRL_add0_revoked(list.get(), entry);
    ASN1_TIME_free(now);
    ASN1_TIME_free(next);
    REQUIRE(X509_CRL_sign(list.get(), issuer.key.get(), EVP_sha256()) > 0);
    return pem([&list](BIO* bio) { return PEM_write_bio_X509_CRL(bio, list.get()); });
}

// Says of each request which certificate it came with.
struct AskingHouse {
    AskingHouse(const std::string& authorities, const std::string& lists = "") {
        ListenerSettings settings;
        settings.kind = ListenerKind::staff;
        settings.host = "127.0.0.1";
        settings.our_hosts = {"localhost"};
        settings.tls = self_signed_certificate();
        settings.tls->client_authorities_pem = authorities;
        settings.tls->client_revocations_pem = lists;
        server = std::make_unique<Server>(std::vector{settings}, router, 1);
        port = server->start().front();
    }
    ~AskingHouse() { server->stop(); }

    // What the handler was told; `refused`: the connection did not come about.
    [[nodiscard]] std::string told_of(const Paper* shown, int version = 0) const {
        Wish wish;
        wish.tls_version = version;
        if (shown != nullptr) {
            wish.certificate = shown->text();
            wish.key = shown->key_text();
        }
        try {
            const Answer answer =
                ask(port, "GET /api/v1/who HTTP/1.1\r\nHost: localhost\r\n\r\n", wish);
            return answer.status == 200 ? answer.body : "refused";
        } catch (const std::runtime_error&) {
            return "refused";
        }
    }

    Router router{
        {{Method::get,
          "/api/v1/who",
          ListenerKind::staff,
          Access::anyone,
          Style::api,
          [](const Call& call) { call.reply(json_response(200, call.request.certificate)); }}},
        {}};
    std::unique_ptr<Server> server;
    std::uint16_t port = 0;
};

}  // namespace

TEST_CASE("certificates: what an authority vouches for is told; nobody has to show one") {
    const Paper ours = authority("Example authority");
    const Paper gateway = made({}, &ours);
    const AskingHouse house(ours.text());

    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        CAPTURE(version);
        CHECK(house.told_of(&gateway, version) == gateway.thumbprint());
        CHECK(house.told_of(nullptr, version).empty());
    }
    CHECK(gateway.thumbprint().size() == 43);
    CHECK(made({}, &ours).thumbprint() != gateway.thumbprint());
}

TEST_CASE("certificates: what nobody of ours vouches for ends the connection") {
    const Paper ours = authority("Example authority");
    const Paper other = authority("Other authority");
    const Paper same_name = authority("Example authority");
    const Paper no_authority = made({.name = "not an authority"}, &ours);
    const AskingHouse house(ours.text());
    const Paper wrong[]{
        made({}, &other),
        made({}, &same_name),
        made({}, &no_authority),
        made({}),
        made({.from_day = -30, .until_day = -1}, &ours),
        made({.from_day = 1}, &ours),
        made({.use = "serverAuth"}, &ours)};
    for (const Paper& paper : wrong) {
        CAPTURE(&paper - wrong);
        CHECK(house.told_of(&paper, TLS1_3_VERSION) == "refused");
        CHECK(house.told_of(&paper, TLS1_2_VERSION) == "refused");
    }
    CHECK(house.told_of(nullptr).empty());
}

TEST_CASE("certificates: one that was taken back is taken no more") {
    const Paper ours = authority("Example authority");
    const Paper good = made({}, &ours);
    const Paper lost = made({}, &ours);
    const AskingHouse house(ours.text(), revocations(ours, lost));

    CHECK(house.told_of(&good) == good.thumbprint());
    CHECK(house.told_of(&lost) == "refused");
}

TEST_CASE("certificates: where no authority is named none is asked for, and none is told") {
    const Paper ours = authority("Example authority");
    const Paper gateway = made({}, &ours);
    const AskingHouse house("");
    CHECK(house.told_of(&gateway).empty());
}

TEST_CASE("certificates: authorities and lists that cannot be read are refused at the start") {
    const Paper ours = authority("Example authority");
    CHECK_THROWS_AS(AskingHouse("not PEM"), std::invalid_argument);
    CHECK_THROWS_AS(AskingHouse(ours.text(), "not PEM"), std::invalid_argument);
}
