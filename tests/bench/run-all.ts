import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, homedir, tmpdir, totalmem } from "node:os";
import { join, resolve } from "node:path";
import type { Ratio } from "./ratios";

const projectRoot = join(import.meta.dirname, "..", "..");

/** What one measurement printed, and its figures beside references of the same run. */
export interface Measured {
  /** "npm run bench -- feeds --feeds 1000". */
  command: string;
  seconds: number;
  exitCode: number | null;
  lines: string[];
  ratios: Ratio[];
}

/** Everything that one command measured, and where. */
export interface Report {
  /** The machine and the day, as a line. */
  machine: string;
  measured: Measured[];
}

/** Text without where things lie on this machine. @param folders other folders, each with what is written instead. */
export function withoutPaths(text: string, folders: Record<string, string> = {}): string {
  const names = Object.entries(folders).flatMap(([path, name]) => [
    [path, name] as const,
    [resolve(path), name] as const,
  ]);
  names.push([projectRoot, "."], [tmpdir(), "TMP"], [homedir(), "HOME"]);
  return names
    .filter(([path]) => path.length > 1)
    .sort(([a], [b]) => b.length - a.length)
    .reduce((rest, [path, name]) => rest.replaceAll(path, name), text);
}

async function measure(
  script: "bench" | "eval",
  args: string[],
  folders: Record<string, string>,
  print: (text: string) => void,
): Promise<Measured> {
  const command = withoutPaths(`npm run ${script} -- ${args.join(" ")}`, folders);
  print(`\n${command}`);
  const begun = Date.now();
  const notes = mkdtempSync(join(tmpdir(), "overheard ratios "));
  const file = join(notes, "ratios");
  writeFileSync(file, "");
  try {
    const child = spawn(
      process.execPath,
      ["--expose-gc", "--import", "tsx", join("tests", script, `${script}.ts`), ...args],
      {
        cwd: projectRoot,
        env: { ...process.env, BENCH_RATIOS: file },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      print(chunk.trimEnd());
    });
    const exitCode = await new Promise<number | null>((done) => child.once("close", done));
    return {
      command,
      seconds: Math.round((Date.now() - begun) / 1000),
      exitCode,
      lines: withoutPaths(output, folders).trimEnd().split("\n"),
      ratios: readFileSync(file, "utf8")
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Ratio),
    };
  } finally {
    rmSync(notes, { recursive: true, force: true });
  }
}

function machine(): string {
  const [cpu] = cpus();
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, ${cpus().length} cores (${cpu?.model.trim() ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GiB of memory, Node ${process.versions.node}`;
}

/**
 * Runs measurements one after the other, each in a process of its own.
 * @param options.folders folders that stand in arguments, each with the name that is written of it.
 * @returns everything measured; a measurement that fails is among them with its exit code.
 */
export async function runAll(
  script: "bench" | "eval",
  runs: string[][],
  options: { folders?: Record<string, string>; print: (text: string) => void },
): Promise<Report> {
  const measured: Measured[] = [];
  for (const args of runs) measured.push(await measure(script, args, options.folders ?? {}, options.print));
  return { machine: machine(), measured };
}
