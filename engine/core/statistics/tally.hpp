// Tally: counts cases into the cells of tables, and writes the tables when it is settled what of
// them is told.
//
// Ownership: borrows the plan and the cases.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/statistics/facts.hpp"
#include "engine/core/statistics/suppression.hpp"

namespace clarion::core::statistics {

class Tally {
public:
    Tally(const StatisticsPlan& plan, std::span<const CaseFacts> cases);

    // One table: cells, sums of rows and columns, and what divides what.
    void count(const TablePlan& table);
    // A share's two counts, and what is left between them.
    void count(const Where& in, const Where& of);
    void suppress() { cells_.suppress(plan_.small_below); }

    // Requires: the same was counted, and suppress() was called.
    [[nodiscard]] json::object written(const TablePlan& table);
    // The count; empty when it is hidden.
    [[nodiscard]] std::optional<std::int64_t> told(const Where& where);
    [[nodiscard]] std::vector<const CaseFacts*> fitting(const Where& where) const;

private:
    // A case is the bit of its place.
    using Bits = std::vector<std::uint64_t>;

    [[nodiscard]] Bits bits_of(const Where& where) const;
    [[nodiscard]] std::int64_t count_of(const Where& where) const;
    // Values of the fact among these cases, in their order; all bands of a number.
    [[nodiscard]] std::vector<std::string> values_of(const std::string& fact, const Where& where)
        const;
    [[nodiscard]] bool is_many(const std::string& fact) const;
    void add_split(const Where& where);
    [[nodiscard]] CellIndex cell(const Where& where, bool told = true);
    void add_sums(const Where& where, const std::string& fact);
    [[nodiscard]] json::value count_or_null(const Where& where);

    const StatisticsPlan& plan_;
    std::span<const CaseFacts> cases_;
    std::map<std::string, std::map<std::string, Bits>, std::less<>> holders_;  // by fact and value
    Cells cells_;
};

// Of those in `in`, the ones of `of`.
[[nodiscard]] Where narrowed(Where in, const Where& of);
// `where`, and the fact has this value.
[[nodiscard]] Where with(Where where, const std::string& fact, const std::string& value);

}  // namespace clarion::core::statistics
