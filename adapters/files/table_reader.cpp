#include "adapters/files/table_reader.hpp"

#include "adapters/files/file_set.hpp"

namespace clarion::files {

TableReader& TableReader::text(std::string key, std::string& into) {
    return on(std::move(key), "text", [&into](const toml::node& node) {
        const auto value = node.value_exact<std::string>();
        return value ? (into = *value, true) : false;
    });
}

TableReader& TableReader::texts(std::string key, std::vector<std::string>& into) {
    return on(std::move(key), "a list of texts", [&into](const toml::node& node) {
        const auto* list = node.as_array();
        if (list == nullptr) return false;
        into.clear();
        for (const toml::node& each : *list) {
            const auto value = each.value_exact<std::string>();
            if (!value) return false;
            into.push_back(*value);
        }
        return true;
    });
}

TableReader& TableReader::text_map(
    std::string key, std::map<std::string, std::string, std::less<>>& into
) {
    return on(std::move(key), "a table of texts", [&into](const toml::node& node) {
        const auto* rows = node.as_table();
        if (rows == nullptr) return false;
        for (const auto& [name, each] : *rows) {
            const auto value = each.value_exact<std::string>();
            if (!value) return false;
            into.emplace(name.str(), *value);
        }
        return true;
    });
}

TableReader& TableReader::path(std::string key, std::filesystem::path& into) {
    return on(std::move(key), "a path", [&into](const toml::node& node) {
        const auto value = node.value_exact<std::string>();
        return value ? (into = *value, true) : false;
    });
}

TableReader& TableReader::flag(std::string key, bool& into) {
    return on(std::move(key), "true or false", [&into](const toml::node& node) {
        const auto value = node.value_exact<bool>();
        return value ? (into = *value, true) : false;
    });
}

TableReader& TableReader::number(std::string key, int& into, int least, int most) {
    return on(
        std::move(key),
        "a whole number in range",
        [&into, least, most](const toml::node& node) {
            const auto value = node.value_exact<std::int64_t>();
            if (!value || *value < least || *value > most) return false;
            into = static_cast<int>(*value);
            return true;
        }
    );
}

TableReader& TableReader::table(std::string key, std::function<void(const toml::table&)> read) {
    return on(std::move(key), "a table", [read = std::move(read)](const toml::node& node) {
        return node.is_table() ? (read(*node.as_table()), true) : false;
    });
}

TableReader& TableReader::tables(std::string key, std::function<void(const toml::table&)> read) {
    std::string wanted = "written as [[" + key + "]]";
    return on(std::move(key), std::move(wanted), [read = std::move(read)](const toml::node& node) {
        const auto* list = node.as_array();
        if (list == nullptr || !list->is_homogeneous<toml::table>()) return false;
        for (const toml::node& each : *list)
            read(*each.as_table());
        return true;
    });
}

void TableReader::read(const toml::table& source) const {
    for (const auto& [key, node] : source) {
        const auto found = readers_.find(key.str());
        if (found == readers_.end()) {
            refuse(node, std::string(key.str()), "is not a setting; known here: " + known());
        }
        if (!found->second.read(node)) {
            refuse(node, std::string(key.str()), "must be " + found->second.wanted);
        }
    }
}

TableReader& TableReader::on(
    std::string key, std::string wanted, std::function<bool(const toml::node&)> read
) {
    readers_.emplace(std::move(key), Entry{std::move(wanted), std::move(read)});
    return *this;
}

void TableReader::refuse(const toml::node& node, const std::string& key, const std::string& why)
    const {
    throw FileProblem(
        file_ + ":" + std::to_string(node.source().begin.line) + ": " + name_ + key + " " + why
    );
}

std::string TableReader::known() const {
    std::string names;
    for (const auto& entry : readers_)
        names += (names.empty() ? "" : ", ") + entry.first;
    return names;
}

}  // namespace clarion::files
