// Configuration: the one file a force edits (TOML). Unknown keys are refused, so that a typing
// mistake is heard.
//
// Failure: throws FileProblem: file, line, key, and what would be right.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clarion::files {

struct SmtpSettings {
    std::string url;       // smtp://host:port or smtps://host:port
    std::string sender;    // the address messages come from
    bool starttls = true;  // refuse a server that does not offer it
    std::string username;
    std::filesystem::path password_file;
};

// One identity provider; see schemas/config.schema.json for what each means.
struct IssuerSettings {
    std::string name;
    std::string title;
    std::string url;
    std::string audience;
    std::vector<std::string> algorithms{"ES256", "PS256", "EdDSA"};
    std::string force;
    std::string agency;
    std::string roles_claim = "roles";
    std::map<std::string, std::string, std::less<>> roles;
    bool certificate_bound = false;
    std::vector<std::string> endpoint_hosts;
    std::filesystem::path trusted_certificates;
    std::string client_id;
    std::filesystem::path client_secret_file;
    std::vector<std::string> fresh_acr;
    friend bool operator==(const IssuerSettings&, const IssuerSettings&) = default;
};

// The account `subject` of one issuer is the person that the other account is.
struct AliasSettings {
    std::string issuer;
    std::string subject;
    std::string same_issuer;
    std::string same_subject;
    friend bool operator==(const AliasSettings&, const AliasSettings&) = default;
};

struct SignInSettings {
    std::string staff_url;  // where people's browsers find the staff listener
    std::vector<IssuerSettings> issuers;
    std::vector<AliasSettings> aliases;
    friend bool operator==(const SignInSettings&, const SignInSettings&) = default;
};

// Where cases are kept: a file in the data folder, or a database that several nodes share.
struct StoreSettings {
    std::string kind = "sqlite";
    std::string connection;  // as libpq reads it, without the password
    std::filesystem::path password_file;
    std::string node;  // this node's name for the others; empty: the machine's
    int lease_seconds = 10;
    [[nodiscard]] bool is_postgres() const { return kind == "postgres"; }
    friend bool operator==(const StoreSettings&, const StoreSettings&) = default;
};

// So many in so many seconds. A quota of 0: no limit.
struct RateSetting {
    int quota = 0;
    int seconds = 1;
    friend bool operator==(const RateSetting&, const RateSetting&) = default;
};

// How much may come from one network, one form in progress, one person or program; see
// schemas/config.schema.json.
struct LimitSettings {
    RateSetting new_forms{60, 600};
    RateSetting visits{600, 60};
    RateSetting session{120, 60};
    RateSetting sign_in{300, 60};
    RateSetting strangers{300, 60};
    RateSetting clients{3000, 60};
    int connections = 16'384;
    int connections_per_network = 2'048;
    int ipv4_prefix = 24;
    int ipv6_prefix = 64;
    std::vector<std::string> proxies;
};

struct Configuration {
    std::string public_address = "127.0.0.1:8443";
    std::string staff_address = "127.0.0.1:8444";
    std::string admin_address = "127.0.0.1:9464";
    std::filesystem::path data = "clarion-data";
    std::filesystem::path tls_certificate;
    std::filesystem::path tls_key;
    std::filesystem::path tls_client_authorities;  // empty: programs show no certificates
    std::filesystem::path tls_client_revocations;
    std::filesystem::path
        house;           // folder with workflows/ and schemas/ that replaces the built-in ones
    std::string scheme;  // the one to serve; empty: the one that workflows/house.json names
    std::string origin_host = "localhost";  // of the audit log: <host>/clarion/<year>
    std::optional<StoreSettings> store;     // empty: what the data folder remembers
    std::optional<SmtpSettings> smtp;
    SignInSettings sign_in;
    std::optional<LimitSettings> limits;  // empty: nothing is said of them
    std::map<std::string, std::string, std::less<>> staff_mailboxes;  // role to address
    int io_threads = 1;
};

[[nodiscard]] Configuration read_configuration(const std::filesystem::path& path);
[[nodiscard]] Configuration parse_configuration(std::string_view file, std::string_view text);

// HOST:PORT or [IPv6]:PORT. Throws FileProblem with `what` named.
struct Address {
    std::string host;
    std::uint16_t port = 0;
};
[[nodiscard]] Address parse_address(std::string_view what, std::string_view text);
[[nodiscard]] bool is_loopback(const Address& address);

}  // namespace clarion::files
