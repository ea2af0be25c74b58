#include "engine/runtime/audit_words.hpp"

#include <array>
#include <span>
#include <string>
#include <utility>

#include "engine/runtime/case_documents.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

using Word = std::pair<std::string_view, std::string_view>;

constexpr std::array<Word, 8> kClasses{
    {{"collection", "Personal data was collected."},
     {"alteration", "Personal data was changed."},
     {"consultation", "Personal data was looked at."},
     {"disclosure", "Personal data was disclosed."},
     {"combination", "Personal data was combined with other data."},
     {"erasure", "Personal data was erased."},
     {"security", "It concerns the security of the service."},
     {"system", "The program did it by itself."}}};
constexpr std::array<Word, 3> kOutcomes{
    {{"ok", "It was done."},
     {"denied", "It was refused, and nothing else was done."},
     {"error", "It failed."}}};
constexpr std::array<Word, 3> kDetails{
    {{"none", "It has no detail beside it."},
     {"kept", "Who and which case in words is sealed under the case's key; `det` commits to it."},
     {"committed",
      "Its detail is gone or kept elsewhere; `det` commits to it, and tells nobody anything of "
      "it."}}};

std::string said(std::span<const Word> words, std::string_view code) {
    for (const auto& [known, sentence] : words) {
        if (known == code) return std::string(sentence);
    }
    return std::string(code) + ".";
}

std::string number_of(const json::object& entry, std::string_view name) {
    const json::value& value = member(entry, name);
    return value.is_null() ? "0" : json::serialize(value);
}

}  // namespace

json::array words_for_entry(const json::object& entry, const EntryStanding& standing) {
    json::array words;
    const std::string seq = number_of(entry, "seq");
    words.emplace_back(
        "Entry " + seq + " of " + std::to_string(standing.size) + ", counted from 0; signed " +
        (member(entry, "seq").to_number<std::uint64_t>() < standing.signed_size
             ? "and provable now."
             : "with the next checkpoint.")
    );
    words.emplace_back(
        "At " + text_at(entry, "ts") + ", by whom the log calls " + text_at(entry, "actor") + ": " +
        text_at(entry, "type") + "."
    );
    words.emplace_back(said(kClasses, text_at(entry, "cls")));
    words.emplace_back(said(kOutcomes, text_at(entry, "out")));
    if (const std::string why = text_at(entry, "why"); !why.empty())
        words.emplace_back("Why they could: " + why + ".");
    if (const std::string subject = text_at(entry, "subj"); !subject.empty()) {
        words.emplace_back(
            "It is number " + number_of(entry, "subj_n") + " of the case that the log calls " +
            subject + "; no number of a case is ever left out."
        );
    }
    if (const std::string recipient = text_at(entry, "recipient"); !recipient.empty())
        words.emplace_back("Told to: " + recipient + ".");
    words.emplace_back(said(kDetails, standing.detail));
    return words;
}

}  // namespace clarion::runtime
