import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import extractDepcruiseOptions from "dependency-cruiser/config-utl/extract-depcruise-options";

/** Proves the arrows of ARCHITECTURE.md; and that the tool read the code, since under some compilers it reads nothing and is content. */
const options = await extractDepcruiseOptions("./.dependency-cruiser.cjs");
const { output } = await cruise(["app", "emails", "jobs", "lib", "tests"], options);
const { summary, modules } = output as ICruiseResult;
const read = modules.filter((module) => !module.source.includes("node_modules"));
const withImports = read.filter((module) => module.dependencies.length > 0);
if (withImports.length < 50) {
  console.error(
    `The architecture check read only ${withImports.length} modules with imports; it must have missed the code.`,
  );
  process.exit(1);
}
for (const violation of summary.violations)
  console.error(`${violation.rule.name}: ${violation.from} → ${violation.to}`);

/** The map names every folder of lib/ and no other, and each stage's service where the drawing says that it is. */
function mapFaults(): string[] {
  const text = readFileSync("ARCHITECTURE.md", "utf8");
  const map = text.slice(text.indexOf("## The map"), text.indexOf("## Processes"));
  const named = new Set([...map.matchAll(/`(?:lib\/)?([a-z]+)\/?`/g)].map((match) => match[1]));
  const drawn = /^ *(feeds .*delivery)$/m.exec(map)?.[1]?.split(/ ──▶ /) ?? [];
  const folders = readdirSync("lib").map((name) => name.replace(/\.ts$/, ""));
  return [
    ...folders
      .filter((name) => !named.has(name) && !drawn.includes(name))
      .map((name) => `lib/${name} is not on the map of ARCHITECTURE.md`),
    ...drawn
      .filter((name) => !folders.includes(name))
      .map((name) => `ARCHITECTURE.md draws ${name}, which is no folder of lib/`),
    ...[
      "feeds/poll-feeds",
      "transcripts/acquire-transcript",
      "insights/extract-insights",
      "stories/assign-stories",
      "digests/build-digest",
      "delivery/deliver-digest",
    ]
      .filter((file) => !existsSync(`lib/${file}.ts`))
      .map((file) => `ARCHITECTURE.md draws lib/${file}.ts, which is not there`),
  ];
}

const faults = mapFaults();
for (const fault of faults) console.error(fault);
console.log(
  `Architecture: ${read.length} modules, ${summary.totalDependenciesCruised} dependencies, ${summary.violations.length} against the arrows.`,
);
process.exit(summary.violations.length + faults.length > 0 ? 1 : 0);
