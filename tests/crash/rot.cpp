// One bit of a store's files is another one, anywhere (assurance F8): the store is refused, a check
// tells, or nobody can read anything else than before.
#include <doctest/doctest.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "engine/ports/failures.hpp"
#include "tests/crash/case_life.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/temporary_folder.hpp"

namespace clarion::test {

namespace {

namespace fs = std::filesystem;

// Column: value; table: rows.
using Row = std::map<std::string, std::string>;
using Tables = std::map<std::string, std::vector<Row>>;

std::string value_of(sqlite3_stmt* row, int column) {
    const auto* text = static_cast<const char*>(sqlite3_column_blob(row, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(row, column));
    return std::to_string(sqlite3_column_type(row, column)) +
           (text == nullptr ? std::string() : std::string(text, size));
}

std::vector<Row> rows_of(sqlite3* database, const std::string& query) {
    std::vector<Row> rows;
    sqlite3_stmt* statement = nullptr;
    REQUIRE(sqlite3_prepare_v2(database, query.c_str(), -1, &statement, nullptr) == SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        Row row;
        for (int column = 0; column < sqlite3_column_count(statement); ++column)
            row[sqlite3_column_name(statement, column)] = value_of(statement, column);
        rows.push_back(std::move(row));
    }
    sqlite3_finalize(statement);
    return rows;
}

// All rows of it. The words of the schema, comments among them, are no row: one that SQLite still
// understands and that gives the same rows changes nothing that is stored.
Tables read_everything(const std::string& path) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
    Tables tables;
    for (Row& table : rows_of(database, "SELECT name FROM sqlite_master WHERE type = 'table'")) {
        const std::string name = table["name"].substr(1);
        tables[name] = rows_of(database, "SELECT * FROM \"" + name + "\"");
    }
    sqlite3_close(database);
    return tables;
}

// "table.column" of all that differs; "table" where there are more or fewer rows.
std::set<std::string> differences(const Tables& before, const Tables& now) {
    std::set<std::string> found;
    for (const auto& [name, rows] : before) {
        const auto other = now.find(name);
        if (other == now.end() || other->second.size() != rows.size()) {
            found.insert(name);
            continue;
        }
        for (std::size_t at = 0; at < rows.size(); ++at) {
            for (const auto& [column, value] : rows[at]) {
                const auto same = other->second[at].find(column);
                const bool is_same = same != other->second[at].end() && same->second == value;
                if (!is_same) found.insert(name + "." + column);
            }
        }
    }
    return found;
}

// Said in tests/README.md, row 8. A bit of it is counted by itself.
bool is_held_against_nothing(const std::string& what) {
    constexpr std::array<std::string_view, 11> kStarts{
        "alerts.",
        "checkpoints.",
        "colleagues.",
        "list_counts.",
        "outbox.attempts",
        "outbox.not_before",
        "retention.erase_after",
        "retention.holds",
        "retention.kept_in",
        "retention.review_due",
        "retention.reviews"};
    return std::any_of(kStarts.begin(), kStarts.end(), [&what](std::string_view start) {
        return what.starts_with(start);
    });
}

// Cases in every part of their lives; their clock goes on.
void live(const std::string& folder, LifeSoFar& life, std::size_t acts) {
    Program program(folder, life, open_in(folder));
    for (const LifeAct& act : life_of_a_case()) {
        if (acts-- == 0) return;
        life.clock.advance(act.after);
        const std::string said = act.run(program);
        const std::string name = act.name;
        CAPTURE(name);
        REQUIRE_MESSAGE(said.starts_with("ok"), said);
        if (name == "intake")
            life.reference = core::json::parse(said.substr(3)).at("reference").as_string();
    }
}

class RottingStore {
public:
    RottingStore() {
        make_keys(kept_.file(""));
        // Erased, closed, held, about to be erased; and while agencies are asked, while something
        // waits to be sent, while it waits to be compared.
        constexpr std::array<std::size_t, 7> kActs{18, 12, 14, 17, 8, 5, 1};
        for (const std::size_t acts : kActs) {
            life_.name = std::to_string(acts) + "-";
            live(kept_.file(""), life_, acts);
        }
        // The last of them are in a WAL, as a program that was killed leaves it.
        Program program(kept_.file(""), life_, open_in(kept_.file("")));
        life_.name = "late-";
        for (const LifeAct& act : life_of_a_case()) {
            if (act.name == std::string("research")) break;
            life_.clock.advance(act.after);
            const std::string said = act.run(program);
            if (act.name == std::string("intake"))
                life_.reference = core::json::parse(said.substr(3)).at("reference").as_string();
        }
        entries_ = program.entries();
        copy_folder(kept_.file(""), killed_.file("it"));
        before_ = read_everything(copy_of(killed_.file("it")));
        REQUIRE(fs::file_size(killed_.file("it/clarion.db-wal")) > 0);
        (void)copy_of(killed_.file("it"));
        const std::string wrong = what_is_found(scratch_.file("it"));
        REQUIRE_MESSAGE(wrong.empty(), wrong);
    }

    void rot(std::mt19937_64& random) {
        const TemporaryFolder folder;
        const std::string path = folder.file("it");
        copy_folder(killed_.file("it"), path);
        const auto in_database = fs::file_size(path + "/clarion.db");
        const auto all = in_database + fs::file_size(path + "/clarion.db-wal");
        std::uint64_t at = random() % all;
        const bool is_wal = at >= in_database;
        if (is_wal) at -= in_database;
        flip(path + (is_wal ? "/clarion.db-wal" : "/clarion.db"), at, random() % 8);
        const TemporaryFolder untouched;
        copy_folder(path, untouched.file("it"));
        if (!what_is_found(path).empty()) {
            ++detected_;
            return;
        }
        const auto changed = differences(before_, read_everything(untouched.file("it/clarion.db")));
        if (changed.empty()) {
            ++harmless_;
            return;
        }
        const bool is_known = std::all_of(changed.begin(), changed.end(), is_held_against_nothing);
        ++(is_known ? unheld_ : silent_);
        for (const std::string& what : changed)
            ++columns_[what];
    }

    [[nodiscard]] int detected() const { return detected_; }
    [[nodiscard]] int harmless() const { return harmless_; }
    [[nodiscard]] int unheld() const { return unheld_; }
    [[nodiscard]] int silent() const { return silent_; }
    [[nodiscard]] const std::map<std::string, int>& columns() const { return columns_; }

private:
    static void flip(const std::string& path, std::uint64_t at, std::uint64_t bit) {
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(static_cast<std::streamoff>(at));
        const auto byte = static_cast<unsigned>(file.get()) ^ (1U << bit);
        file.seekp(static_cast<std::streamoff>(at));
        file.put(static_cast<char>(byte));
    }

    std::string copy_of(const std::string& folder) {
        fs::remove_all(scratch_.file("it"));
        copy_folder(folder, scratch_.file("it"));
        return scratch_.file("it/clarion.db");
    }

    // Why it is refused, or what is wrong with it; empty: nobody knows of anything.
    std::string what_is_found(const std::string& folder) {
        LifeSoFar life = life_;
        try {
            Program program(folder, life, open_in(folder));
            // A signer keeps how large the log was, and signs no smaller one.
            if (program.entries() < entries_) return "less than was signed";
            return program.what_is_wrong();
        } catch (const ports::IntegrityBroken& broken) {
            return broken.what();
        } catch (const ports::StoreUnavailable& unavailable) {
            return unavailable.what();
        }
    }

    TemporaryFolder kept_;
    TemporaryFolder killed_;
    TemporaryFolder scratch_;
    LifeSoFar life_;
    Tables before_;
    std::uint64_t entries_ = 0;
    int detected_ = 0;
    int harmless_ = 0;
    int unheld_ = 0;
    int silent_ = 0;
    std::map<std::string, int> columns_;
};

}  // namespace

TEST_CASE("rot: one bit anywhere in a store's files is found, or changes nothing") {
    const int rotation = rounds_wanted("CLARION_ROTATION", 1);
    std::mt19937_64 random(static_cast<std::uint64_t>(rotation));
    RottingStore store;
    const int bits = rounds_wanted("CLARION_ROTTEN_BITS", 200);

    for (int bit = 0; bit < bits; ++bit)
        store.rot(random);

    std::string said;
    for (const auto& [column, count] : store.columns())
        said += "\n  " + column + ": " + std::to_string(count);
    MESSAGE(
        bits << " bits, CLARION_ROTATION=" << rotation << ": " << store.detected() << " found, "
             << store.harmless() << " harmless, " << store.unheld() << " where nothing is held, "
             << store.silent() << " silent" << said
    );
    CHECK(store.detected() > 0);
    CHECK(store.silent() == 0);
}

}  // namespace clarion::test
