// Cells: the counts of one publication, and which of them must stay hidden so that nobody learns of
// a small one: not by reading it, and not by taking what is told from what is told.
//
// A count from 1 to small_below - 1 is hidden, and with it as many others as it takes: after that
// no sum of the publication, and no difference of sums, tells that a hidden count is small. Limits:
// knows the sums it was told of; somebody with other sources may know more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace clarion::core::statistics {

using CellIndex = std::size_t;

class Cells {
public:
    // The same key is the same cell, in whatever table it stands. A cell that is not told is one
    // that somebody could work out, or knew before.
    CellIndex add(const std::string& key, std::int64_t count, bool told = true);
    // Requires: the total's count is the sum of the parts' counts.
    void add_sum(CellIndex total, std::vector<CellIndex> parts);
    void suppress(std::int64_t small_below);

    [[nodiscard]] bool is_told(CellIndex cell) const {
        return cells_[cell].told && !cells_[cell].hidden;
    }
    [[nodiscard]] std::int64_t count(CellIndex cell) const { return cells_[cell].count; }

private:
    struct Cell {
        std::int64_t count = 0;
        bool told = false;    // stands in the publication
        bool hidden = false;  // not to be known; all others might as well be
    };
    // Coefficients by cell; together they are nought.
    using Sum = std::map<CellIndex, double>;

    [[nodiscard]] std::vector<double> highest_possible() const;
    [[nodiscard]] std::vector<Sum> hidden_sums(std::vector<double>& told_parts) const;
    [[nodiscard]] bool is_safe(const Sum& sum, std::int64_t small_below) const;
    bool hide_best(const Sum& sum);
    void make_sums_safe(std::int64_t small_below);
    bool mend_what_follows(std::int64_t small_below);

    std::vector<Cell> cells_;
    std::map<std::string, CellIndex, std::less<>> by_key_;
    std::vector<Sum> sums_;
    std::vector<std::vector<std::size_t>> sums_with_;  // by cell
};

}  // namespace clarion::core::statistics
