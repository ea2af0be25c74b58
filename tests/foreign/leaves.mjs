// Every entry of an export, held against RFC 8785 as npm's `canonicalize` has it: the same bytes.
// usage: node leaves.mjs EXPORT
import { readdirSync, readFileSync } from "node:fs";
import canonicalize from "canonicalize";

const bundles = readdirSync(`${process.argv[2]}/tile/entries`, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
let passed = 0;
let failed = 0;
for (const bundle of bundles) {
  const bytes = readFileSync(`${bundle.parentPath}/${bundle.name}`);
  for (let at = 0; at < bytes.length; ) {
    const end = at + 2 + bytes.readUInt16BE(at);
    const entry = bytes.subarray(at + 2, end);
    if (entry.equals(Buffer.from(canonicalize(JSON.parse(entry.toString("utf8"))), "utf8"))) {
      passed += 1;
    } else {
      failed += 1;
      console.log(`${bundle.name}: byte ${at}: not as canonicalize writes it`);
    }
    at = end;
  }
}
console.log(`${passed} entries are canonical, ${failed} are not`);
process.exitCode = passed > 0 && failed === 0 ? 0 : 1;
