// Fund areas: a published table of areas and amounts (CSV), made into a catalogue.
//
// An amount that is not written as whole pounds, or as pounds in groups of three, is refused with
// its row: a wrong group cannot tell which digit is missing, and nothing is guessed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"

namespace clarion::files {

struct FundArea {
    std::string id;  // the title in small letters, such as avon_and_somerset
    std::string title;
    std::int64_t amount_gbp = 0;
};

struct BadRow {
    std::size_t row = 0;  // as a spreadsheet counts: the heading is row 1
    std::string reason;
};

struct FundTable {
    std::vector<FundArea> areas;
    std::vector<BadRow> bad;
};

// Needs the columns `area` and `amount_gbp_as_published`, in this order. Everything wrong at once.
[[nodiscard]] FundTable read_fund_areas(std::string_view csv);

// {title, source, areas: [{id, title, perpetrator_fund_gbp}]}
[[nodiscard]] core::json::object fund_catalogue(const FundTable& table, std::string_view source);

}  // namespace clarion::files
