import { readFileSync } from "node:fs";

/**
 * Lists the licences of everything that is installed, from the lock file, and refuses one that nobody has looked at.
 * Part of `npm run check`.
 */
const looked: Record<string, string> = {
  MIT: "permissive",
  "MIT-0": "permissive",
  ISC: "permissive",
  "Apache-2.0": "permissive",
  "BSD-2-Clause": "permissive",
  "BSD-3-Clause": "permissive",
  "0BSD": "permissive",
  Unlicense: "public domain",
  "CC0-1.0": "public domain",
  "BlueOak-1.0.0": "permissive",
  "OFL-1.1": "fonts, used unchanged",
  "CC-BY-4.0": "a table of browsers, used while building",
  "MPL-2.0": "used unchanged; only changes to its own files would have to be published",
  "LGPL-3.0-or-later": "libvips inside sharp, linked and unchanged",
  "EPL-2.0": "elkjs inside Prisma's own viewer, which is never started",
};
/** Packages that name none in their package.json. */
const unnamed: Record<string, string> = { "node_modules/seq-queue": "MIT" };

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  packages: Record<string, { license?: string; link?: boolean }>;
};
const counts = new Map<string, number>();
const problems: string[] = [];
for (const [path, { license, link }] of Object.entries(lock.packages)) {
  if (path === "" || link) continue;
  const named = license ?? unnamed[path];
  // "(A OR B)", "A AND B": each part has to be one that was looked at; of a choice any may be.
  const isChoice = named?.includes(" OR ") ?? false;
  const parts = (named ?? "none").replace(/[()]/g, "").split(/ (?:OR|AND|and) /);
  const known = parts.map((part) => part in looked);
  if (!(isChoice ? known.some(Boolean) : known.every(Boolean)))
    problems.push(
      `${path}: its licence is ${named ?? "not named"}; look at it, and list it in tests/checks/licences.ts`,
    );
  for (const part of parts) counts.set(part, (counts.get(part) ?? 0) + 1);
}
for (const problem of problems) console.error(problem);
const list = [...counts].sort((a, b) => b[1] - a[1]).map(([name, count]) => `${count} ${name}`);
console.log(`Licences: ${list.join(", ")}; ${problems.length} not looked at.`);
process.exit(problems.length > 0 ? 1 : 0);
