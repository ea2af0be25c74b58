// TableReader: reads one table of the configuration strictly: each key by its reader, anything else
// refused with its line.
//
// Failure: throws FileProblem: file, line, key, and what would be right.
#pragma once

#include <toml++/toml.h>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace clarion::files {

class TableReader {
public:
    // `name` is what stands before each key in a complaint, such as `listen.`.
    TableReader(std::string file, std::string name)
        : file_(std::move(file)), name_(std::move(name)) {}

    TableReader& text(std::string key, std::string& into);
    TableReader& texts(std::string key, std::vector<std::string>& into);
    // Text to text, each key as it comes.
    TableReader& text_map(std::string key, std::map<std::string, std::string, std::less<>>& into);
    TableReader& path(std::string key, std::filesystem::path& into);
    TableReader& flag(std::string key, bool& into);
    TableReader& number(std::string key, int& into, int least, int most);
    TableReader& table(std::string key, std::function<void(const toml::table&)> read);
    TableReader& tables(std::string key, std::function<void(const toml::table&)> read);

    void read(const toml::table& source) const;

private:
    struct Entry {
        std::string wanted;
        std::function<bool(const toml::node&)> read;
    };

    TableReader& on(
        std::string key, std::string wanted, std::function<bool(const toml::node&)> read
    );
    [[noreturn]] void refuse(const toml::node& node, const std::string& key, const std::string& why)
        const;
    [[nodiscard]] std::string known() const;

    std::string file_;
    std::string name_;
    std::map<std::string, Entry, std::less<>> readers_;
};

}  // namespace clarion::files
