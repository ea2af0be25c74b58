#include "adapters/identity/staff_sessions.hpp"

#include <algorithm>

#include "engine/ports/bytes.hpp"

namespace clarion::identity {

StaffSessions::StaffSessions(
    ports::IdSource& ids, const ports::Clock& clock, core::Sha256 sha256, std::size_t most
)
    : ids_(ids), clock_(clock), sha256_(std::move(sha256)), most_(most) {}

core::Digest StaffSessions::key_of(std::string_view cookie) const {
    return sha256_({ports::view_of("clarion staff session\n"), ports::view_of(cookie)});
}

bool StaffSessions::is_alive(const Session& session) const {
    const core::Instant now = clock_.now();
    const core::Instant seen{core::Instant::duration(session.seen.load())};
    return now - session.began <= session.life_max && now - seen <= kIdleMax;
}

void StaffSessions::change(const std::function<void(Table&)>& change) {
    auto before = table_.load();
    for (;;) {
        auto after = std::make_shared<Table>(*before);
        change(*after);
        if (table_.compare_exchange_weak(before, std::move(after))) return;
    }
}

// An idle session authenticates nobody, but its family is kept while it could have lasted.
void StaffSessions::make_room(Table& table) const {
    const core::Instant now = clock_.now();
    std::erase_if(table, [now](const auto& row) {
        return now - row.second->began > kSessionLifeMax;
    });
    if (table.size() < most_) return;
    table.erase(std::min_element(
        table.begin(),
        table.end(),
        [](const auto& left, const auto& right) {
            return left.second->seen.load() < right.second->seen.load();
        }
    ));
}

ports::Secret StaffSessions::open(Opening opening) {
    const core::Principal& person = opening.person;
    const core::Instant now = clock_.now();
    const core::Digest old_key = key_of(opening.before);
    const auto table = table_.load();
    const auto old = table->find(old_key);
    const bool is_same_person = old != table->end() &&
                                old->second->person.person == person.person &&
                                old->second->person.subject == person.subject &&
                                now - old->second->began <= kSessionLifeMax;
    auto made = std::make_shared<Session>();
    made->family = is_same_person ? old->second->family : ids_.new_token();
    made->person = std::move(opening.person);
    made->provider_session = std::move(opening.provider_session);
    made->began = now;
    made->life_max = opening.life_max;
    made->seen = now.time_since_epoch().count();
    ports::Secret cookie(ids_.new_token() + "." + made->family);
    change([&](Table& rows) {
        rows.erase(old_key);
        make_room(rows);
        rows[key_of(cookie.reveal())] = made;
    });
    return cookie;
}

std::optional<core::Principal> StaffSessions::by_cookie(std::string_view cookie) const {
    const auto table = table_.load();
    const auto row = table->find(key_of(cookie));
    if (row == table->end() || !is_alive(*row->second)) return std::nullopt;
    row->second->seen = clock_.now().time_since_epoch().count();
    return row->second->person;
}

std::optional<core::Principal> StaffSessions::close(std::string_view cookie) {
    const core::Digest key = key_of(cookie);
    const auto table = table_.load();
    const auto row = table->find(key);
    if (row == table->end()) return std::nullopt;
    change([&key](Table& rows) { rows.erase(key); });
    return row->second->person;
}

std::vector<core::Principal> StaffSessions::close_all(
    std::string_view issuer,
    std::string_view subject,
    std::string_view provider_session,
    core::Instant until
) {
    std::vector<core::Principal> people;
    change([&](Table& rows) {
        people.clear();
        std::erase_if(rows, [&](const auto& row) {
            const Session& session = *row.second;
            const bool is_theirs =
                session.person.issuer == issuer &&
                (provider_session.empty()
                     ? session.person.subject == subject && session.began <= until
                     : session.provider_session == provider_session);
            if (is_theirs) people.push_back(session.person);
            return is_theirs;
        });
    });
    return people;
}

std::size_t StaffSessions::close_person(const core::PersonId& person) {
    std::size_t count = 0;
    change([&](Table& rows) {
        count = std::erase_if(rows, [&](const auto& row) {
            return row.second->person.person == person;
        });
    });
    return count;
}

std::vector<core::Principal> StaffSessions::close_issuer(std::string_view issuer) {
    std::vector<core::Principal> people;
    change([&](Table& rows) {
        people.clear();
        std::erase_if(rows, [&](const auto& row) {
            const core::Principal& person = row.second->person;
            if (person.issuer != issuer || person.method == core::SignInMethod::emergency)
                return false;
            people.push_back(person);
            return true;
        });
    });
    return people;
}

}  // namespace clarion::identity
