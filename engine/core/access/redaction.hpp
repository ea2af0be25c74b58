// Redaction: what of a case's record is covered on pages and in answers until somebody uncovers it
// by an act of its own.
//
// Covered are the fields that forms mark `x-covered`: `identity`, who asked, who is at risk, who is
// told, and by what they are reached and known; `disclosure_words`, what is told. All else stays: a
// case can be worked on without them. Names that people type into notes are not known to be names.
// Where the workflow records a form, that form says. Elsewhere, in copies and papers, a field is
// known by its name and the name it stands under, or by its name alone; where two forms differ, it
// is covered. Of the applicant and the person at risk, what no form knows is covered too.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "engine/core/json.hpp"

namespace clarion::core {

// What stands in the place of a covered text. Says nothing of its length.
inline constexpr std::string_view kCoveredText = "\u2022\u2022\u2022\u2022\u2022\u2022";

struct Covering {
    bool identities = true;
    bool words = true;
};

class CoveredFields {
public:
    // One that may have been copied anywhere.
    void add_form(const json::object& form);
    // Where a workflow records which of the forms, as its definition is written.
    void add_records(const json::object& definition, const json::object& forms);

    // The value with what is to be covered replaced. `path`: where it stands, such as
    // decision.proposal.
    [[nodiscard]] json::value covered(
        const json::value& value, std::string_view path, Covering covering
    ) const;
    // Whether a text that stands there is covered.
    [[nodiscard]] bool covers(std::string_view path, Covering covering) const;

private:
    // Under which name, and its own.
    using Fields = std::map<std::pair<std::string, std::string>, Covering>;
    struct Spot;

    static void add_properties(
        Fields& fields,
        const json::object& form,
        const json::object& schema,
        const std::string& under
    );
    void add_place(const std::string& path, const json::object& forms, std::string_view form);
    void add_event(const json::value& event, const json::object& forms);

    [[nodiscard]] Spot above(std::string_view path) const;
    [[nodiscard]] Spot step(const Spot& at, std::string_view key) const;
    [[nodiscard]] Covering verdict(const Spot& at, std::string_view key, bool is_text) const;
    void cover(json::value& value, const Spot& at, std::string_view key, Covering covering) const;
    void cover_inside(json::value& value, const Spot& inside, Covering covering) const;

    Fields anywhere_;
    std::map<std::string, Fields, std::less<>> places_;
};

}  // namespace clarion::core
