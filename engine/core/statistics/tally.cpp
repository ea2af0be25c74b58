#include "engine/core/statistics/tally.hpp"

#include <algorithm>
#include <bit>

namespace clarion::core::statistics {

namespace {

// One cell has one key, in whatever table it stands.
std::string key_of(const Where& where) {
    std::string key;
    for (const auto& [fact, values] : where) {
        key += fact;
        for (const std::string& value : values)
            key.append("\x1f").append(value);
        key += '\x1e';
    }
    return key;
}

constexpr std::size_t kBitsAWord = 64;

}  // namespace

Where with(Where where, const std::string& fact, const std::string& value) {
    where[fact] = {value};
    return where;
}

Tally::Tally(const StatisticsPlan& plan, std::span<const CaseFacts> cases)
    : plan_(plan), cases_(cases) {
    const std::size_t words = (cases.size() + kBitsAWord - 1) / kBitsAWord;
    for (std::size_t at = 0; at < cases.size(); ++at) {
        for (const auto& [fact, labels] : cases[at].labels) {
            for (const std::string& label : labels) {
                Bits& bits = holders_[fact][label];
                bits.resize(words);
                bits[at / kBitsAWord] |= std::uint64_t{1} << (at % kBitsAWord);
            }
        }
    }
}

Tally::Bits Tally::bits_of(const Where& where) const {
    const std::size_t words = (cases_.size() + kBitsAWord - 1) / kBitsAWord;
    Bits all(words, ~std::uint64_t{0});
    const std::size_t loose = words * kBitsAWord - cases_.size();
    if (loose > 0) all.back() >>= loose;
    for (const auto& [fact, values] : where) {
        Bits any(words, 0);
        const auto held = holders_.find(fact);
        for (const std::string& value : values) {
            if (held == holders_.end()) break;
            const auto bits = held->second.find(value);
            if (bits == held->second.end()) continue;
            for (std::size_t word = 0; word < words; ++word)
                any[word] |= bits->second[word];
        }
        for (std::size_t word = 0; word < words; ++word)
            all[word] &= any[word];
    }
    return all;
}

std::int64_t Tally::count_of(const Where& where) const {
    std::int64_t count = 0;
    for (const std::uint64_t word : bits_of(where))
        count += std::popcount(word);
    return count;
}

Where narrowed(Where in, const Where& of) {
    for (const auto& [fact, values] : of)
        in[fact] = values;
    return in;
}

std::vector<const CaseFacts*> Tally::fitting(const Where& where) const {
    const Bits bits = bits_of(where);
    std::vector<const CaseFacts*> found;
    for (std::size_t at = 0; at < cases_.size(); ++at) {
        if ((bits[at / kBitsAWord] >> (at % kBitsAWord) & 1U) != 0) found.push_back(&cases_[at]);
    }
    return found;
}

std::vector<std::string> Tally::values_of(const std::string& fact, const Where& where) const {
    std::vector<std::string> values;
    const auto planned = plan_.facts.find(fact);
    const bool has_bands = planned != plan_.facts.end() && !planned->second.bands.empty();
    if (has_bands) values = names_of(planned->second.bands);
    const auto held = holders_.find(fact);
    if (held == holders_.end()) return values;
    for (const auto& [value, bits] : held->second) {
        const bool is_there = std::find(values.begin(), values.end(), value) != values.end();
        if (!is_there && count_of(with(where, fact, value)) > 0) values.push_back(value);
    }
    return values;
}

bool Tally::is_many(const std::string& fact) const {
    const auto planned = plan_.facts.find(fact);
    return planned != plan_.facts.end() && planned->second.many;
}

CellIndex Tally::cell(const Where& where, bool told) {
    return cells_.add(key_of(where), count_of(where), told);
}

// One of several values: the counts of each add up to it.
void Tally::add_split(const Where& where) {
    for (const auto& [fact, values] : where) {
        if (values.size() < 2 || is_many(fact)) continue;
        std::vector<CellIndex> parts;
        for (const std::string& value : values)
            parts.push_back(cell(with(where, fact, value), false));
        cells_.add_sum(cell(where, false), std::move(parts));
    }
}

// The values of a fact add up to the whole, and those of a finer one to those of a coarser.
void Tally::add_sums(const Where& where, const std::string& fact) {
    if (is_many(fact)) return;
    std::vector<CellIndex> parts;
    for (const std::string& value : values_of(fact, where))
        parts.push_back(cell(with(where, fact, value)));
    cells_.add_sum(cell(where), parts);
    const auto planned = plan_.facts.find(fact);
    const std::string within = planned == plan_.facts.end() ? "" : planned->second.within;
    if (within.empty() || where.contains(within)) return;
    std::vector<CellIndex> coarse;
    for (const std::string& value : values_of(within, where)) {
        const Where inside = with(where, within, value);
        std::vector<CellIndex> fine;
        for (const std::string& part : values_of(fact, inside)) {
            const Where both = with(inside, fact, part);
            const Where alone = with(where, fact, part);
            const bool divides = count_of(both) == count_of(alone);
            fine.push_back(divides ? cell(alone) : cell(both, false));
        }
        const CellIndex whole = cell(inside, false);
        cells_.add_sum(whole, std::move(fine));
        coarse.push_back(whole);
    }
    cells_.add_sum(cell(where), std::move(coarse));
}

void Tally::count(const TablePlan& table) {
    add_split(table.where);
    add_sums(table.where, table.rows);
    for (const std::string& row : values_of(table.rows, table.where)) {
        const Where in_row = with(table.where, table.rows, row);
        (void)cell(in_row);
        if (!table.columns.empty()) add_sums(in_row, table.columns);
    }
    if (table.columns.empty()) return;
    add_sums(table.where, table.columns);
    for (const std::string& column : values_of(table.columns, table.where)) {
        const Where in_column = with(table.where, table.columns, column);
        (void)cell(in_column);
        add_sums(in_column, table.rows);
    }
}

void Tally::count(const Where& in, const Where& of) {
    const Where both = narrowed(in, of);
    add_split(in);
    add_split(both);
    const CellIndex whole = cell(in);
    const CellIndex part = cell(both);
    const std::int64_t left = cells_.count(whole) - cells_.count(part);
    const CellIndex rest = cells_.add(key_of(both) + "others", left, false);
    cells_.add_sum(whole, {part, rest});
}

std::optional<std::int64_t> Tally::told(const Where& where) {
    const CellIndex found = cell(where, false);
    return cells_.is_told(found) ? std::optional(cells_.count(found)) : std::nullopt;
}

json::value Tally::count_or_null(const Where& where) {
    const auto count = told(where);
    return count ? json::value(*count) : json::value(nullptr);
}

json::object Tally::written(const TablePlan& table) {
    json::array columns;
    if (!table.columns.empty()) {
        for (const std::string& value : values_of(table.columns, table.where)) {
            const Where where = with(table.where, table.columns, value);
            columns.push_back(json::object{{"value", value}, {"total", count_or_null(where)}});
        }
    }
    json::array rows;
    for (const std::string& value : values_of(table.rows, table.where)) {
        const Where in_row = with(table.where, table.rows, value);
        json::array counts;
        for (const json::value& column : columns) {
            const std::string named(column.at("value").as_string());
            counts.push_back(count_or_null(with(in_row, table.columns, named)));
        }
        rows.push_back(json::object{
            {"value", value}, {"total", count_or_null(in_row)}, {"counts", std::move(counts)}});
    }
    return {
        {"name", table.name},
        {"title", table.title},
        {"rows_are", table.rows},
        {"columns_are", table.columns.empty() ? json::value(nullptr) : json::value(table.columns)},
        {"total", count_or_null(table.where)},
        {"columns", std::move(columns)},
        {"rows", std::move(rows)},
    };
}

}  // namespace clarion::core::statistics
