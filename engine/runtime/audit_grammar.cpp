#include "engine/runtime/audit_grammar.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace clarion::runtime {

namespace {

constexpr std::array<std::string_view, 9> kMembers{
    "actor", "org", "cls", "type", "subj", "why", "out", "req", "recipient"};

struct Word {
    std::size_t at = 0;  // where it starts
    bool negated = false;
    std::string_view member;
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
        for (skip_spaces(); at_ < text_.size(); skip_spaces()) {
            const auto word = read_word();
            if (!word || !add(*word, query)) return core::failure(error_);
        }
        return query;
    }

private:
    static std::string complaint(std::size_t at, std::string_view what) {
        return "at character " + std::to_string(at + 1) + ": " + std::string(what);
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
        }
        const auto colon = text_.find(':', at_);
        const auto space = text_.find(' ', at_);
        if (colon == std::string_view::npos || colon == at_ || space < colon) {
            fail(word.at, "a term is written member:value");
            return std::nullopt;
        }
        word.member = text_.substr(at_, colon - at_);
        at_ = colon + 1;
        if (!read_value(word.value)) return std::nullopt;
        return word;
    }

    bool read_value(std::string& value) {
        const std::size_t start = at_;
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
        if (word.member == "from" || word.member == "to") return add_time(word, query);
        if (std::find(kMembers.begin(), kMembers.end(), word.member) == kMembers.end()) {
            return fail(
                word.at,
                "there is no such member; there are actor, org, cls, type, subj, why, out, req, "
                "recipient, from and to"
            );
        }
        if (query.terms.size() >= kAuditTermsMax) return fail(word.at, "there are too many terms");
        query.terms.push_back({std::string(word.member), word.value, word.negated});
        return true;
    }

    bool add_time(const Word& word, ports::AuditQuery& query) {
        if (word.negated) return fail(word.at, "from and to cannot be negated");
        const bool is_from = word.member == "from";
        std::optional<core::Instant>& bound = is_from ? query.from : query.until;
        if (bound) return fail(word.at, "it is given twice");
        bound = core::parse_rfc3339(word.value);
        if (bound) return true;
        bound = core::parse_rfc3339(word.value + "T00:00:00Z");
        if (!bound) return fail(word.at, "a day such as 2026-11-24 or an instant is expected");
        if (!is_from) *bound += std::chrono::days(1);
        return true;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string error_;
};

}  // namespace

core::Result<ports::AuditQuery, std::string> parse_audit_query(std::string_view text) {
    return Parser(text).parse();
}

}  // namespace clarion::runtime
