// write_expressions.mjs DIR SEED COUNT: writes random JsonLogic terms and what json-logic-js answers.
//
// Terms that make json-logic-js throw are left out; half a surrogate pair is written as U+FFFD, as we answer it. Answers are JSON: undefined and NaN are written as null.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import jsonLogic from "json-logic-js";
import { randomFrom } from "./random.mjs";

const EXAMPLES_A_FILE = 5000;
const DEPTH_MAX = 4;
const NAMES = ["n", "m", "s", "t", "z", "yes", "no", "nothing", "list", "words", "rows", "o", "o.p", "o.p.q", "rows.1.k"];
const ELSEWHERE = ["missing", "o.x", "list.0", "list.9", "list.length", "s.length", "s.1", "", "k", "current", "accumulator"];
const CONSTANTS = [0, 1, 2, 3, -1, 2.5, 0.1, 1e21, 0.125, 123456789, "", "0", "1", " 12 ", "abc", "b", "é😀x", "1e3", "-.5px",
  "Infinity", "0x1f", true, false, null, "a", "z", "Abc"];
const COMPARISONS = ["==", "===", "!=", "!==", "<", "<=", ">", ">="];
const LISTS = ["map", "filter", "all", "some", "none"];

class TermMaker {
  constructor(random) {
    this.random = random;
  }

  data() {
    const { random } = this;
    return {
      n: random.below(20) - 5,
      m: random.below(100) / 8,
      s: random.one(["", "apple", "10", "naïve 😀", "b"]),
      t: random.one(["2", "x", "apple pie"]),
      z: 0,
      yes: true,
      no: false,
      nothing: null,
      list: Array.from({ length: random.below(5) }, () => random.below(9) - 3),
      words: Array.from({ length: random.below(4) }, () => random.one(["a", "b", "abc", "", "7"])),
      rows: Array.from({ length: random.below(4) }, (_, index) => ({ k: random.below(5), v: `w${index}` })),
      o: { p: { q: random.below(4) }, e: [] },
    };
  }

  term(depth) {
    const { random } = this;
    if (depth <= 0 || random.chance(0.15)) return this.leaf();
    const inner = () => this.term(depth - 1);
    const several = (least, most) => Array.from({ length: least + random.below(most - least + 1) }, inner);
    switch (random.below(16)) {
      case 0: return { [random.one(["if", "?:"])]: several(0, 5) };
      case 1: return { [random.one(COMPARISONS)]: several(2, 2) };
      case 2: return { [random.one(["<", "<="])]: several(2, 3) };
      case 3: return { [random.one(["and", "or"])]: several(1, 4) };
      case 4: return { [random.one(["!", "!!"])]: random.chance(0.5) ? inner() : several(1, 1) };
      case 5: return { [random.one(["+", "*", "max", "min"])]: several(1, 4) };
      case 6: return { [random.one(["-", "/", "%"])]: several(1, 2) };
      case 7: return { [random.one(LISTS)]: [this.list(depth - 1), this.term(depth - 1)] };
      case 8: return { reduce: [this.list(depth - 1), this.reducer(), inner()] };
      case 9: return { in: [inner(), random.chance(0.5) ? this.list(depth - 1) : inner()] };
      case 10: return { cat: several(1, 4) };
      case 11: return { substr: [inner(), random.below(9) - 4, ...(random.chance(0.5) ? [random.below(9) - 4] : [])] };
      case 12: return { merge: several(0, 3) };
      case 13: return this.missing();
      case 14: return { log: inner() };
      default: return several(0, 3);
    }
  }

  leaf() {
    const { random } = this;
    if (random.chance(0.4)) return random.one(CONSTANTS);
    const name = random.one(random.chance(0.7) ? NAMES : ELSEWHERE);
    if (random.chance(0.15)) return { var: [name, random.one(CONSTANTS)] };
    if (random.chance(0.05)) return { var: random.one([0, 1, null]) };
    return { var: random.chance(0.5) ? name : [name] };
  }

  list(depth) {
    const { random } = this;
    if (random.chance(0.7)) return { var: random.one(["list", "words", "rows", "o.e"]) };
    return random.chance(0.5) ? [1, "2", 3, null] : this.term(depth);
  }

  reducer() {
    const current = this.random.one([{ var: "current" }, { var: "current.k" }]);
    return { [this.random.one(["+", "*", "cat", "max", "merge"])]: [{ var: "accumulator" }, current] };
  }

  missing() {
    const { random } = this;
    const names = Array.from({ length: 1 + random.below(4) }, () => random.one([...NAMES, ...ELSEWHERE]));
    if (random.chance(0.5)) return { missing: random.chance(0.7) ? names : [{ merge: names }] };
    return { missing_some: [random.below(4), names] };
  }
}

const [directory, seedText, countText] = process.argv.slice(2);
const report = console.log;
console.log = () => {}; // the operation `log` prints
let written = 0;
let file = [];
for (let seed = Number(seedText); written < Number(countText); ++seed) {
  const maker = new TermMaker(randomFrom(seed));
  const data = maker.data();
  const term = maker.term(1 + maker.random.below(DEPTH_MAX));
  try {
    const answer = jsonLogic.apply(term, data);
    file.push({ term, data, answer: answer === undefined ? null : answer });
    ++written;
  } catch {
    continue;
  }
  if (file.length < EXAMPLES_A_FILE && written < Number(countText)) continue;
  writeFileSync(join(directory, `expressions-${written}.json`), JSON.stringify(file, (_, value) => (typeof value === "string" ? value.toWellFormed() : value)));
  file = [];
}
report(`${written} expressions written`);
