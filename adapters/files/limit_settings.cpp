#include "adapters/files/limit_settings.hpp"

#include <charconv>

#include "adapters/files/file_set.hpp"
#include "adapters/files/table_reader.hpp"

namespace clarion::files {

namespace {

const std::string kNotSaid(1, '\0');
constexpr int kQuotaMax = 1'000'000;
constexpr int kSecondsMax = 24 * 60 * 60;
// Fewer than this would let one person lock out all others behind the same address.
constexpr int kSharedQuotaMin = 10;
constexpr int kConnectionsMin = 64;
constexpr int kConnectionsMax = 65'536;
constexpr int kIpv4Min = 8;
constexpr int kIpv4Max = 32;
constexpr int kIpv6Min = 32;
constexpr int kIpv6Max = 128;

// A whole number above 0 in front, which is taken away; 0: there is none.
int take_number(std::string_view& text) {
    int number = 0;
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (trouble != std::errc() || number < 1) return 0;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

int seconds_in(std::string_view unit) {
    if (unit == "s") return 1;
    if (unit == "m") return 60;
    if (unit == "h") return 60 * 60;
    return 0;
}

enum class Shared { by_a_network, by_nobody };

class RateReader {
public:
    RateReader(std::string file, std::string name)
        : file_(std::move(file)), name_(std::move(name)) {}

    void read(const std::string& written, Shared shared, RateSetting& into) const {
        if (written == kNotSaid) return;
        if (written == "off") {
            into = {};
            return;
        }
        std::string_view rest = written;
        RateSetting rate;
        rate.quota = take_number(rest);
        const bool has_slash = rest.starts_with('/');
        if (has_slash) rest.remove_prefix(1);
        const int units = take_number(rest);
        const int unit = seconds_in(rest);
        if (rate.quota == 0 || !has_slash || units == 0 || unit == 0) {
            refuse(written, "is no rate: write 60/10m, 5/1s or 1000/1h, or \"off\"");
        }
        if (rate.quota > kQuotaMax || units > kSecondsMax / unit) {
            refuse(written, "is too much: at most 1000000 in 24h");
        }
        rate.seconds = units * unit;
        if (shared == Shared::by_a_network && rate.quota < kSharedQuotaMin) {
            refuse(
                written,
                "is too little: people who share an address share it, so at least 10 at once"
            );
        }
        into = rate;
    }

private:
    [[noreturn]] void refuse(const std::string& written, const std::string& why) const {
        throw FileProblem(file_ + ": limits." + name_ + " '" + written + "' " + why);
    }

    std::string file_;
    std::string name_;
};

}  // namespace

LimitSettings read_limits(const std::string& file, const toml::table& table) {
    LimitSettings made;
    std::string new_forms = kNotSaid, visits = kNotSaid, session = kNotSaid;
    std::string sign_in = kNotSaid, strangers = kNotSaid, clients = kNotSaid;
    TableReader(file, "limits.")
        .text("new_forms", new_forms)
        .text("visits", visits)
        .text("session", session)
        .text("sign_in", sign_in)
        .text("strangers", strangers)
        .text("clients", clients)
        .number("connections", made.connections, kConnectionsMin, kConnectionsMax)
        .number("connections_per_network", made.connections_per_network, 0, kConnectionsMax)
        .number("ipv4_prefix", made.ipv4_prefix, kIpv4Min, kIpv4Max)
        .number("ipv6_prefix", made.ipv6_prefix, kIpv6Min, kIpv6Max)
        .texts("proxies", made.proxies)
        .read(table);
    const auto rate = [&](std::string name, const std::string& written, Shared shared, auto& into) {
        RateReader(file, std::move(name)).read(written, shared, into);
    };
    rate("new_forms", new_forms, Shared::by_a_network, made.new_forms);
    rate("visits", visits, Shared::by_a_network, made.visits);
    rate("session", session, Shared::by_nobody, made.session);
    rate("sign_in", sign_in, Shared::by_a_network, made.sign_in);
    rate("strangers", strangers, Shared::by_a_network, made.strangers);
    rate("clients", clients, Shared::by_nobody, made.clients);
    return made;
}

}  // namespace clarion::files
