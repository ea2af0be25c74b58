// The outside the dispatcher talks to: messages to people, and sources of checks.
//
// Threads: delivery thread only; slow is allowed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/core/time/instant.hpp"

namespace clarion::ports {

enum class DeliveryOutcome {
    done,        // the receiver has it
    later,       // try again: a passing fault
    impossible,  // never: wrong address, unknown template; a person must look
};

struct Delivery {
    DeliveryOutcome outcome = DeliveryOutcome::later;
    std::string reason;         // a code, never an address
    core::json::object answer;  // what comes back to the case, for checks
};

// A message of fixed words. Nothing else can be sent: there is no member for content.
struct FixedMessage {
    std::string key;  // stable; the receiver's Message-ID is made of it
    std::string way;  // email
    std::string address;
    std::string template_id;
    std::string language;  // en, cy
};

class Notifier {
public:
    virtual ~Notifier() = default;
    [[nodiscard]] virtual bool speaks(std::string_view way) const = 0;
    [[nodiscard]] virtual Delivery send(const FixedMessage& message) = 0;
};

struct CheckQuestion {
    std::string key;
    std::string system;
    core::json::object subject;  // names, dates, addresses to search by
};

class CheckSource {
public:
    virtual ~CheckSource() = default;
    [[nodiscard]] virtual bool answers_for(std::string_view system) const = 0;
    // `later` while the source works on it; asking again with the same key never searches twice.
    [[nodiscard]] virtual Delivery ask(const CheckQuestion& question) = 0;
};

}  // namespace clarion::ports
