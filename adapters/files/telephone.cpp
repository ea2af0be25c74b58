#include "adapters/files/telephone.hpp"

#include <phonenumbers/logger.h>
#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <cstdint>
#include <string>

namespace clarion::files {

namespace {

namespace phone = i18n::phonenumbers;

// The library would write numbers it cannot read to standard output, which may be somebody's log.
const phone::PhoneNumberUtil& numbering() {
    static const phone::PhoneNumberUtil& kNumbering = []() -> const phone::PhoneNumberUtil& {
        phone::PhoneNumberUtil* made = phone::PhoneNumberUtil::GetInstance();
        made->SetLogger(new phone::NullLogger());  // it takes ownership
        return *made;
    }();
    return kNumbering;
}

bool has_digits_enough(std::string_view text) {
    constexpr auto kDigitsMin = 6;
    constexpr auto kDigitsMax = 15;  // ITU-T E.164
    const auto digits = std::count_if(text.begin(), text.end(), [](char letter) {
        return letter >= '0' && letter <= '9';
    });
    const bool is_plain = text.find_first_not_of("+0123456789 ()./-") == std::string_view::npos;
    return is_plain && digits >= kDigitsMin && digits <= kDigitsMax;
}

}  // namespace

bool could_be_telephone(std::string_view text, std::string_view region) {
    if (region.empty() && !text.starts_with('+')) return has_digits_enough(text);
    phone::PhoneNumber number;
    const std::string where = region.empty() ? "ZZ" : std::string(region);
    const auto error = numbering().Parse(std::string(text), where, &number);
    if (error != phone::PhoneNumberUtil::NO_PARSING_ERROR) return false;
    const auto verdict = numbering().IsPossibleNumberWithReason(number);
    if (verdict == phone::PhoneNumberUtil::IS_POSSIBLE) return true;
    // Without the code of its town: the shortest that people have at home.
    constexpr std::uint64_t kLocalMin = 100'000;
    return verdict == phone::PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY &&
           number.national_number() >= kLocalMin;
}

bool is_telephone_region(std::string_view region) {
    return numbering().GetCountryCodeForRegion(std::string(region)) != 0;
}

}  // namespace clarion::files
