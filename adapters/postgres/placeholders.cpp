#include "adapters/postgres/placeholders.hpp"

#include <algorithm>

namespace clarion::postgres {

namespace {

constexpr std::string_view kHint = " INDEXED BY ";

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

}  // namespace

std::string for_postgres(std::string_view sql) {
    std::string translated;
    int place = 0;
    while (!sql.empty()) {
        if (sql.starts_with(kHint)) {
            sql.remove_prefix(kHint.size());
            sql.remove_prefix(std::min(sql.find(' '), sql.size()));
            continue;
        }
        const char letter = sql.front();
        sql.remove_prefix(1);
        translated += letter == '?' ? '$' : letter;
        const bool has_number = !sql.empty() && is_digit(sql.front());
        if (letter == '?' && !has_number) translated += std::to_string(++place);
    }
    return translated;
}

}  // namespace clarion::postgres
