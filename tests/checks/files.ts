import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Rules about files that no other tool checks. */
const longestFile = 400;
const folders = new Set(["app", "prisma", "lib", "jobs", "emails", "tests", ".ci", ".github"]);
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" })
  .trim()
  .split("\n");
const problems: string[] = [];

for (const file of files) {
  if (file.includes("/") && !folders.has(file.slice(0, file.indexOf("/"))))
    problems.push(`${file}: its top-level folder is not one of ours`);
  if (/(^|\/)(utils?|helpers?)(\.|\/)/.test(file)) problems.push(`${file}: name it after what it holds`);
  if (!/\.(ts|tsx|css|cjs|mjs|prisma)$/.test(file)) continue;
  const source = readFileSync(file, "utf8");
  const lines = source.split("\n").length - 1;
  if (lines > longestFile) problems.push(`${file}: ${lines} lines, more than ${longestFile}`);
  // What Next sets is put in when it builds, and is no setting.
  const settings = /process\.env\b(?!\.NEXT_RUNTIME)/.test(source) && !file.startsWith("tests/");
  if (settings && file !== "lib/env.ts" && file !== "prisma.config.ts")
    problems.push(`${file}: settings are read in lib/env.ts only`);
  if (/\b(describe|it|test)\.(only|skip)\b/.test(source)) problems.push(`${file}: a test is skipped`);
}

const lock = readFileSync("package-lock.json", "utf8");
if (/"resolved": "http/.test(lock))
  problems.push("package-lock.json: names a registry; run npm install with the project's .npmrc");
const documented = readFileSync(".env.example", "utf8");
const settings = [...readFileSync("lib/env.ts", "utf8").matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map((match) => match[1]);
for (const name of new Set(settings))
  if (!documented.includes(`${name}=`)) problems.push(`.env.example: does not explain ${name}`);

for (const problem of problems) console.error(problem);
console.log(`Files: ${files.length} looked at, ${problems.length} against the rules.`);
process.exit(problems.length > 0 ? 1 : 0);
