import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";

const projectRoot = join(import.meta.dirname, "..", "..");
const document = join(projectRoot, "BENCHMARKS.md");

/** What one measurement printed. */
export interface Measured {
  command: string;
  seconds: number;
  exitCode: number | null;
  lines: string[];
}

/** A figure beside a named reference of the same run. */
export interface Ratio {
  command: string;
  line: string;
  times: number;
}

/** The ratios in what was printed: "2.9 ×", "0.07 × bare", "1.6 times". */
export function ratiosOf({ command, lines }: Pick<Measured, "command" | "lines">): Ratio[] {
  return lines.flatMap((line) =>
    [...line.matchAll(/(\d+(?:\.\d+)?) ?(?:×|times\b)/g)].map((match) => ({
      command,
      line: line.trim(),
      times: Number(match[1]),
    })),
  );
}

async function measure(script: string, args: string[], print: (text: string) => void): Promise<Measured> {
  const command = `npm run ${script} -- ${args.join(" ")}`;
  print(`\n${command}`);
  const begun = Date.now();
  const file = join("tests", script, `${script}.ts`);
  const child = spawn(process.execPath, ["--import", "tsx", file, ...args], {
    cwd: projectRoot,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
    print(chunk.trimEnd());
  });
  const exitCode = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { command, seconds: Math.round((Date.now() - begun) / 1000), exitCode, lines: output.trimEnd().split("\n") };
}

/** The machine and the day, as a line. */
function machine(): string {
  const [cpu] = cpus();
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, ${cpus().length} cores (${cpu?.model.trim() ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GiB of memory, Node ${process.versions.node}`;
}

/** One part of the document, between its heading and the next, put in the place of what stood there. */
export function withPart(text: string, heading: string, body: string): string {
  const part = `## ${heading}\n\n${body.trim()}\n`;
  const start = text.indexOf(`## ${heading}\n`);
  if (start < 0) return `${text.trimEnd()}\n\n${part}`;
  const next = text.indexOf("\n## ", start);
  return next < 0 ? `${text.slice(0, start)}${part}` : `${text.slice(0, start)}${part}${text.slice(next)}`;
}

const introduction = `# Benchmarks

Written by \`npm run bench\` and \`npm run eval -- all --data FOLDER\`, as it came out. Absolute times depend on the machine and on
what else it does; only figures beside a reference of the same run compare from one machine to another. No test passes or
fails on an absolute time.
`;

/**
 * Runs measurements one after the other, each in a process of its own, and writes what they print into a part of BENCHMARKS.md.
 * @returns everything measured; a measurement that fails is among them with its exit code.
 */
export async function runAll(
  script: "bench" | "eval",
  runs: string[][],
  heading: string,
  print: (text: string) => void,
): Promise<Measured[]> {
  const all: Measured[] = [];
  for (const args of runs) all.push(await measure(script, args, print));
  const body = [
    machine(),
    ...all.map(({ command, seconds, exitCode, lines }) =>
      [
        `\`${command}\` (${seconds} s${exitCode === 0 ? "" : `, exit code ${exitCode}`})`,
        "",
        "```",
        ...lines,
        "```",
      ].join("\n"),
    ),
  ].join("\n\n");
  let before = introduction;
  try {
    before = readFileSync(document, "utf8");
  } catch {
    // The first time there is none.
  }
  writeFileSync(document, withPart(before, heading, body));
  return all;
}

/** One table of all ratios. */
export function ratioTable(ratios: Ratio[]): string {
  const widest = Math.max(0, ...ratios.map((ratio) => ratio.command.length));
  return ratios
    .map(({ command, line, times }) => `${command.padEnd(widest)}  ${times.toFixed(2).padStart(7)} ×  ${line}`)
    .join("\n");
}
