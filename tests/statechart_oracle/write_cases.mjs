// write_cases.mjs DIR SEED COUNT: writes COUNT cases that XState decided, 500 to a file.
//
// XState asks eventless transitions of several regions in the order the regions' leaves were last entered,
// and forgets that order when a snapshot is restored. Our order is the document's, always. A copy of XState
// with that one line changed runs every case as well; where the two differ, the case is left out and counted.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as xstate from "xstate";
import * as ordered from "xstate-document-order";
import { randomCase } from "./random_machine.mjs";
import { Endless, LostStates, runCase } from "./xstate_oracle.mjs";

const CASES_A_FILE = 500;
const [directory, seedText, countText] = process.argv.slice(2);
const counts = { written: 0, endless: 0, entryOrder: 0, lostStates: 0 };
let file = [];

const save = () => {
  if (file.length > 0) writeFileSync(join(directory, `cases-${counts.written}.json`), JSON.stringify(file));
  file = [];
};

for (let seed = Number(seedText); counts.written < Number(countText); ++seed) {
  const source = randomCase(seed);
  try {
    const decided = runCase(xstate, source);
    if (JSON.stringify(runCase(ordered, source)) !== JSON.stringify(decided)) {
      ++counts.entryOrder;
      continue;
    }
    file.push(decided);
    ++counts.written;
    if (file.length === CASES_A_FILE) save();
  } catch (error) {
    if (error instanceof Endless) ++counts.endless;
    else if (error instanceof LostStates) ++counts.lostStates;
    else throw error;
  }
}
save();
console.log(
  `${counts.written} cases written; left out: ${counts.endless} endless, ` +
    `${counts.entryOrder} that hang on the order of entry, ${counts.lostStates} in which XState loses states`,
);
