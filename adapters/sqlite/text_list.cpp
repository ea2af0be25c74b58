#include "adapters/sqlite/text_list.hpp"

#include "engine/core/json.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::sqlite {

namespace json = core::json;

std::string write_text_list(const std::vector<std::string>& texts) {
    return json::serialize(json::value_from(texts));
}

std::vector<std::string> read_text_list(const std::string& stored) {
    boost::system::error_code error;
    const json::value value = json::parse(stored, error);
    if (error || !value.is_array()) throw ports::IntegrityBroken("a stored list is not a list");
    std::vector<std::string> texts;
    for (const json::value& text : value.get_array()) {
        if (!text.is_string()) throw ports::IntegrityBroken("a stored list holds no text");
        texts.emplace_back(text.get_string());
    }
    return texts;
}

}  // namespace clarion::sqlite
