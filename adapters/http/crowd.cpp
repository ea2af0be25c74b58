#include "adapters/http/crowd.hpp"

#include <algorithm>

#include "adapters/http/loop.hpp"

namespace clarion::http {

namespace {

constexpr std::array kInTheirOrder{Doing::idle, Doing::arriving};

std::size_t index_of(Doing doing) {
    return static_cast<std::size_t>(doing);
}

}  // namespace

void Crowd::add(const std::shared_ptr<Session>& session, const std::string& network) {
    Place& place = session->place;
    place.doing = Doing::arriving;
    Everybody& all = all_.at(index_of(place.doing));
    place.in_all = all.insert(all.end(), session);
    place.network = &*networks_.try_emplace(network).first;
    Neighbours& near = place.network->second.doing.at(index_of(place.doing));
    place.in_network = near.insert(near.end(), session.get());
    ++place.network->second.count;
}

void Crowd::remove(Session& session) {
    const Place place = session.place;
    Network& network = place.network->second;
    network.doing.at(index_of(place.doing)).erase(place.in_network);
    if (--network.count == 0) networks_.erase(networks_.find(place.network->first));
    all_.at(index_of(place.doing)).erase(place.in_all);  // last: it may be the end of the session
}

void Crowd::set_doing(Session& session, Doing doing) {
    Place& place = session.place;
    if (place.doing == doing) return;
    const std::size_t from = index_of(place.doing);
    const std::size_t to = index_of(doing);
    auto& near = place.network->second.doing;
    near.at(to).splice(near.at(to).end(), near.at(from), place.in_network);
    all_.at(to).splice(all_.at(to).end(), all_.at(from), place.in_all);
    place.doing = doing;
}

Session* Crowd::first_to_go() const {
    for (const Doing doing : kInTheirOrder) {
        const Everybody& all = all_.at(index_of(doing));
        if (!all.empty()) return all.front().get();
    }
    return nullptr;
}

Session* Crowd::first_to_go(const std::string& network) const {
    const auto found = networks_.find(network);
    if (found == networks_.end()) return nullptr;
    for (const Doing doing : kInTheirOrder) {
        const Neighbours& near = found->second.doing.at(index_of(doing));
        if (!near.empty()) return near.front();
    }
    return nullptr;
}

std::size_t Crowd::count(const std::string& network) const {
    const auto found = networks_.find(network);
    return found == networks_.end() ? 0 : found->second.count;
}

bool Crowd::is_empty() const {
    return std::all_of(all_.begin(), all_.end(), [](const Everybody& all) { return all.empty(); });
}

void Crowd::visit_each(const std::function<void(Session&)>& visit) {
    for (Everybody& all : all_) {
        for (auto at = all.begin(); at != all.end();) {
            const auto session = *at;
            ++at;
            visit(*session);
        }
    }
}

}  // namespace clarion::http
