// EngineDesks: all who do the engine's work, wired to each other. The engine gives them batches.
//
// Ownership: keeps the services it is given, which borrow; owns the rest.
// Threads:   engine thread only.
#pragma once

#include <utility>

#include "engine/runtime/case_work.hpp"
#include "engine/runtime/clock_alarm.hpp"
#include "engine/runtime/command_service.hpp"
#include "engine/runtime/contact_reports.hpp"
#include "engine/runtime/damage_alarm.hpp"
#include "engine/runtime/deadline_watch.hpp"
#include "engine/runtime/effect_dispatcher.hpp"
#include "engine/runtime/later_watch.hpp"
#include "engine/runtime/node_clock.hpp"
#include "engine/runtime/query_parts.hpp"
#include "engine/runtime/rounds.hpp"
#include "engine/runtime/system_events.hpp"
#include "engine/runtime/watch.hpp"

namespace clarion::runtime {

struct EngineDesks : CaseWork {
    explicit EngineDesks(Services given)
        : CaseWork(std::move(given)),
          nowhere{{"nowhere"}, {services.ids.new_token()}, services.keys.create_data_key()},
          events(services.clock, writer, recorder),
          alarm(services.log, services.metrics, recorder),
          clock_alarm(services.clock, services.log, services.metrics, recorder),
          later(
              {services.store,
               services.keys,
               services.ids,
               services.clock,
               wake,
               services.later_spread}
          ),
          opener(
              {services.store,
               services.keys,
               services.ids,
               services.clock,
               definitions,
               writer,
               vault,
               events,
               recorder,
               nowhere,
               later}
          ),
          links({services.store, services.clock, definitions, vault, events, opener}),
          commands(
              {services.store,
               services.clock,
               services.sha256,
               definitions,
               vault,
               writer,
               recorder,
               opener,
               nowhere}
          ),
          deadlines(
              {services.store,
               services.clock,
               services.log,
               services.metrics,
               vault,
               writer,
               events,
               unit,
               alarm}
          ),
          effects(
              {services.store,
               services.outbox,
               services.ids,
               services.clock,
               services.log,
               services.metrics,
               vault,
               links,
               events,
               unit,
               wake,
               alarm}
          ),
          alerts(
              {services.store,
               services.outbox,
               services.ids,
               services.clock,
               services.metrics,
               recorder,
               wake}
          ),
          watch(
              {services.store,
               services.audit,
               services.keys,
               services.clock,
               definitions,
               alerts,
               services.watch}
          ),
          queries(
              {services.store,
               services.audit,
               services.keys,
               services.forms,
               services.clock,
               services.log,
               services.metrics,
               services.sha256,
               definitions,
               vault,
               recorder,
               nowhere}
          ),
          later_watch(
              {services.store,
               services.clock,
               services.log,
               services.metrics,
               vault,
               later,
               unit,
               wake,
               alarm},
              RequestComparison({services.store, services.keys, vault, events}),
              ContactReports(queries, events, later)
          ),
          node_clock(services, recorder, alerts),
          rounds(services, queries, wake) {}

    // Stands in the log for cases that are not there. Its key is never kept.
    AuditSubject nowhere;
    SystemEvents events;
    DamageAlarm alarm;
    ClockAlarm clock_alarm;
    LaterWork later;
    CaseOpener opener;
    CaseLinks links;
    CommandService commands;
    DeadlineWatch deadlines;
    EffectDispatcher effects;
    AlertDesk alerts;
    Watch watch;
    QueryParts queries;
    LaterWatch later_watch;
    NodeClock node_clock;
    Rounds rounds;
};

}  // namespace clarion::runtime
