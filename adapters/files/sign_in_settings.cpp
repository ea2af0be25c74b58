#include "adapters/files/sign_in_settings.hpp"

#include <algorithm>

#include "adapters/files/file_set.hpp"
#include "adapters/files/table_reader.hpp"
#include "engine/core/access/policy.hpp"

namespace clarion::files {

namespace {

// Says what is wrong with one table, at its line.
class Complaint {
public:
    Complaint(const std::string& file, const toml::table& table)
        : place_(file + ":" + std::to_string(table.source().begin.line) + ": ") {}
    void unless(bool good, const std::string& why) const {
        if (!good) throw FileProblem(place_ + why);
    }

private:
    std::string place_;
};

bool is_name(const std::string& text) {
    return !text.empty() &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
}

// As an organisation stands in every entry of the log: a code in ASCII, or left out.
bool is_code(const std::string& text) {
    return text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char each) {
               return each > ' ' && each < 0x7F;
           });
}

// An address of a server, with nothing in it that could be read as another.
bool is_https(const std::string& text) {
    return text.starts_with("https://") && text.size() > 8 &&
           text.find_first_of(" \t\r\n?#@\\\"") == std::string::npos;
}

// A person never brings a request in as a stranger does, and an agency's people are its members.
void check_roles(const Complaint& complaint, const IssuerSettings& issuer) {
    const auto& known = core::known_roles();
    for (const auto& [theirs, ours] : issuer.roles) {
        const bool exists = std::find(known.begin(), known.end(), ours) != known.end();
        complaint.unless(
            exists && ours != "applicant",
            "issuer.roles: `" + ours + "` is not a role that somebody can be given"
        );
        complaint.unless(
            (ours == "agency_member") == !issuer.agency.empty(),
            "issuer.roles: an agency's people are `agency_member` and nothing else; nobody else is"
        );
    }
}

const IssuerSettings* issuer_named(const SignInSettings& settings, const std::string& name) {
    const auto found = std::find_if(
        settings.issuers.begin(),
        settings.issuers.end(),
        [&name](const IssuerSettings& issuer) { return issuer.name == name; }
    );
    return found == settings.issuers.end() ? nullptr : &*found;
}

}  // namespace

void read_sign_in(const std::string& file, const toml::table& table, SignInSettings& into) {
    TableReader(file, "sign_in.").text("staff_url", into.staff_url).read(table);
    const bool is_root =
        is_https(into.staff_url) &&
        into.staff_url.find('/', std::string_view("https://").size()) == std::string::npos;
    Complaint(file, table)
        .unless(
            is_root, "sign_in.staff_url must be like https://clarion.force.example, without a path"
        );
}

void read_issuer(const std::string& file, const toml::table& table, SignInSettings& into) {
    IssuerSettings made;
    TableReader(file, "issuer.")
        .text("name", made.name)
        .text("title", made.title)
        .text("url", made.url)
        .text("audience", made.audience)
        .texts("algorithms", made.algorithms)
        .text("force", made.force)
        .text("agency", made.agency)
        .text("roles_claim", made.roles_claim)
        .text_map("roles", made.roles)
        .flag("certificate_bound", made.certificate_bound)
        .texts("endpoint_hosts", made.endpoint_hosts)
        .path("trusted_certificates", made.trusted_certificates)
        .text("client_id", made.client_id)
        .path("client_secret_file", made.client_secret_file)
        .texts("fresh_acr", made.fresh_acr)
        .read(table);
    const Complaint complaint(file, table);
    complaint.unless(
        is_name(made.name), "issuer.name must be of small letters, digits and hyphens"
    );
    complaint.unless(
        is_code(made.force) && is_code(made.agency),
        "issuer.force and issuer.agency must be codes in ASCII of at most 64 characters: "
        "they stand in the log"
    );
    complaint.unless(is_https(made.url), "issuer.url must be the https address it calls itself by");
    complaint.unless(
        !made.client_id.empty() || !made.audience.empty(),
        "issuer: name an audience (programs with access tokens), a client_id (people at the "
        "console), or both"
    );
    for (const IssuerSettings& other : into.issuers) {
        complaint.unless(
            other.name != made.name && other.url != made.url,
            "issuer: `" + made.name + "` has the name or the url of another"
        );
    }
    for (const std::string& name : made.algorithms) {
        const bool known = name == "ES256" || name == "PS256" || name == "EdDSA";
        complaint.unless(known, "issuer.algorithms: only ES256, PS256 and EdDSA are taken");
    }
    complaint.unless(!made.algorithms.empty(), "issuer.algorithms must name one at least");
    check_roles(complaint, made);
    if (made.title.empty()) made.title = made.name;
    into.issuers.push_back(std::move(made));
}

void read_alias(const std::string& file, const toml::table& table, SignInSettings& into) {
    AliasSettings made;
    TableReader(file, "alias.")
        .text("issuer", made.issuer)
        .text("subject", made.subject)
        .text("same_issuer", made.same_issuer)
        .text("same_subject", made.same_subject)
        .read(table);
    const Complaint complaint(file, table);
    complaint.unless(
        !made.subject.empty() && !made.same_subject.empty() &&
            issuer_named(into, made.issuer) != nullptr &&
            issuer_named(into, made.same_issuer) != nullptr,
        "alias: names issuer and subject, and same_issuer and same_subject who they are, "
        "both by an issuer's name"
    );
    const auto key = [](const std::string& issuer, const std::string& subject) {
        return std::pair(issuer, subject);
    };
    const auto account = key(made.issuer, made.subject);
    const auto person = key(made.same_issuer, made.same_subject);
    for (const AliasSettings& other : into.aliases) {
        const auto other_account = key(other.issuer, other.subject);
        complaint.unless(
            other_account != account && other_account != person &&
                key(other.same_issuer, other.same_subject) != account,
            "alias: an account is one other account at most, and that one is nobody else"
        );
    }
    complaint.unless(account != person, "alias: an account need not be named as itself");
    into.aliases.push_back(std::move(made));
}

void require_staff_url(const std::string& file, const SignInSettings& settings) {
    for (const IssuerSettings& issuer : settings.issuers) {
        if (issuer.client_id.empty() || !settings.staff_url.empty()) continue;
        throw FileProblem(
            file + ": people sign in with `" + issuer.name + "`, so [sign_in] needs staff_url"
        );
    }
}

}  // namespace clarion::files
