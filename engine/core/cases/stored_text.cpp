// The stored forms of events and snapshots. Frozen: text once written is read for ever.
#include <utility>

#include "engine/core/cases/event.hpp"
#include "engine/core/cases/process.hpp"
#include "engine/core/cases/snapshot.hpp"
#include "engine/core/json_text.hpp"

namespace clarion::core {

namespace {

constexpr std::size_t kEventBytesForeseen = 1024;
constexpr std::size_t kSnapshotBytesForeseen = 8 * 1024;

void append_texts(std::string& text, const std::vector<std::string>& list) {
    append_json_list(text, list, append_json_string);
}

void append_people(std::string& text, const std::vector<PersonId>& people) {
    append_json_list(text, people, [](std::string& into, const PersonId& person) {
        append_json_string(into, person.text);
    });
}

// Reads one stored object. The first thing that is wrong is kept; what follows reads as empty.
class Stored {
public:
    explicit Stored(std::string_view text) {
        boost::system::error_code error;
        value_ = json::parse(text, error);
        if (error || !value_.is_object()) {
            value_.emplace_object();
            complain("it is not a JSON object");
        }
    }

    const json::value& at(std::string_view key) {
        static const json::value nothing;
        if (const json::value* found = value_.get_object().if_contains(key)) return *found;
        complain(std::string(key) + " is missing");
        return nothing;
    }

    std::string text(std::string_view key) { return text_of(at(key), key); }

    std::string text_of(const json::value& value, std::string_view key) {
        if (const json::string* text = value.if_string()) return std::string(*text);
        complain(std::string(key) + " is not text");
        return {};
    }

    Instant instant(std::string_view key) { return instant_of(at(key), key); }

    Instant instant_of(const json::value& value, std::string_view key) {
        const auto instant = parse_rfc3339(text_of(value, key));
        if (!instant) complain(std::string(key) + " is not an instant");
        return instant.value_or(Instant());
    }

    std::uint64_t number(std::string_view key) {
        const json::value& value = at(key);
        if (value.is_int64() && value.get_int64() >= 0) {
            return static_cast<std::uint64_t>(value.get_int64());
        }
        if (value.is_uint64()) return value.get_uint64();
        complain(std::string(key) + " is not a number");
        return 0;
    }

    const json::object& object(std::string_view key) {
        static const json::object nothing;
        if (const json::object* object = at(key).if_object()) return *object;
        complain(std::string(key) + " is not an object");
        return nothing;
    }

    const json::array& array(std::string_view key) {
        static const json::array nothing;
        if (const json::array* array = at(key).if_array()) return *array;
        complain(std::string(key) + " is not a list");
        return nothing;
    }

    std::vector<std::string> texts(std::string_view key) {
        std::vector<std::string> list;
        for (const json::value& entry : array(key))
            list.push_back(text_of(entry, key));
        return list;
    }

    void complain(std::string what) {
        if (fault_.empty()) fault_ = std::move(what);
    }
    [[nodiscard]] const std::string& fault() const { return fault_; }

private:
    json::value value_;
    std::string fault_;
};

}  // namespace

std::string serialise(const CaseEvent& event) {
    std::string text;
    text.reserve(kEventBytesForeseen);
    ObjectText object(text);
    append_json_integer(object.member("sequence"), event.sequence);
    object.add("type", event.type);
    object.add("timer", event.timer);
    append_json(object.member("data"), event.data);
    append_json(object.member("actor"), event.actor);
    append_json_instant(object.member("at"), event.at);
    append_json_list(object.member("dues"), event.dues, append_json_instant);
    object.add("title", event.title);
    append_texts(object.member("entered"), event.entered);
    append_texts(object.member("left"), event.left);
    object.end();
    return text;
}

Result<CaseEvent, std::string> read_event(std::string_view stored) {
    Stored object(stored);
    CaseEvent event;
    event.sequence = object.number("sequence");
    event.type = object.text("type");
    event.timer = object.text("timer");
    event.data = object.object("data");
    event.actor = object.at("actor");
    event.at = object.instant("at");
    for (const json::value& due : object.array("dues")) {
        event.dues.push_back(object.instant_of(due, "dues"));
    }
    event.title = object.text("title");
    event.entered = object.texts("entered");
    event.left = object.texts("left");
    if (!object.fault().empty()) return failure("a stored event cannot be read: " + object.fault());
    return event;
}

std::string serialise(const Process& process, const CaseSnapshot& snapshot) {
    std::string text;
    text.reserve(kSnapshotBytesForeseen);
    ObjectText object(text);
    object.add("id", snapshot.id.text);
    object.add("reference", snapshot.reference.text);
    object.add("bundle", snapshot.bundle.text);
    append_json_integer(object.member("version"), snapshot.version);
    append_json_instant(object.member("received_at"), snapshot.received_at);
    append_json_instant(object.member("at"), snapshot.at);
    statechart::append_state(object.member("machine"), process.definition, snapshot.machine);
    ObjectText taken_by(object.member("taken_by"));
    for (const auto& [action, people] : snapshot.taken_by)
        append_people(taken_by.member(action), people);
    taken_by.end();
    ObjectText tasks_since(object.member("tasks_since"));
    for (const auto& [state, since] : snapshot.tasks_since)
        append_json_instant(tasks_since.member(process.definition.at(state).id), since);
    tasks_since.end();
    object.end();
    return text;
}

Result<CaseSnapshot, std::string> read_snapshot(const Process& process, std::string_view stored) {
    Stored object(stored);
    CaseSnapshot snapshot;
    snapshot.id.text = object.text("id");
    snapshot.reference.text = object.text("reference");
    snapshot.bundle.text = object.text("bundle");
    snapshot.version = object.number("version");
    snapshot.received_at = object.instant("received_at");
    snapshot.at = object.instant("at");
    auto machine = statechart::machine_from_json(process.definition, object.object("machine"));
    if (machine) {
        snapshot.machine = std::move(machine).value();
    } else {
        object.complain(machine.error());
    }
    for (const auto& [action, people] : object.object("taken_by")) {
        auto& list = snapshot.taken_by[std::string(action)];
        if (!people.is_array()) {
            object.complain("taken_by is not a list of people");
            continue;
        }
        for (const json::value& person : people.get_array()) {
            list.push_back(PersonId{object.text_of(person, "taken_by")});
        }
    }
    for (const auto& [id, since] : object.object("tasks_since")) {
        const auto state = process.definition.by_id.find(std::string_view(id));
        if (state == process.definition.by_id.end()) {
            object.complain("tasks_since names a state that the workflow lacks");
            continue;
        }
        snapshot.tasks_since[state->second] = object.instant_of(since, "tasks_since");
    }
    if (!object.fault().empty()) {
        return failure("a stored snapshot cannot be read: " + object.fault());
    }
    return snapshot;
}

}  // namespace clarion::core
