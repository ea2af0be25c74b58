#include "adapters/files/fund_areas.hpp"

#include <re2/re2.h>

#include <charconv>
#include <optional>
#include <set>

namespace clarion::files {

namespace json = core::json;

namespace {

constexpr std::size_t kRowsMax = 10'000;

// One record of RFC 4180 from the front of `rest`; empty when a quotation mark does not close or
// stands where none may.
std::optional<std::vector<std::string>> take_record(std::string_view& rest) {
    std::vector<std::string> fields(1);
    bool is_quoted = false;
    bool was_quoted = false;
    while (!rest.empty()) {
        const char letter = rest.front();
        rest.remove_prefix(1);
        if (is_quoted && letter == '"' && rest.starts_with('"')) {
            fields.back() += '"';
            rest.remove_prefix(1);
        } else if (is_quoted && letter == '"') {
            is_quoted = false;
            was_quoted = true;
        } else if (is_quoted) {
            fields.back() += letter;
        } else if (letter == '"') {
            if (was_quoted || !fields.back().empty()) return std::nullopt;
            is_quoted = true;
        } else if (letter == ',') {
            fields.emplace_back();
            was_quoted = false;
        } else if (letter == '\n') {
            return fields;
        } else if (letter != '\r') {
            if (was_quoted) return std::nullopt;
            fields.back() += letter;
        }
    }
    if (is_quoted) return std::nullopt;
    return fields;
}

std::optional<std::int64_t> pounds_in(const std::string& written) {
    static const re2::RE2 kAmount(R"([0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})");
    if (!re2::RE2::FullMatch(written, kAmount)) return std::nullopt;
    std::string digits;
    for (const char letter : written) {
        if (letter != ',') digits += letter;
    }
    std::int64_t pounds = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), pounds);
    return pounds;
}

std::string id_of(const std::string& title) {
    std::string id;
    for (const char letter : title) {
        const bool is_capital = letter >= 'A' && letter <= 'Z';
        const bool is_plain = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
        if (is_capital) {
            id += static_cast<char>(letter - 'A' + 'a');
        } else if (is_plain) {
            id += letter;
        } else if (!id.empty() && id.back() != '_') {
            id += '_';
        }
    }
    return id;
}

// What is wrong with a row; empty when it was taken.
std::string take_row(
    const std::vector<std::string>& fields, std::set<std::string>& ids, FundTable& table
) {
    if (fields.size() != 2) return "has " + std::to_string(fields.size()) + " columns, not 2";
    const std::string& title = fields[0];
    if (title.empty()) return "names no area";
    const auto pounds = pounds_in(fields[1]);
    if (!pounds) {
        return title + ": '" + fields[1] + "' is no amount in whole pounds, with or without " +
               "groups of three";
    }
    FundArea area{.id = id_of(title), .title = title, .amount_gbp = *pounds};
    if (!ids.insert(area.id).second) return title + " is there twice";
    table.areas.push_back(std::move(area));
    return {};
}

}  // namespace

FundTable read_fund_areas(std::string_view csv) {
    FundTable table;
    std::set<std::string> ids;
    const auto heading = take_record(csv);
    const std::vector<std::string> wanted{"area", "amount_gbp_as_published"};
    if (!heading || *heading != wanted) {
        table.bad.push_back({1, "the heading must be area,amount_gbp_as_published"});
        return table;
    }
    for (std::size_t row = 2; !csv.empty(); ++row) {
        if (row > kRowsMax) {
            table.bad.push_back({row, "more than " + std::to_string(kRowsMax) + " rows"});
            return table;
        }
        const auto fields = take_record(csv);
        if (!fields) {
            // Where the next row begins is not known any more.
            table.bad.push_back({row, "a quotation mark is not closed, or stands inside a value"});
            return table;
        }
        std::string reason = take_row(*fields, ids, table);
        if (!reason.empty()) table.bad.push_back({row, std::move(reason)});
    }
    return table;
}

json::object fund_catalogue(const FundTable& table, std::string_view source) {
    json::array areas;
    for (const FundArea& area : table.areas) {
        areas.push_back(json::object{
            {"id", area.id}, {"title", area.title}, {"perpetrator_fund_gbp", area.amount_gbp}});
    }
    return {
        {"title", "Police force areas named in the fund list"},
        {"source", source},
        {"areas", std::move(areas)},
    };
}

}  // namespace clarion::files
