import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ratioTable } from "./ratios";
import type { Report } from "./run-all";

const projectRoot = join(import.meta.dirname, "..", "..");

/** One part of the document, between its heading and the next, put in the place of what stood there. */
export function withPart(text: string, heading: string, body: string): string {
  const part = `## ${heading}\n\n${body.trim()}\n`;
  const start = text.indexOf(`## ${heading}\n`);
  if (start < 0) return `${text.trimEnd()}\n\n${part}`;
  const next = text.indexOf("\n## ", start);
  return next < 0 ? `${text.slice(0, start)}${part}` : `${text.slice(0, start)}${part}${text.slice(next)}`;
}

const introduction = `# Benchmarks

Written by \`npm run bench\` and \`npm run eval\`, as it came out. Absolute times depend on the machine and on what else it does;
only figures beside a reference of the same run compare from one machine to another. No test passes or fails on an absolute
time.
`;

/** A report in Markdown: the machine, one table of ratios where there are some, and what each measurement printed. */
export function reportText({ machine, measured }: Report): string {
  const ratios = measured.flatMap((one) => one.ratios);
  return [
    `${machine}.`,
    ...(ratios.length > 0 ? [ratioTable(ratios)] : []),
    ...measured.map(({ command, seconds, exitCode, lines }) =>
      [
        `\`${command}\` (${seconds} s${exitCode === 0 ? "" : `, exit code ${exitCode}`})`,
        "",
        "```",
        ...lines.map((line) => line.trimEnd()),
        "```",
      ].join("\n"),
    ),
  ].join("\n\n");
}

/** Writes a report into its part of BENCHMARKS.md, and as data into a file beside it ("bench.json"). */
export function writeReport(report: Report, heading: string, dataFile: string, folder = projectRoot): void {
  const document = join(folder, "BENCHMARKS.md");
  let before = introduction;
  try {
    before = readFileSync(document, "utf8");
  } catch {
    // The first time there is none.
  }
  writeFileSync(document, withPart(before, heading, reportText(report)));
  const ratios = report.measured.flatMap(({ command, ratios }) => ratios.map((ratio) => ({ command, ...ratio })));
  writeFileSync(
    join(folder, dataFile),
    `${JSON.stringify({ at: new Date().toISOString(), ...report, ratios }, null, 2)}\n`,
  );
}
