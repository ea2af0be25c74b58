// What XState does with a case: the machine is translated to XState's own notation and run on a virtual clock.
import jsonLogic from "json-logic-js";

const ITERATIONS_MAX = 300; // below our engine's bound, so that endless machines are left out
const SENT_MAX = 200;

export class Endless extends Error {}

// XState works out a transition's domain anew after the exits have rewritten the history, so a history state
// without a target in a parallel state can cost a region. What follows from such a state decides nothing.
export class LostStates extends Error {}

// `xstate` is the package's namespace, so that the same code runs a patched copy.
export function runCase(xstate, source) {
  const run = new Run(xstate, source.machine);
  const initial = run.leaves();
  const initialTrace = run.takeTrace();
  const steps = source.steps.map((step) => run.take(step));
  return { ...source, initial, initialTrace, steps, done: run.actor.getSnapshot().status === "done" };
}

class VirtualClock {
  now = 0;
  armed = 0;
  timers = new Map();

  setTimeout = (fire, delay) => {
    const id = ++this.armed;
    this.timers.set(id, { due: this.now + delay, id, fire });
    return id;
  };

  clearTimeout = (id) => this.timers.delete(id);

  advance(milliseconds, check) {
    const until = this.now + milliseconds;
    for (let fired = 0; ; ++fired) {
      if (fired > SENT_MAX) throw new Endless();
      const next = [...this.timers.values()].sort((left, right) => left.due - right.due || left.id - right.id)[0];
      if (next === undefined || next.due > until) break;
      this.now = next.due;
      this.timers.delete(next.id);
      next.fire();
      check();
    }
    this.now = until;
  }
}

class Run {
  constructor(xstate, machine) {
    this.xstate = xstate;
    this.trace = [];
    this.sent = 0;
    this.clock = new VirtualClock();
    const config = { ...this.state(machine), options: { maxIterations: ITERATIONS_MAX } };
    this.hasContext = machine.context !== undefined;
    const inspect = (seen) => seen.type === "@xstate.microstep" && this.checkWhole(seen.snapshot);
    this.actor = xstate.createActor(xstate.createMachine(config), { clock: this.clock, inspect });
    this.actor.subscribe({ error: () => {} });
    this.actor.start();
    this.check();
  }

  check() {
    const { status, error } = this.actor.getSnapshot();
    if (this.lostStates) throw new LostStates();
    if (status !== "error") return;
    if (error instanceof Endless || String(error.message).startsWith("Infinite loop")) throw new Endless();
    throw error;
  }

  checkWhole(snapshot) {
    const active = new Set(snapshot._nodes);
    for (const node of active) {
      const children = Object.values(node.states).filter((child) => child.type !== "history");
      const present = children.filter((child) => active.has(child)).length;
      const wanted = node.type === "parallel" ? children.length : node.type === "compound" ? 1 : 0;
      if (present !== wanted || (node.parent && !active.has(node.parent))) this.lostStates = true;
    }
  }

  take(step) {
    if (step.advance !== undefined) this.clock.advance(step.advance, () => this.check());
    if (step.event !== undefined) this.actor.send(step.event);
    this.check();
    const result = { ...step, expect: this.leaves(), trace: this.takeTrace() };
    if (this.hasContext) result.context = this.actor.getSnapshot().context;
    return result;
  }

  leaves() {
    const nodes = this.actor.getSnapshot()._nodes;
    const leaves = nodes.filter((node) => node.type === "atomic" || node.type === "final");
    return leaves.map((node) => node.id).sort();
  }

  takeTrace() {
    const trace = this.trace;
    this.trace = [];
    return trace;
  }

  state(written) {
    const { states, on, always, after, onDone, entry, exit, initial, ...rest } = written;
    const state = { ...rest };
    if (states !== undefined) state.states = this.each(states, (child) => this.state(child));
    if (on !== undefined) state.on = this.each(on, (each) => this.transition(each));
    if (after !== undefined) state.after = this.each(after, (each) => this.transition(each));
    if (always !== undefined) state.always = this.transition(always);
    if (onDone !== undefined) state.onDone = this.transition(onDone);
    if (entry !== undefined) state.entry = this.actions(entry);
    if (exit !== undefined) state.exit = this.actions(exit);
    if (initial !== undefined) state.initial = this.initial(initial);
    return state;
  }

  initial(written) {
    return typeof written === "string" ? written : { ...written, actions: this.actions(written.actions) };
  }

  each(object, change) {
    return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
  }

  transition(written) {
    // XState reads a string as a target, but for one in a list under `after`, whose target it loses.
    if (Array.isArray(written)) {
      return written.map((each) => (typeof each === "string" ? { target: each } : this.transition(each)));
    }
    if (typeof written === "string") return written;
    const { guard, actions, ...rest } = written;
    const transition = { ...rest };
    if (guard !== undefined) transition.guard = this.guard(guard);
    if (actions !== undefined) transition.actions = this.actions(actions);
    return transition;
  }

  guard(written) {
    const { type, params } = typeof written === "string" ? { type: written } : written;
    const { and, or, not, stateIn } = this.xstate;
    if (type === "yes") return () => true;
    if (type === "no" || type === "never") return () => false;
    if (type === "logic") return ({ context, event }) => jsonLogic.truthy(answer(params, context, event));
    if (type === "xstate.stateIn") return stateIn(params.state);
    if (type === "xstate.not") return not(this.guard(params.guard));
    const guards = params.guards.map((each) => this.guard(each));
    return type === "xstate.and" ? and(guards) : or(guards);
  }

  actions(written) {
    return (Array.isArray(written) ? written : [written]).map((each) => this.action(each));
  }

  action(written) {
    if (typeof written === "string") return () => this.trace.push(written);
    const { type, params } = written;
    const { assign, cancel, raise, sendTo, enqueueActions } = this.xstate;
    const options = params && { delay: params.delay, id: params.id };
    if (type === "xstate.raise") return raise(params.event, options);
    if (type === "xstate.sendSelf") return sendTo(({ self }) => this.counted(self), params.event, options);
    if (type === "xstate.cancel") return cancel(params.sendId);
    if (type === "xstate.assign") {
      return assign(this.each(params, (term) => ({ context, event }) => answer(term, context, event)));
    }
    if (type !== "if") return () => this.trace.push(type);
    return enqueueActions(({ context, event, enqueue }) => {
      const holds = (branch) => branch.logic === undefined || jsonLogic.truthy(answer(branch.logic, context, event));
      const branch = params.branches.find(holds);
      for (const action of this.actions(branch?.actions ?? [])) enqueue(action);
    });
  }

  counted(self) {
    if (++this.sent > SENT_MAX) throw new Endless();
    return self;
  }
}

function answer(term, context, event) {
  return jsonLogic.apply(term, { ...context, event, context });
}
