#include "adapters/sql/text_list.hpp"

#include "engine/core/ensure.hpp"

namespace clarion::sql {

std::string write_text_list(const std::vector<std::string>& texts) {
    std::string lines;
    for (const std::string& text : texts) {
        const bool is_name = !text.empty() && text.find('\n') == std::string::npos;
        core::ensure(is_name, "a name in a list is one line");
        lines += text;
        lines += '\n';
    }
    return lines;
}

std::vector<std::string> read_text_list(const std::string& stored) {
    std::vector<std::string> texts;
    std::size_t from = 0;
    for (auto end = stored.find('\n'); end != std::string::npos; end = stored.find('\n', from)) {
        texts.push_back(stored.substr(from, end - from));
        from = end + 1;
    }
    return texts;
}

}  // namespace clarion::sql
