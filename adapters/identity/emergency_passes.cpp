#include "adapters/identity/emergency_passes.hpp"

#include <algorithm>
#include <array>

#include "engine/core/audit/base64.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::identity {

namespace {

// Frozen: it is in what people sign and in what is kept.
constexpr std::string_view kTitle = "clarion emergency pass v1";
// Crockford's: without I, L, O and U.
constexpr std::string_view kLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kCodeLength = 26;
constexpr std::size_t kGroup = 5;
constexpr std::string_view kUsed = "used\n";
constexpr std::string_view kWaits = "waits\n";

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

// The rest of the next line, which must begin with `name`; takes the line from `text`.
std::optional<std::string_view> take_line(std::string_view& text, std::string_view name) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos || !text.starts_with(name)) return std::nullopt;
    const std::string_view value = text.substr(name.size(), end - name.size());
    text.remove_prefix(end + 1);
    return value;
}

// As it was drawn: without groups, with the lookalikes that people write for digits.
std::string plain_code(std::string_view written) {
    std::string plain;
    for (const char c : written) {
        if (c == '-' || c == ' ') continue;
        const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        plain += upper == 'O' ? '0' : upper == 'I' || upper == 'L' ? '1' : upper;
    }
    return plain;
}

}  // namespace

std::string statement_of(const EmergencyPass& pass) {
    return std::string(kTitle) + "\nservice: " + pass.service + "\npass: " + pass.id +
           "\nissuer: " + pass.issuer + "\nsubject: " + pass.subject +
           "\nroles: " + joined(pass.roles) + "\ncode: " + core::to_base64(pass.code) +
           "\nuntil: " + core::to_rfc3339(pass.until) + "\n";
}

std::optional<EmergencyPass> read_statement(std::string_view text) {
    std::string_view rest = text;
    if (take_line(rest, kTitle) != std::string_view()) return std::nullopt;
    std::array<std::string_view, 7> values;
    constexpr std::array<std::string_view, 7> kNames{
        "service: ", "pass: ", "issuer: ", "subject: ", "roles: ", "code: ", "until: "};
    for (std::size_t at = 0; at < kNames.size(); ++at) {
        const auto value = take_line(rest, kNames[at]);
        if (!value || value->empty()) return std::nullopt;
        values[at] = *value;
    }
    const auto code = core::parse_base64_digest(values[5]);
    const auto until = core::parse_rfc3339(values[6]);
    if (!code || !until) return std::nullopt;
    EmergencyPass pass{
        .service = std::string(values[0]),
        .id = std::string(values[1]),
        .issuer = std::string(values[2]),
        .subject = std::string(values[3]),
        .roles = words_of(values[4]),
        .code = *code,
        .until = *until};
    const bool has_gap = std::any_of(pass.roles.begin(), pass.roles.end(), [](const auto& role) {
        return role.empty();
    });
    if (has_gap || statement_of(pass) != text) return std::nullopt;
    return pass;
}

ports::Secret new_pass_code(ports::IdSource& ids) {
    std::array<std::uint8_t, kCodeLength> random{};
    ids.fill_random(random);
    std::string code;
    for (std::size_t at = 0; at < random.size(); ++at) {
        if (at > 0 && at % kGroup == 0 && at < kGroup * kGroup) code += '-';
        code += kLetters[random[at] % kLetters.size()];
    }
    return ports::Secret(std::move(code));
}

core::Digest hash_of_code(const core::Sha256& sha256, std::string_view written) {
    return sha256({ports::view_of("clarion emergency code\n"), ports::view_of(plain_code(written))}
    );
}

EmergencyPasses::EmergencyPasses(core::Sha256 sha256, std::string_view kept, Keep keep)
    : sha256_(std::move(sha256)), keep_(std::move(keep)) {
    while (!kept.empty()) {
        const bool used = kept.starts_with(kUsed);
        if (!used && !kept.starts_with(kWaits))
            throw PassesUnreadable("the kept emergency passes cannot be read: put them aside");
        kept.remove_prefix(used ? kUsed.size() : kWaits.size());
        // A line of a statement begins with its name, so none is just one of these words.
        const auto line = std::min(kept.find("\nused\n"), kept.find("\nwaits\n"));
        const auto next = line == std::string_view::npos ? kept.size() : line + 1;
        auto pass = read_statement(kept.substr(0, next));
        if (!pass) throw PassesUnreadable("a kept emergency pass cannot be read: put them aside");
        pass->used = used;
        passes_.push_back(std::move(*pass));
        kept.remove_prefix(next);
    }
}

void EmergencyPasses::change(std::vector<EmergencyPass> passes) {
    std::string text;
    for (const EmergencyPass& pass : passes)
        text.append(pass.used ? kUsed : kWaits).append(statement_of(pass));
    keep_(text);
    passes_ = std::move(passes);
}

std::optional<PassRefused> EmergencyPasses::check(const EmergencyPass& pass, core::Instant now)
    const {
    if (pass.until <= now) return PassRefused::over;
    if (pass.until - now > kPassLifeMax) return PassRefused::too_long;
    std::size_t known = 0;
    for (const EmergencyPass& each : passes_) {
        if (each.until <= now) continue;
        if (each.id == pass.id || each.code == pass.code) return PassRefused::known;
        ++known;
    }
    return known >= kPassesMax ? std::optional(PassRefused::too_many) : std::nullopt;
}

std::optional<PassRefused> EmergencyPasses::add(EmergencyPass pass, core::Instant now) {
    if (const auto why = check(pass, now)) return why;
    std::vector<EmergencyPass> passes = passes_;
    std::erase_if(passes, [now](const EmergencyPass& each) { return each.until <= now; });
    pass.used = false;
    passes.push_back(std::move(pass));
    change(std::move(passes));
    return std::nullopt;
}

void EmergencyPasses::take_over(const std::vector<EmergencyPass>& others) {
    std::vector<EmergencyPass> passes = passes_;
    for (const EmergencyPass& other : others) {
        const bool is_known = std::any_of(passes.begin(), passes.end(), [&](const auto& each) {
            return each.id == other.id;
        });
        if (!is_known) passes.push_back(other);
    }
    if (passes.size() != passes_.size()) change(std::move(passes));
}

std::optional<EmergencyPass> EmergencyPasses::use(std::string_view code, core::Instant now) {
    const core::Digest hash = hash_of_code(sha256_, code);
    std::vector<EmergencyPass> passes = passes_;
    const auto found = std::find_if(passes.begin(), passes.end(), [&](const EmergencyPass& each) {
        return each.code == hash && !each.used && each.until > now;
    });
    if (found == passes.end()) return std::nullopt;
    found->used = true;
    EmergencyPass taken = *found;
    change(std::move(passes));
    return taken;
}

}  // namespace clarion::identity
