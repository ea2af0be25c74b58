#include "engine/runtime/audit_grammar.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/core/audit/utf8.hpp"
#include "engine/core/reference.hpp"

namespace clarion::runtime {

namespace {

constexpr std::array<std::string_view, 9> kMembers{
    "actor", "org", "cls", "type", "subj", "why", "out", "req", "recipient"};

// What people write, and what an entry calls it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kOtherNames{
    {{"action", "type"}, {"case", "subj"}, {"outcome", "out"}, {"class", "cls"}}};

std::string_view member_named(std::string_view name) {
    for (const auto& [written, member] : kOtherNames) {
        if (written == name) return member;
    }
    return name;
}

// A moment, or the first of a day; `end`: of a day, the first moment after it.
std::optional<core::Instant> moment_in(const std::string& text, bool end) {
    if (const auto instant = core::parse_rfc3339(text)) return instant;
    auto day = core::parse_rfc3339(text + "T00:00:00Z");
    if (day && end) *day += std::chrono::days(1);
    return day;
}

// The values that such a member can have, in one sentence; empty when it has the one that is given.
template <class Code, std::size_t N>
std::string complaint_unless_one_of(
    const std::array<Code, N>& codes, std::string_view what, std::string_view value
) {
    std::string known;
    for (const Code code : codes) {
        if (to_string(code) == value) return {};
        known += (known.empty() ? "" : ", ") + std::string(to_string(code));
    }
    return "there is no such " + std::string(what) + "; there are " + known;
}

std::string complaint_about_value(std::string_view member, std::string_view value) {
    if (member == "cls") return complaint_unless_one_of(core::kAuditClasses, "class", value);
    if (member == "out") return complaint_unless_one_of(core::kAuditOutcomes, "outcome", value);
    return {};
}

struct Word {
    std::size_t at = 0;  // where it starts
    bool negated = false;
    bool is_text = false;  // a text in quotes: no member
    std::string_view member;
    std::size_t value_at = 0;
    std::string value;
};

class Parser {
public:
    explicit Parser(std::string_view text) : text_(text) {}

    core::Result<ports::AuditQuery, std::string> parse() {
        ports::AuditQuery query;
        if (text_.size() > kAuditQueryBytesMax) {
            return core::failure(complaint(kAuditQueryBytesMax, "the query is too long"));
        }
        if (!is_plain()) return core::failure(error_);
        for (skip_spaces(); at_ < text_.size(); skip_spaces()) {
            const auto word = read_word();
            if (!word || !add(*word, query)) return core::failure(error_);
        }
        if (query.from && query.until && *query.until <= *query.from) {
            return core::failure(complaint(time_at_, "the time ends before it begins"));
        }
        return query;
    }

private:
    [[nodiscard]] std::string complaint(std::size_t at, std::string_view what) const {
        const std::size_t before = core::count_characters(text_.substr(0, at));
        return "at character " + std::to_string(before + 1) + ": " + std::string(what);
    }
    bool is_plain() {
        const std::size_t plain = core::plain_length(text_);
        if (plain == text_.size()) return true;
        const bool is_control =
            core::is_utf8(text_.substr(plain, 1)) || core::is_utf8(text_.substr(plain, 2));
        return fail(
            plain,
            is_control
                ? "a tab, a new line or another control character; terms are parted by spaces"
                : "the query is not UTF-8"
        );
    }
    bool fail(std::size_t at, std::string_view what) {
        error_ = complaint(at, what);
        return false;
    }
    void skip_spaces() {
        while (at_ < text_.size() && text_[at_] == ' ')
            ++at_;
    }

    std::optional<Word> read_word() {
        Word word;
        word.at = at_;
        if (text_[at_] == '-') {
            word.negated = true;
            ++at_;
            skip_the_x();
        }
        word.is_text = text_.substr(at_).starts_with('"');
        if (word.is_text) return read_value(word) ? std::optional(word) : std::nullopt;
        const auto colon = text_.find(':', at_);
        const auto space = text_.find(' ', at_);
        if (colon == std::string_view::npos || colon == at_ || space < colon) {
            fail(word.at, "a term is written member:value, and a text stands in quotes");
            return std::nullopt;
        }
        word.member = text_.substr(at_, colon - at_);
        at_ = colon + 1;
        return read_value(word) ? std::optional(word) : std::nullopt;
    }

    // `-x "text"` is `-"text"`.
    void skip_the_x() {
        if (!text_.substr(at_).starts_with("x ")) return;
        const auto next = text_.find_first_not_of(' ', at_ + 1);
        if (next != std::string_view::npos && text_[next] == '"') at_ = next;
    }

    bool read_value(Word& word) {
        std::string& value = word.value;
        const std::size_t start = at_;
        word.value_at = start;
        if (at_ < text_.size() && text_[at_] == '"') {
            const auto end = text_.find('"', at_ + 1);
            if (end == std::string_view::npos) return fail(start, "the quote is not closed");
            value = text_.substr(at_ + 1, end - at_ - 1);
            at_ = end + 1;
            if (at_ < text_.size() && text_[at_] != ' ') {
                return fail(at_, "a space is expected after the quote");
            }
        } else {
            const auto end = std::min(text_.find(' ', at_), text_.size());
            value = text_.substr(at_, end - at_);
            at_ = end;
        }
        return !value.empty() || fail(start, "the value is missing");
    }

    bool add(const Word& word, ports::AuditQuery& query) {
        if (word.member == "created") return add_created(word, query);
        if (word.member == "from") return add_bound(word, word.value, false, query.from);
        if (word.member == "to") return add_bound(word, word.value, true, query.until);
        if (word.member == "ip") {
            return fail(word.at, "addresses of machines are never in the log");
        }
        const std::string_view member = word.is_text ? ports::kTextTerm : member_named(word.member);
        const bool is_known =
            word.is_text || std::find(kMembers.begin(), kMembers.end(), member) != kMembers.end();
        if (!is_known) {
            return fail(
                word.at,
                "there is no such member; there are actor, action, case, class, outcome, created, "
                "org, why, req, recipient, from and to"
            );
        }
        const std::string wrong = complaint_about_value(member, word.value);
        if (!wrong.empty()) return fail(word.value_at, wrong);
        if (query.terms.size() >= kAuditTermsMax) return fail(word.at, "there are too many terms");
        query.terms.push_back({std::string(member), word.value, word.negated});
        return true;
    }

    // A day, an instant, two of them with `..` between, or one with < <= > >= before it.
    bool add_created(const Word& word, ports::AuditQuery& query) {
        const std::string& value = word.value;
        if (const auto dots = value.find(".."); dots != std::string::npos) {
            const std::string last = value.substr(dots + 2);
            return add_bound(word, value.substr(0, dots), false, query.from) &&
                   add_bound(word, last, true, query.until);
        }
        const bool is_or = value.size() > 1 && value[1] == '=';
        const std::string rest = value.substr(std::min<std::size_t>(is_or ? 2 : 1, value.size()));
        if (value.front() == '>') return add_bound(word, rest, !is_or, query.from);
        if (value.front() == '<') return add_bound(word, rest, is_or, query.until);
        const bool is_good =
            add_bound(word, value, false, query.from) && add_bound(word, value, true, query.until);
        // One instant is the millisecond that begins there.
        if (is_good && query.from == query.until) *query.until += std::chrono::milliseconds(1);
        return is_good;
    }

    bool add_bound(
        const Word& word, const std::string& text, bool end, std::optional<core::Instant>& bound
    ) {
        if (word.negated) return fail(word.at, "a time cannot be negated");
        if (bound) return fail(word.at, "it is given twice");
        time_at_ = word.at;
        bound = moment_in(text, end);
        return bound || fail(word.at, "a day such as 2026-11-24 or an instant is expected");
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t time_at_ = 0;  // the last term that says a time
    std::string error_;
};

}  // namespace

core::Result<ports::AuditQuery, std::string> parse_audit_query(std::string_view text) {
    return Parser(text).parse();
}

void name_cases_as_the_log_does(ports::AuditQuery& query, ports::CaseStore& cases) {
    for (ports::AuditQuery::Term& term : query.terms) {
        const bool can_be_case = term.member == "subj" || term.member == ports::kTextTerm;
        const auto reference = can_be_case ? core::parse_reference(term.value) : std::nullopt;
        const auto row = reference ? cases.find_case(*reference) : std::nullopt;
        if (row) term.value = row->audit_ref.text;
    }
}

}  // namespace clarion::runtime
