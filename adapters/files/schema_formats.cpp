#include <re2/re2.h>

#include <chrono>

#include "adapters/files/schema.hpp"
#include "adapters/files/telephone.hpp"
#include "engine/core/time/instant.hpp"

namespace clarion::files {

namespace {

bool is_date(std::string_view text) {
    static const re2::RE2 kShape(R"((\d{4})-(\d{2})-(\d{2}))");
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    if (!re2::RE2::FullMatch(
            re2::StringPiece(text.data(), text.size()), kShape, &year, &month, &day
        )) {
        return false;
    }
    // A year outside these was mistyped, whatever the date is of.
    constexpr int kYearMin = 1800;
    constexpr int kYearMax = 2199;
    if (year < kYearMin || year > kYearMax) return false;
    return std::chrono::year_month_day(
               std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)
    )
        .ok();
}

bool matches(const re2::RE2& shape, std::string_view text) {
    return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), shape);
}

}  // namespace

bool has_format(Format format, std::string_view text, const Surroundings& surroundings) {
    static const re2::RE2 kEmail(R"([^\s@<>(),;:"\\]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+)");
    static const re2::RE2 kUuid(R"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})");
    constexpr std::size_t kEmailMax = 254;  // RFC 5321 4.5.3.1
    switch (format) {
        case Format::none:
            return true;
        case Format::date:
            return is_date(text);
        case Format::date_time:
            return core::parse_rfc3339(text).has_value();
        case Format::email:
            return text.size() <= kEmailMax && matches(kEmail, text);
        case Format::telephone:
            return could_be_telephone(text, surroundings.telephone_region);
        case Format::postcode:
            return core::could_be_postcode(text, surroundings.postcodes);
        case Format::uuid:
            return matches(kUuid, text);
    }
    return false;
}

}  // namespace clarion::files
