// Story: a run of small acts on a store, and what must be true of them whatever the disk does.
//
// Each act is one batch that writes to every table a step writes to. The teller keeps notes of what
// was acknowledged, repeats what was not with the same key, and opens the store again where it
// asks for that.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "adapters/sqlite/store.hpp"

namespace clarion::test {

class Story {
public:
    Story(std::string path, std::string vfs);

    // Goes through all acts; faults may strike at any point. Never throws for what a broken disk
    // may cause, and fails the test for anything else.
    void tell(int acts);
    // As though the program had ended; the disk may have been cut off before.
    void close() { store_.reset(); }
    // Requires a healthy disk: opens, repeats what was not acknowledged, and holds every rule.
    void check_all(int acts);
    // Requires a healthy disk: what was acknowledged is there, what was not is there wholly or not.
    void check_acknowledged(int acts);

    [[nodiscard]] int acknowledged() const { return static_cast<int>(acknowledged_.size()); }

private:
    void try_act(int number);
    void act(int number);
    [[nodiscard]] bool is_open_or_opens();
    void check_whole(int number);

    std::string path_;
    std::string vfs_;
    std::unique_ptr<sql::Store> store_;
    std::map<int, std::string> acknowledged_;  // number of the act, and its answer
};

}  // namespace clarion::test
