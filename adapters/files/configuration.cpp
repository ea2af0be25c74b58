#include "adapters/files/configuration.hpp"

#include <toml++/toml.h>
#include <charconv>
#include <functional>

#include "adapters/files/file_set.hpp"

namespace clarion::files {

namespace {

// Reads one table strictly: each key by its reader, anything else refused with its line.
class TableReader {
public:
    TableReader(std::string file, std::string name)
        : file_(std::move(file)), name_(std::move(name)) {}

    TableReader& text(std::string key, std::string& into) {
        return on(std::move(key), "text", [&into](const toml::node& node) {
            const auto value = node.value_exact<std::string>();
            return value ? (into = *value, true) : false;
        });
    }
    TableReader& path(std::string key, std::filesystem::path& into) {
        return on(std::move(key), "a path", [&into](const toml::node& node) {
            const auto value = node.value_exact<std::string>();
            return value ? (into = *value, true) : false;
        });
    }
    TableReader& flag(std::string key, bool& into) {
        return on(std::move(key), "true or false", [&into](const toml::node& node) {
            const auto value = node.value_exact<bool>();
            return value ? (into = *value, true) : false;
        });
    }
    TableReader& number(std::string key, int& into, int least, int most) {
        return on(
            std::move(key),
            "a whole number in range",
            [&into, least, most](const toml::node& node) {
                const auto value = node.value_exact<std::int64_t>();
                if (!value || *value < least || *value > most) return false;
                into = static_cast<int>(*value);
                return true;
            }
        );
    }
    TableReader& table(std::string key, std::function<void(const toml::table&)> read) {
        return on(std::move(key), "a table", [read = std::move(read)](const toml::node& node) {
            return node.is_table() ? (read(*node.as_table()), true) : false;
        });
    }

    void read(const toml::table& source) const {
        for (const auto& [key, node] : source) {
            const auto found = readers_.find(key.str());
            if (found == readers_.end()) {
                refuse(node, std::string(key.str()), "is not a setting; known here: " + known());
            }
            if (!found->second.read(node)) {
                refuse(node, std::string(key.str()), "must be " + found->second.wanted);
            }
        }
    }

private:
    struct Entry {
        std::string wanted;
        std::function<bool(const toml::node&)> read;
    };

    TableReader& on(
        std::string key, std::string wanted, std::function<bool(const toml::node&)> read
    ) {
        readers_.emplace(std::move(key), Entry{std::move(wanted), std::move(read)});
        return *this;
    }
    [[noreturn]] void refuse(const toml::node& node, const std::string& key, const std::string& why)
        const {
        throw FileProblem(
            file_ + ":" + std::to_string(node.source().begin.line) + ": " + name_ + key + " " + why
        );
    }
    [[nodiscard]] std::string known() const {
        std::string names;
        for (const auto& entry : readers_)
            names += (names.empty() ? "" : ", ") + entry.first;
        return names;
    }

    std::string file_;
    std::string name_;
    std::map<std::string, Entry, std::less<>> readers_;
};

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
                    .read(table);
            }
        )
        .table("smtp", [&](const toml::table& table) { read_smtp(name, table, made); })
        .table(
            "staff_mailboxes", [&](const toml::table& table) { read_mailboxes(name, table, made); }
        )
        .read(root);
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
