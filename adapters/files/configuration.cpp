#include "adapters/files/configuration.hpp"

#include <charconv>

#include "adapters/files/file_set.hpp"
#include "adapters/files/limit_settings.hpp"
#include "adapters/files/sign_in_settings.hpp"
#include "adapters/files/store_settings.hpp"
#include "adapters/files/table_reader.hpp"

namespace clarion::files {

namespace {

void read_smtp(const std::string& file, const toml::table& table, Configuration& into) {
    SmtpSettings smtp;
    TableReader(file, "smtp.")
        .text("url", smtp.url)
        .text("sender", smtp.sender)
        .flag("starttls", smtp.starttls)
        .text("username", smtp.username)
        .path("password_file", smtp.password_file)
        .read(table);
    if (smtp.url.empty() || smtp.sender.empty()) {
        throw FileProblem(file + ": [smtp] needs url and sender");
    }
    into.smtp = smtp;
}

void read_mailboxes(const std::string& file, const toml::table& table, Configuration& into) {
    for (const auto& [role, node] : table) {
        const auto address = node.value_exact<std::string>();
        if (!address) {
            throw FileProblem(
                file + ":" + std::to_string(node.source().begin.line) + ": staff_mailboxes." +
                std::string(role.str()) + " must be an address"
            );
        }
        into.staff_mailboxes.emplace(role.str(), *address);
    }
}

// Nobody could show the certificate to which such an issuer's tokens must be bound.
void require_authorities(const std::string& file, const Configuration& made) {
    if (!made.tls_client_authorities.empty()) return;
    for (const IssuerSettings& issuer : made.sign_in.issuers) {
        if (!issuer.certificate_bound) continue;
        throw FileProblem(
            file + ": issuer \"" + issuer.name +
            "\" is certificate_bound, but [tls] client_authorities names nobody who vouches for "
            "certificates: no token of it could be taken"
        );
    }
}

}  // namespace

Configuration parse_configuration(std::string_view file, std::string_view text) {
    constexpr int kIoThreadsMax = 64;
    const std::string name(file);
    toml::table root;
    try {
        root = toml::parse(text, name);
    } catch (const toml::parse_error& error) {
        throw FileProblem(
            name + ":" + std::to_string(error.source().begin.line) +
            ": not TOML: " + std::string(error.description())
        );
    }
    Configuration made;
    std::vector<const toml::table*> aliases;  // they name issuers, which may stand below them
    TableReader(name, "")
        .path("data", made.data)
        .path("house", made.house)
        .text("scheme", made.scheme)
        .text("origin_host", made.origin_host)
        .table(
            "listen",
            [&](const toml::table& table) {
                TableReader(name, "listen.")
                    .text("public", made.public_address)
                    .text("staff", made.staff_address)
                    .text("admin", made.admin_address)
                    .number("io_threads", made.io_threads, 1, kIoThreadsMax)
                    .read(table);
            }
        )
        .table(
            "tls",
            [&](const toml::table& table) {
                TableReader(name, "tls.")
                    .path("certificate", made.tls_certificate)
                    .path("key", made.tls_key)
                    .path("client_authorities", made.tls_client_authorities)
                    .path("client_revocations", made.tls_client_revocations)
                    .read(table);
            }
        )
        .table("limits", [&](const toml::table& table) { made.limits = read_limits(name, table); })
        .table("store", [&](const toml::table& table) { made.store = read_store(name, table); })
        .table("smtp", [&](const toml::table& table) { read_smtp(name, table, made); })
        .table(
            "sign_in", [&](const toml::table& table) { read_sign_in(name, table, made.sign_in); }
        )
        .tables("issuer", [&](const toml::table& table) { read_issuer(name, table, made.sign_in); })
        .tables("alias", [&](const toml::table& table) { aliases.push_back(&table); })
        .table(
            "staff_mailboxes", [&](const toml::table& table) { read_mailboxes(name, table, made); }
        )
        .read(root);
    for (const toml::table* alias : aliases)
        read_alias(name, *alias, made.sign_in);
    require_staff_url(name, made.sign_in);
    require_authorities(name, made);
    return made;
}

Configuration read_configuration(const std::filesystem::path& path) {
    return parse_configuration(path.string(), read_file(path));
}

Address parse_address(std::string_view what, std::string_view text) {
    const auto refuse = [&]() -> FileProblem {
        return FileProblem(
            std::string(what) + ": '" + std::string(text) +
            "' is not HOST:PORT, such as 127.0.0.1:8443"
        );
    };
    const auto colon = text.rfind(':');
    if (colon == text.npos || colon == 0) throw refuse();
    Address address{.host = std::string(text.substr(0, colon)), .port = 0};
    if (address.host.front() == '[' && address.host.back() == ']') {
        address.host = address.host.substr(1, address.host.size() - 2);
    }
    const auto digits = text.substr(colon + 1);
    const auto [end, trouble] =
        std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
    if (trouble != std::errc() || end != digits.data() + digits.size()) throw refuse();
    return address;
}

bool is_loopback(const Address& address) {
    const bool is_numeric = address.host.find_first_not_of("0123456789.") == std::string::npos;
    return address.host == "localhost" || address.host == "::1" ||
           (is_numeric && address.host.starts_with("127."));
}

}  // namespace clarion::files
