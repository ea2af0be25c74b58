// One random machine in the case files' own notation, and the steps to take it through.
import { randomFrom } from "./random.mjs";

const EVENTS = ["a", "b", "c", "d", "ns.x", "ns.y", "ns.x.z"];
const DESCRIPTORS = [...EVENTS, "ns.*", "ns.x.*", "*"];
const DELAYS = [10, 20, 30, 50, 70, 110, 130, 170];
const MONTH = 30 * 24 * 3600 * 1000; // longer than a timer of Node's or a browser's can be
// Both are worked out from the context before, whatever their order.
const COUNT_AND_WRITE = {
  type: "xstate.assign",
  params: {
    n: { "+": [{ var: "n" }, 2] },
    m: { substr: [{ cat: [{ var: "m" }, { var: "n" }, { var: "event.type" }] }, -6] },
  },
};
const COUNT = { type: "xstate.assign", params: { n: { "+": [{ var: "n" }, 1] } } };

export function randomCase(seed) {
  const random = randomFrom(seed);
  const shape = growTree(random);
  const maker = new BehaviourMaker(random, shape);
  for (const node of shape.nodes) maker.give(node);
  const machine = written(shape.root);
  if (maker.countsSomething) machine.context = { n: 0, m: "" };
  return { name: `random/${seed}`, seed, machine, steps: randomSteps(random, maker.uses.months) };
}

function growTree(random) {
  const nodes = [];
  const most = 4 + random.below(22);
  const depthMax = 2 + random.below(4);
  const make = (parent, kind) => {
    const number = nodes.length;
    const named = parent === null || random.chance(0.85);
    const node = { number, key: `s${number}`, parent, kind, children: [], config: {} };
    node.depth = parent === null ? 0 : parent.depth + 1;
    node.id = named ? `s${number}` : undefined;
    node.path = parent === null ? "s0" : `${parent.path}.${node.key}`;
    node.reference = `#${named ? node.id : node.path}`;
    nodes.push(node);
    if (parent !== null) parent.children.push(node);
    return node;
  };
  const fill = (node) => {
    const count = node.kind === "parallel" ? 2 + random.below(2) : 1 + random.below(4);
    for (let index = 0; index < count; ++index) {
      const mayNest = nodes.length < most && node.depth + 1 < depthMax;
      const kind = mayNest && random.chance(0.45) ? (random.chance(0.4) ? "parallel" : "compound") : "atomic";
      const child = make(node, kind);
      if (kind !== "atomic") fill(child);
      else if (random.chance(0.14) && (node.kind === "compound" || random.chance(0.2))) child.kind = "final";
    }
    if (random.chance(0.3)) make(node, "history");
    if (random.chance(0.2)) node.children.reverse();
  };
  const root = make(null, random.chance(0.3) ? "parallel" : "compound");
  fill(root);
  return { root, nodes: inDocumentOrder(root) };
}

const inDocumentOrder = (node) => [node, ...node.children.flatMap(inDocumentOrder)];

class BehaviourMaker {
  constructor(random, shape) {
    this.random = random;
    this.nodes = shape.nodes;
    this.countsSomething = random.chance(0.6);
    this.transitions = 0;
    this.uses = {};
    for (const feature of ["always", "after", "raise", "sendSelf", "delayed", "branches", "doneEvents", "months"]) {
      this.uses[feature] = random.chance(0.4);
    }
  }

  give(node) {
    const { random } = this;
    const { config } = node;
    if (node.id !== undefined) config.id = node.id;
    if (node.kind === "history") return this.giveHistory(node);
    if (node.kind === "parallel") config.type = "parallel";
    if (node.kind === "final") config.type = "final";
    if (random.chance(0.7)) config.entry = [`+${node.key}`, ...this.someActions(0.15)];
    if (random.chance(0.7)) config.exit = [`-${node.key}`, ...this.someActions(0.15)];
    if (node.kind === "final") return;
    if (node.kind === "compound") this.giveInitial(node);
    this.giveEvents(node);
    if (node.children.length > 0 && random.chance(0.45)) config.onDone = this.transition(node, {});
    if (this.uses.always && random.chance(0.2)) config.always = this.transition(node, { guarded: 0.8 });
    if (this.uses.after && random.chance(0.3)) config.after = this.after(node);
  }

  giveHistory(node) {
    const { random } = this;
    node.config.type = "history";
    if (random.chance(0.8)) node.config.history = random.one(["shallow", "deep"]);
    const beside = inDocumentOrder(node.parent).filter((each) => each.kind !== "history" && each !== node.parent);
    if (beside.length > 0 && random.chance(0.5)) {
      const target = random.one(beside);
      node.config.target = target.parent === node.parent && random.chance(0.5) ? target.key : target.reference;
    }
  }

  giveInitial(node) {
    const { random } = this;
    const open = node.children.filter((child) => child.kind !== "history" || child.config.target !== undefined);
    const first = random.one(open.filter((child) => child.kind !== "history"));
    node.config.initial = first.key;
    if (random.chance(0.08)) node.config.initial = { target: first.key, actions: [`i${node.key}`] };
  }

  giveEvents(node) {
    const { random } = this;
    if (!random.chance(0.75)) return;
    node.config.on = {};
    for (let count = 1 + random.below(4); count > 0; --count) {
      const list = Array.from({ length: random.chance(0.25) ? 2 : 1 }, () => this.transition(node, {}));
      node.config.on[this.descriptor()] = list.length === 1 ? list[0] : list;
    }
  }

  // Another state's done event, or its parallel parent's, now and then.
  descriptor() {
    const { random } = this;
    const ending = this.nodes.filter((node) => node.kind === "compound" || node.kind === "parallel");
    if (!this.uses.doneEvents || ending.length === 0 || random.chance(0.6)) return random.one(DESCRIPTORS);
    return random.chance(0.1) ? "xstate.done.state.*" : `xstate.done.state.${random.one(ending).reference.slice(1)}`;
  }

  after(node) {
    const after = {};
    for (let count = 1 + this.random.below(2); count > 0; --count) {
      const several = () => Array.from({ length: 2 }, () => this.transition(node, {}));
      const delay = this.uses.months && this.random.chance(0.3) ? MONTH : this.random.one(DELAYS);
      after[String(delay)] = this.random.chance(0.15) ? several() : this.transition(node, {});
    }
    return after;
  }

  transition(node, { guarded = 0.35 }) {
    const { random } = this;
    if (random.chance(0.06)) return {};
    const transition = {};
    if (random.chance(0.85)) transition.target = this.target(node);
    if (transition.target !== undefined && random.chance(0.25)) transition.reenter = random.chance(0.8);
    if (random.chance(guarded)) transition.guard = this.guard(2);
    if (transition.target === undefined || random.chance(0.7)) {
      transition.actions = [`t${this.transitions++}`, ...this.someActions(0.35)];
    }
    if (random.chance(0.05) && typeof transition.target === "string") return transition.target;
    return transition;
  }

  target(node) {
    const { random } = this;
    if (random.chance(0.06)) {
      const several = this.orthogonalTargets();
      if (several !== undefined) return several;
    }
    const near = random.chance(0.5) ? inDocumentOrder(node.parent ?? node) : this.nodes;
    const target = random.one(near);
    const isChild = target.parent === node;
    const isSibling = node.parent !== null && target.parent === node.parent;
    if (isChild && random.chance(0.5)) return `.${target.key}`;
    if (isSibling && random.chance(0.5)) return target.key;
    if (target.parent?.parent === node && random.chance(0.3)) return `.${target.parent.key}.${target.key}`;
    return target.reference;
  }

  orthogonalTargets() {
    const parallels = this.nodes.filter((node) => node.kind === "parallel");
    if (parallels.length === 0) return undefined;
    const regions = this.random.one(parallels).children.filter((child) => child.kind !== "history");
    if (regions.length < 2) return undefined;
    return regions.map((region) => this.random.one(inDocumentOrder(region)).reference);
  }

  guard(depth) {
    const { random } = this;
    const pick = random.below(depth > 0 ? 8 : 5);
    if (pick === 0) return "yes";
    if (pick === 1) return random.one(["no", { type: "never" }, "yes"]);
    if (pick <= 3) {
      const active = this.nodes.filter((node) => node.kind !== "history");
      return { type: "xstate.stateIn", params: { state: random.one(active).reference } };
    }
    if (pick === 4) return this.logicGuard();
    if (pick === 5) return { type: "xstate.not", params: { guard: this.guard(depth - 1) } };
    const guards = [this.guard(depth - 1), this.guard(depth - 1)];
    return { type: pick === 6 ? "xstate.and" : "xstate.or", params: { guards } };
  }

  logicGuard() {
    const { random } = this;
    if (!this.countsSomething || random.chance(0.2)) {
      return { type: "logic", params: { "==": [{ var: "event.type" }, random.one(EVENTS)] } };
    }
    const operator = random.one(["==", "<", ">="]);
    return { type: "logic", params: { [operator]: [{ "%": [{ var: "n" }, 3] }, random.below(3)] } };
  }

  someActions(probability) {
    const { random } = this;
    const actions = [];
    if (this.countsSomething && random.chance(probability)) {
      actions.push(random.chance(0.3) ? COUNT_AND_WRITE : COUNT);
    }
    if (this.uses.raise && random.chance(probability / 2)) {
      actions.push({ type: "xstate.raise", params: { event: { type: random.one(EVENTS) } } });
    }
    if (this.uses.sendSelf && random.chance(probability / 3)) {
      actions.push({ type: "xstate.sendSelf", params: { event: { type: random.one(EVENTS) } } });
    }
    if (this.uses.delayed && random.chance(probability / 2)) actions.push(this.delayed());
    if (this.uses.delayed && random.chance(probability / 4)) {
      actions.push({ type: "xstate.cancel", params: { sendId: random.one(["p", "q"]) } });
    }
    if (this.uses.branches && this.countsSomething && random.chance(probability / 2)) actions.push(this.branches());
    return actions;
  }

  delayed() {
    const { random } = this;
    const params = { event: { type: random.one(EVENTS) }, delay: random.one([0, ...DELAYS]) };
    if (random.chance(0.6)) params.id = random.one(["p", "q"]);
    return { type: random.one(["xstate.raise", "xstate.sendSelf"]), params };
  }

  branches(depth = 1) {
    const { random } = this;
    const actions = () => {
      const list = [`f${this.transitions++}`, ...(random.chance(0.5) ? [COUNT] : [])];
      if (this.uses.raise && random.chance(0.2)) {
        list.push({ type: "xstate.raise", params: { event: { type: random.one(EVENTS) } } });
      }
      if (this.uses.sendSelf && random.chance(0.15)) {
        list.push({ type: "xstate.sendSelf", params: { event: { type: random.one(EVENTS) } } });
      }
      if (depth > 0 && random.chance(0.25)) list.push(this.branches(depth - 1));
      return list;
    };
    const branches = [{ logic: { "==": [{ "%": [{ var: "n" }, 2] }, random.below(2)] }, actions: actions() }];
    if (random.chance(0.5)) branches.push({ logic: { "<": [{ var: "n" }, 5] }, actions: actions() });
    if (random.chance(0.5)) branches.push({ actions: actions() });
    return { type: "if", params: { branches } };
  }
}

function written(node) {
  const { id, type, ...rest } = node.config;
  const result = { ...(id === undefined ? {} : { id }), ...(type === undefined ? {} : { type }), ...rest };
  if (node.children.length > 0) {
    result.states = Object.fromEntries(node.children.map((child) => [child.key, written(child)]));
  }
  return result;
}

function randomSteps(random, hasMonths) {
  return Array.from({ length: 8 + random.below(8) }, () => {
    if (hasMonths && random.chance(0.08)) return { advance: random.one([MONTH - 20, MONTH, 2 * MONTH]) };
    if (random.chance(0.25)) return { advance: 10 * (1 + random.below(20)) };
    const step = { event: { type: random.one(EVENTS) } };
    return random.chance(0.05) ? { advance: 10 * random.below(5), ...step } : step;
  });
}

