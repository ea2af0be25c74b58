#include "adapters/identity/revocations.hpp"

#include <fstream>
#include <stdexcept>

namespace clarion::identity {

Revocations::Revocations(std::filesystem::path file) : file_(std::move(file)) {
    People people;
    std::ifstream stream(file_, std::ios::binary);
    for (std::string line; std::getline(stream, line);) {
        if (!line.empty()) people.insert(core::PersonId{line});
    }
    const bool is_there = std::filesystem::exists(file_);
    if (is_there && !stream.eof()) throw std::runtime_error(file_.string() + ": cannot be read");
    people_ = std::make_shared<const People>(std::move(people));
}

bool Revocations::has(const core::PersonId& person) const {
    return people_.load()->contains(person);
}

std::vector<core::PersonId> Revocations::all() const {
    const auto people = people_.load();
    return {people->begin(), people->end()};
}

std::vector<core::PersonId> Revocations::take(const std::vector<core::PersonId>& all) {
    const auto before = people_.load();
    People people(all.begin(), all.end());
    std::vector<core::PersonId> fresh;
    for (const core::PersonId& person : people)
        if (!before->contains(person)) fresh.push_back(person);
    if (people != *before) keep(std::move(people));
    return fresh;
}

bool Revocations::add(const core::PersonId& person) {
    People people = *people_.load();
    if (person.text.find('\n') != std::string::npos) {
        throw std::runtime_error("a person's id is one line");
    }
    if (!people.insert(person).second) return false;
    keep(std::move(people));
    return true;
}

bool Revocations::remove(const core::PersonId& person) {
    People people = *people_.load();
    if (people.erase(person) == 0) return false;
    keep(std::move(people));
    return true;
}

// A new file beside the old one takes its place, so that there is always a whole one.
void Revocations::keep(People people) {
    if (file_.empty()) {
        people_ = std::make_shared<const People>(std::move(people));
        return;
    }
    const std::filesystem::path made = file_.string() + ".new";
    {
        std::ofstream stream(made, std::ios::binary | std::ios::trunc);
        for (const core::PersonId& person : people)
            stream << person.text << '\n';
        stream.flush();
        if (!stream) throw std::runtime_error(made.string() + ": cannot be written");
    }
    std::filesystem::permissions(
        made, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write
    );
    std::filesystem::rename(made, file_);
    people_ = std::make_shared<const People>(std::move(people));
}

}  // namespace clarion::identity
