#include "engine/core/statistics/suppression.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>

namespace clarion::core::statistics {

namespace {

constexpr double kAnything = std::numeric_limits<double>::infinity();
constexpr double kNought = 1e-7;
constexpr int kRoundsMax = 50;

struct Range {
    double low = 0;
    double high = kAnything;
};

using Row = std::map<CellIndex, double>;

void add_times(Row& row, double& told, const std::pair<const Row&, double>& other, double factor) {
    for (const auto& [cell, coefficient] : other.first) {
        double& mine = row[cell];
        mine += coefficient * factor;
        if (std::abs(mine) < kNought) row.erase(cell);
    }
    told += other.second * factor;
}

// Gauss and Jordan: each row tells of cells as few as can be.
void reduce(std::vector<Row>& rows, std::vector<double>& told) {
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (rows[at].empty()) continue;
        const auto [pivot, coefficient] = *rows[at].begin();
        for (auto& [cell, value] : rows[at])
            value /= coefficient;
        told[at] /= coefficient;
        for (std::size_t other = 0; other < rows.size(); ++other) {
            const auto found = rows[other].find(pivot);
            if (other == at || found == rows[other].end()) continue;
            add_times(rows[other], told[other], {rows[at], told[at]}, -found->second);
        }
    }
}

double lowest_of(double coefficient, const Range& range) {
    return coefficient * (coefficient > 0 ? range.low : range.high);
}

// What one row says of its cells: all others at one end leave the least room for this one.
bool narrow(const Row& row, double told, std::map<CellIndex, Range>& ranges) {
    bool has_narrowed = false;
    for (const auto& [cell, coefficient] : row) {
        double least_of_others = told;
        double most_of_others = told;
        for (const auto& [other, factor] : row) {
            if (other == cell) continue;
            least_of_others += lowest_of(factor, ranges.at(other));
            most_of_others -= lowest_of(-factor, ranges.at(other));
        }
        Range& range = ranges.at(cell);
        const double one = -least_of_others / coefficient;
        const double two = -most_of_others / coefficient;
        const double low = std::ceil(std::min(one, two) - kNought);
        const double high = std::floor(std::max(one, two) + kNought);
        has_narrowed = has_narrowed || low > range.low || high < range.high;
        range.low = std::max(range.low, low);
        range.high = std::min(range.high, high);
    }
    return has_narrowed;
}

}  // namespace

CellIndex Cells::add(const std::string& key, std::int64_t count, bool told) {
    const auto [place, is_new] = by_key_.try_emplace(key, cells_.size());
    if (is_new) {
        cells_.push_back({.count = count, .told = told, .hidden = false});
        sums_with_.emplace_back();
    }
    Cell& cell = cells_[place->second];
    cell.told = cell.told || told;
    return place->second;
}

void Cells::add_sum(CellIndex total, std::vector<CellIndex> parts) {
    Sum sum;
    for (const CellIndex part : parts)
        sum[part] += 1;
    sum[total] -= 1;
    if (sum[total] == 0) return;  // one part that is the whole
    if (std::find(sums_.begin(), sums_.end(), sum) != sums_.end()) return;
    for (const auto& [cell, coefficient] : sum)
        sums_with_[cell].push_back(sums_.size());
    sums_.push_back(std::move(sum));
}

std::vector<Cells::Sum> Cells::hidden_sums(std::vector<double>& told_parts) const {
    std::vector<Sum> rows;
    for (const Sum& sum : sums_) {
        Sum row;
        double told = 0;
        for (const auto& [cell, coefficient] : sum) {
            if (cells_[cell].hidden) {
                row[cell] = coefficient;
            } else {
                told += coefficient * static_cast<double>(cells_[cell].count);
            }
        }
        if (row.empty()) continue;
        rows.push_back(std::move(row));
        told_parts.push_back(told);
    }
    return rows;
}

// As far as somebody can work out who knows that a count which is hidden is not nought.
std::vector<double> Cells::highest_possible() const {
    std::vector<double> told;
    std::vector<Sum> rows = hidden_sums(told);
    const std::size_t written = rows.size();
    std::vector<Sum> derived = rows;
    std::vector<double> derived_told = told;
    reduce(derived, derived_told);
    rows.insert(rows.end(), derived.begin(), derived.end());
    told.insert(told.end(), derived_told.begin(), derived_told.end());
    std::map<CellIndex, Range> ranges;
    for (std::size_t at = 0; at < written; ++at) {
        for (const auto& [cell, coefficient] : rows[at])
            ranges[cell].low = cells_[cell].count > 0 ? 1 : 0;
    }
    bool has_narrowed = true;
    for (int round = 0; has_narrowed && round < kRoundsMax; ++round) {
        has_narrowed = false;
        for (std::size_t at = 0; at < rows.size(); ++at)
            has_narrowed = narrow(rows[at], told[at], ranges) || has_narrowed;
    }
    std::vector<double> highest(cells_.size(), kAnything);
    for (const auto& [cell, range] : ranges)
        highest[cell] = range.high;
    return highest;
}

// The most that one hidden part could be, when each other is at least one. Where a hidden total
// stands beside a hidden part, there is no end to it.
bool Cells::is_safe(const Sum& sum, std::int64_t small_below) const {
    std::int64_t hidden = 0;
    std::int64_t together = 0;
    bool hides_total = false;
    for (const auto& [cell, coefficient] : sum) {
        if (!cells_[cell].hidden) continue;
        ++hidden;
        if (coefficient < 0) hides_total = true;
        if (coefficient > 0) together += cells_[cell].count;
    }
    if (hidden < 2) return hidden == 0;
    return hides_total || together - (hidden - 1) >= small_below;
}

// Best is what leaves no other sum with one hidden count alone, as the fourth corner of a rectangle
// does; then a part before a total, something before nought, and little before much.
bool Cells::hide_best(const Sum& sum) {
    using Cost = std::tuple<std::size_t, bool, bool, std::int64_t>;
    std::optional<std::pair<Cost, CellIndex>> best;
    for (const auto& [cell, unused] : sum) {
        if (cells_[cell].hidden) continue;
        std::size_t alone = 0;
        bool is_total = false;
        for (const std::size_t at : sums_with_[cell]) {
            const Sum& other = sums_[at];
            is_total = is_total || other.at(cell) < 0;
            const bool hides_some = std::any_of(other.begin(), other.end(), [&](const auto& part) {
                return cells_[part.first].hidden;
            });
            if (!hides_some) ++alone;
        }
        const std::int64_t count = cells_[cell].count;
        const Cost cost{alone, is_total, count == 0, count};
        if (!best || cost < best->first) best = {cost, cell};
    }
    if (best) cells_[best->second].hidden = true;
    return best.has_value();
}

void Cells::make_sums_safe(std::int64_t small_below) {
    bool has_hidden = true;
    while (has_hidden) {
        has_hidden = false;
        for (const Sum& sum : sums_) {
            if (!is_safe(sum, small_below)) has_hidden = hide_best(sum) || has_hidden;
        }
    }
}

// What sums taken together still tell; mended where the count stands.
bool Cells::mend_what_follows(std::int64_t small_below) {
    const std::vector<double> highest = highest_possible();
    bool has_hidden = false;
    for (CellIndex cell = 0; cell < cells_.size(); ++cell) {
        const std::int64_t count = cells_[cell].count;
        const bool is_small = count > 0 && count < small_below;
        if (!is_small || highest[cell] >= static_cast<double>(small_below)) continue;
        for (const std::size_t at : sums_with_[cell])
            has_hidden = hide_best(sums_[at]) || has_hidden;
    }
    return has_hidden;
}

void Cells::suppress(std::int64_t small_below) {
    for (Cell& cell : cells_)
        cell.hidden = cell.count > 0 && cell.count < small_below;
    do {
        make_sums_safe(small_below);
    } while (mend_what_follows(small_below));
}

}  // namespace clarion::core::statistics
