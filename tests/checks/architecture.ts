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
console.log(
  `Architecture: ${read.length} modules, ${summary.totalDependenciesCruised} dependencies, ${summary.violations.length} against the arrows.`,
);
process.exit(summary.violations.length > 0 ? 1 : 0);
