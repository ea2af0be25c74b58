// What is hidden stays hidden: held against somebody who tries every number there could be.
#include <doctest/doctest.h>

#include <array>
#include <random>

#include "engine/core/statistics/suppression.hpp"

namespace clarion::test {

namespace {

using core::statistics::CellIndex;
using core::statistics::Cells;

constexpr std::int64_t kSmall = 5;
constexpr std::size_t kSide = 3;
constexpr std::size_t kCells = kSide * kSide;

using Counts = std::array<std::int64_t, kCells>;

// A table of three rows and three columns with its margins.
struct Table {
    explicit Table(const Counts& counts) {
        std::array<std::int64_t, kSide> rows{};
        std::array<std::int64_t, kSide> columns{};
        std::int64_t all = 0;
        for (std::size_t at = 0; at < kCells; ++at) {
            inner.push_back(cells.add("cell" + std::to_string(at), counts[at]));
            rows[at / kSide] += counts[at];
            columns[at % kSide] += counts[at];
            all += counts[at];
        }
        total = cells.add("all", all);
        std::vector<CellIndex> row_totals;
        std::vector<CellIndex> column_totals;
        for (std::size_t at = 0; at < kSide; ++at) {
            row_totals.push_back(cells.add("row" + std::to_string(at), rows[at]));
            column_totals.push_back(cells.add("column" + std::to_string(at), columns[at]));
            cells.add_sum(row_totals[at], {inner[at * 3], inner[at * 3 + 1], inner[at * 3 + 2]});
            cells.add_sum(column_totals[at], {inner[at], inner[at + 3], inner[at + 6]});
        }
        cells.add_sum(total, row_totals);
        cells.add_sum(total, column_totals);
        margins = row_totals;
        margins.insert(margins.end(), column_totals.begin(), column_totals.end());
        margins.push_back(total);
        cells.suppress(kSmall);
    }

    Cells cells;
    std::vector<CellIndex> inner;
    std::vector<CellIndex> margins;  // rows, columns, all
    CellIndex total = 0;
};

std::int64_t margin_of(const Counts& counts, std::size_t margin) {
    std::int64_t sum = 0;
    for (std::size_t at = 0; at < kCells; ++at) {
        const bool is_in = margin == 2 * kSide || (margin < kSide && at / kSide == margin) ||
                           (margin >= kSide && at % kSide == margin - kSide);
        if (is_in) sum += counts[at];
    }
    return sum;
}

// Tries everything that agrees with what is told; keeps the largest each count could be.
class Attacker {
public:
    Attacker(const Table& table, std::int64_t highest) : table_(table), highest_(highest) {}

    void try_from(std::size_t at) {
        if (at == kCells) return remember();
        if (table_.cells.is_told(table_.inner[at])) {
            counts_[at] = table_.cells.count(table_.inner[at]);
            return try_from(at + 1);
        }
        for (counts_[at] = 0; counts_[at] <= highest_; ++counts_[at])
            try_from(at + 1);
    }

    Counts largest{};
    std::array<std::int64_t, 2 * kSide + 1> largest_margin{};

private:
    void remember() {
        for (std::size_t margin = 0; margin < table_.margins.size(); ++margin) {
            const CellIndex cell = table_.margins[margin];
            const bool agrees = !table_.cells.is_told(cell) ||
                                margin_of(counts_, margin) == table_.cells.count(cell);
            if (!agrees) return;
        }
        for (std::size_t at = 0; at < kCells; ++at)
            largest[at] = std::max(largest[at], counts_[at]);
        for (std::size_t margin = 0; margin < table_.margins.size(); ++margin)
            largest_margin[margin] = std::max(largest_margin[margin], margin_of(counts_, margin));
    }

    const Table& table_;
    std::int64_t highest_;
    Counts counts_{};
};

std::size_t hidden_in(const Table& table) {
    std::size_t hidden = 0;
    for (const CellIndex cell : table.inner)
        hidden += table.cells.is_told(cell) ? 0 : 1;
    return hidden;
}

}  // namespace

TEST_CASE("suppression: where nothing is small, all is told") {
    const Table table({7, 0, 12, 5, 9, 6, 0, 8, 30});

    CHECK(hidden_in(table) == 0);
    CHECK(table.cells.is_told(table.total));
}

TEST_CASE("suppression: one small count takes others with it, in its row and in its column") {
    const Table table({2, 10, 20, 11, 12, 13, 14, 15, 16});

    CHECK_FALSE(table.cells.is_told(table.inner[0]));
    CHECK(hidden_in(table) >= 4);
    CHECK(table.cells.is_told(table.total));
}

TEST_CASE("suppression: two ones that would be the rest of their row are not given away") {
    Cells cells;
    const CellIndex all = cells.add("all", 22);
    const std::vector<CellIndex> parts{
        cells.add("a", 1), cells.add("b", 1), cells.add("c", 8), cells.add("d", 12)};
    cells.add_sum(all, parts);

    cells.suppress(kSmall);

    CHECK_FALSE(cells.is_told(parts[0]));
    CHECK_FALSE(cells.is_told(parts[2]));  // else 22 - 8 - 12 = 2 says that both are one
    CHECK(cells.is_told(parts[3]));
}

TEST_CASE("suppression: the same count in two tables is hidden in both") {
    Cells cells;
    const CellIndex all = cells.add("all", 40);
    const CellIndex few = cells.add("few", 3);
    const CellIndex many = cells.add("many", 37);
    cells.add_sum(all, {few, many});
    const CellIndex again = cells.add("many", 37);
    const std::vector<CellIndex> parts{cells.add("x", 17), cells.add("y", 20)};
    cells.add_sum(again, parts);

    cells.suppress(kSmall);

    CHECK(again == many);
    CHECK_FALSE(cells.is_told(few));
    // Either the sum or the other part goes, and the second table does not bring it back.
    const bool many_can_be_added_up = cells.is_told(parts[0]) && cells.is_told(parts[1]);
    CHECK((!cells.is_told(all) || (!cells.is_told(many) && !many_can_be_added_up)));
}

TEST_CASE("suppression: who tries every number learns of no hidden count that it is small") {
    std::mt19937 random(20261124);  // NOLINT: the same tables every time
    std::uniform_int_distribution<std::int64_t> draw(0, 9);
    int hidden = 0;
    for (int round = 0; round < 60; ++round) {
        Counts counts{};
        for (std::size_t at = 0; at < kCells; ++at) {
            const std::int64_t number = draw(random);
            counts[at] = number == 3 || number == 1 ? number : number + 4;
        }
        const Table table(counts);
        if (hidden_in(table) > 6) continue;  // too many to try in a test
        Attacker attacker(table, 22);
        attacker.try_from(0);
        for (std::size_t at = 0; at < kCells; ++at) {
            if (counts[at] == 0 || counts[at] >= kSmall) continue;
            INFO("round " << round << ", cell " << at);
            CHECK(attacker.largest[at] >= kSmall);
            ++hidden;
        }
    }
    CHECK(hidden > 20);
}

}  // namespace clarion::test
