#include "adapters/system/engine_thread.hpp"

namespace clarion::system {

EngineCalls calls_of(runtime::Engine& engine) {
    return {
        .run_batch = [&engine](std::span<runtime::Work> batch) { engine.run_batch(batch); },
        .do_later = [&engine](int limit) { return engine.do_later(limit); },
        .fire_due_timers = [&engine](int limit) { return engine.fire_due_timers(limit); },
        .take_deliveries = [&engine](int limit) { return engine.take_deliveries(limit); },
        .next_wake = [&engine] { return engine.next_wake(); }};
}

}  // namespace clarion::system
