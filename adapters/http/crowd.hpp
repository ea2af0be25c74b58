// Crowd: the connections that one listener has on one loop, by what they do, oldest first, in all
// and for each network. It says who goes when there is no more room.
//
// Ownership: its lists own the sessions; pending operations keep them alive a little longer.
// Threads:   the loop's own.
// Limits:    every operation takes the same time, however many there are.
#pragma once

#include <array>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace clarion::http {

class Session;

enum class Doing {
    idle,      // nothing of a request has come
    arriving,  // a handshake, or a part of a request
    served,    // a request is answered, or the connection ends
};

class Crowd {
public:
    using Everybody = std::list<std::shared_ptr<Session>>;
    using Neighbours = std::list<Session*>;
    struct Network {
        std::array<Neighbours, 3> doing;
        std::size_t count = 0;
    };
    using Networks = std::unordered_map<std::string, Network>;
    // Where a session stands; kept in the session.
    struct Place {
        Doing doing = Doing::arriving;
        Everybody::iterator in_all;
        Networks::value_type* network = nullptr;
        Neighbours::iterator in_network;
    };

    void add(const std::shared_ptr<Session>& session, const std::string& network);
    void remove(Session& session);
    void set_doing(Session& session, Doing doing);

    // Who has been idle for longest, or, when nobody is, who has been arriving for longest; null:
    // all are served.
    [[nodiscard]] Session* first_to_go() const;
    [[nodiscard]] Session* first_to_go(const std::string& network) const;
    [[nodiscard]] std::size_t count(const std::string& network) const;
    [[nodiscard]] bool is_empty() const;

    // `visit` may take the session off the lists.
    void visit_each(const std::function<void(Session&)>& visit);

private:
    std::array<Everybody, 3> all_;
    Networks networks_;
};

}  // namespace clarion::http
