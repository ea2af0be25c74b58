// A small workflow with one of everything that the case rules look at, for tests that need to see
// all of it at once.
#pragma once

#include <stdexcept>
#include <string>

#include "engine/core/cases/process.hpp"
#include "tests/support/london_zone.hpp"

namespace clarion::test {

inline constexpr std::string_view kSmallBundle = R"json({
  "id": "test/small", "version": "1",
  "profile": { "limits": {
    "case": { "value": 28, "unit": "calendar_days", "from": "received_at", "title": "Whole case" },
    "half": { "value": 14, "unit": "calendar_days", "from": "received_at", "title": "Half" },
    "answers": { "value": 2, "unit": "working_days", "from": "now", "title": "Answers" },
    "hour": { "value": 1, "unit": "hours", "from": "now", "title": "An hour" } } },
  "calendar": { "id": "none", "holidays": ["2026-12-25", { "date": "2026-12-28" }] },
  "forms": { "any": {}, "choice": {} },
  "definition": {
    "id": "small", "version": "1", "type": "parallel", "context": { "outcome": null },
    "states": {
      "process": {
        "initial": "received",
        "on": { "late_answer": { "actions": [{ "type": "record", "params": { "as": "late", "append": true } }] } },
        "states": {
          "received": {
            "meta": { "title": "Received", "queue": "intake", "task": { "roles": ["intake_officer"], "priority": 1, "due": "hour" } },
            "on": { "start": { "target": "review", "meta": { "title": "Start", "roles": ["intake_officer"], "form": "any" } } }
          },
          "review": {
            "initial": "checking",
            "meta": { "title": "Review", "queue": "research", "round": true },
            "on": {
              "interrupt": { "target": "emergency", "meta": { "title": "Interrupt", "roles": ["officer"], "form": "any" } },
              "again": { "target": "review", "reenter": true, "meta": { "title": "Again", "roles": ["researcher"], "form": "any" } }
            },
            "states": {
              "checking": {
                "meta": { "title": "Checking", "task": { "roles": ["researcher"], "priority": 1, "due": "answers" } },
                "on": { "research": { "target": "asking", "actions": [{ "type": "record", "params": { "as": "research" } }, { "type": "tell", "params": { "who": "supervisor" } }], "meta": { "title": "Record the research", "roles": ["researcher"], "form": "any", "audit": "combination" } } }
              },
              "asking": {
                "meta": { "title": "Asking", "queue": "agencies", "task": { "roles": ["agency_member"], "priority": 2, "due": "answers", "each": "forum.agencies" } },
                "on": { "go_on": { "target": "deciding", "meta": { "title": "Go on", "roles": ["coordinator"], "form": "any" } } }
              },
              "deciding": {
                "meta": { "title": "Deciding", "queue": "decisions", "task": { "roles": ["decision_maker"], "priority": 1 } },
                "on": {
                  "approve": [
                    { "target": "#small.process.closed", "guard": { "type": "logic", "params": { "==": [{ "var": "event.yes" }, true] } }, "actions": [{ "type": "record", "params": { "as": "outcome", "fields": ["code"] } }, { "type": "record", "params": { "as": "closure" } }],
                      "meta": { "title": "Approve", "roles": ["decision_maker"], "form": "choice", "differs_from": ["research"], "fresh_sign_in": true } },
                    { "target": "checking", "guard": { "type": "logic", "params": { "==": [{ "var": "event.yes" }, false] } },
                      "meta": { "title": "Approve", "roles": ["decision_maker", "supervisor"], "form": "choice" } }
                  ],
                  "only_with_plan": { "guard": { "type": "logic", "params": { "!!": [{ "var": "plan" }] } }, "meta": { "title": "Use the plan", "roles": ["decision_maker"], "form": "any" } },
                  "spin": { "actions": [{ "type": "xstate.raise", "params": { "event": { "type": "spun" } } }], "meta": { "title": "Spin", "roles": ["officer"], "form": "any" } },
                  "spun": { "actions": [{ "type": "xstate.raise", "params": { "event": { "type": "spun" } } }] }
                }
              }
            }
          },
          "emergency": {
            "meta": { "title": "Emergency", "queue": "delivery" },
            "on": { "resume": { "target": "where_it_was", "meta": { "title": "Resume", "roles": ["officer"], "form": "any" } } }
          },
          "closed": { "meta": { "title": "Closed" }, "entry": [{ "type": "xstate.raise", "params": { "event": { "type": "ended" } } }] },
          "where_it_was": { "type": "history", "history": "deep", "target": "received" }
        }
      },
      "clock": {
        "initial": "on_time",
        "on": { "ended": { "target": ".stopped" } },
        "states": {
          "on_time": { "after": { "half": { "target": "warned", "actions": ["warn"], "meta": { "title": "Half of the time is gone" } } } },
          "warned": { "after": { "case": { "target": "overdue" } } },
          "overdue": {}, "stopped": {}
        }
      },
      "contact": {
        "initial": "allowed",
        "states": {
          "allowed": { "on": {
            "hold": { "actions": [{ "type": "record", "params": { "as": "holds", "append": true } }], "meta": { "title": "Hold", "roles": ["officer"], "form": "any" } },
            "approve": { "target": "told", "guard": { "type": "logic", "params": { "==": [{ "var": "event.tell" }, true] } }, "meta": { "title": "Approve", "roles": ["supervisor"], "form": "choice" } } } },
          "told": {}
        }
      }
    }
  }
})json";

inline core::json::object small_bundle() {
    return core::json::parse(kSmallBundle).as_object();
}

inline const core::Process& small_process() {
    static const core::Process process = [] {
        auto compiled = core::compile_process(small_bundle(), core::BundleHash{"small"}, london());
        if (compiled) return std::move(compiled).value();
        std::string all;
        for (const auto& problem : compiled.error()) {
            all += problem.pointer + ": " + problem.reason + "\n";
        }
        throw std::logic_error(all);
    }();
    return process;
}

}  // namespace clarion::test
