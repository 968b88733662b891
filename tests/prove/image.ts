import { type ExecFileSyncOptions, execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { freePort } from "../../lib/db/embedded";

const projectRoot = join(import.meta.dirname, "..", "..");

/** One instruction of a Dockerfile. */
export interface Instruction {
  name: string;
  words: string;
  /** Of which build stage, counted from 0. */
  stage: number;
}

/** The instructions of a Dockerfile, continued lines joined. */
export function readDockerfile(text: string): Instruction[] {
  let stage = -1;
  return text
    .replace(/\\\n/g, " ")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => {
      const [name = "", ...words] = line.trim().split(/\s+/);
      if (name === "FROM") stage++;
      return { name, words: words.join(" "), stage };
    });
}

/** The files that `COPY . .` takes: all that git knows, without those that .dockerignore names. */
export function contextFiles(): string[] {
  const ignored = readFileSync(join(projectRoot, ".dockerignore"), "utf8").split("\n").filter(Boolean);
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: projectRoot,
    encoding: "utf8",
  });
  return listed
    .trim()
    .split("\n")
    .filter((file) => !ignored.some((name) => file === name || file.startsWith(`${name}/`)))
    .filter((file) => existsSync(join(projectRoot, file)));
}

/** What this checkout has already, instead of the commands that take minutes: packages (which other files lead to), and the built pages. */
const ready: Record<string, (app: string) => void> = {
  "npm ci": (app) => symlinkSync(join(projectRoot, "node_modules"), join(app, "node_modules")),
  "npm run build": (app) => {
    cpSync(join(projectRoot, "prisma", "client"), join(app, "prisma", "client"), { recursive: true });
    const pages = join(projectRoot, ".next");
    const filter = (path: string) => path !== join(pages, "cache");
    cpSync(pages, join(app, ".next"), { recursive: true, filter });
    // As after a build: later than everything that was copied.
    const now = new Date();
    utimesSync(join(app, ".next", "BUILD_ID"), now, now);
  },
  "npm prune --omit=dev": () => {},
};

/**
 * Runs the steps of the Dockerfile one by one in a folder, since no Docker engine may be at hand: copies, commands, then the
 * image's own command, until its health check passes.
 * @param options.isShort takes packages and pages from this checkout, which has to have them.
 * @throws when a step fails or the pages do not come.
 */
export async function proveImage(print: (line: string) => void, options: { isShort?: boolean } = {}): Promise<void> {
  const app = mkdtempSync(join(tmpdir(), "overheard-image-"));
  const instructions = readDockerfile(readFileSync(join(projectRoot, "Dockerfile"), "utf8"));
  const run: ExecFileSyncOptions = { cwd: app, stdio: ["ignore", "ignore", "inherit"] };
  try {
    for (const { name, words, stage } of instructions) {
      if (stage > 0 || !["COPY", "RUN"].includes(name)) continue;
      const startedAt = Date.now();
      if (name === "COPY") copy(words, app);
      else if (options.isShort && ready[words]) ready[words](app);
      else execFileSync("sh", ["-c", words], run);
      print(`${name} ${words}  ${((Date.now() - startedAt) / 1000).toFixed(0)} s`);
    }
    await startImage(app, instructions, print);
  } finally {
    rmSync(app, { recursive: true, force: true });
  }
}

function copy(words: string, app: string): void {
  const sources = words.split(" ").slice(0, -1);
  const wanted = contextFiles().filter((file) =>
    sources.some((source) => source === "." || file === source || file.startsWith(`${source}/`)),
  );
  for (const file of wanted) {
    mkdirSync(join(app, dirname(file)), { recursive: true });
    cpSync(join(projectRoot, file), join(app, file), { preserveTimestamps: true });
  }
}

async function startImage(app: string, instructions: Instruction[], print: (line: string) => void): Promise<void> {
  const command = JSON.parse(instructions.find(({ name }) => name === "CMD")?.words ?? "[]") as string[];
  const port = await freePort();
  const data = mkdtempSync(join(tmpdir(), "overheard-image-data-"));
  const startedAt = Date.now();
  const [program = "npm", ...args] = command;
  const child = spawn(program, args, {
    cwd: app,
    detached: true,
    env: { ...process.env, NODE_ENV: "production", DATA_DIR: data, PORT: String(port), DATABASE_URL: "", ENV_FILE: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  try {
    for (const deadline = Date.now() + 90_000; ; ) {
      const answer = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => null);
      if (answer?.ok) break;
      if (Date.now() > deadline || child.exitCode !== null)
        throw new Error(`The image's command gave no pages.\n${output}`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    if (/Building the pages/.test(output)) throw new Error("The image builds its pages again at its start.");
    print(`CMD ${command.join(" ")}  healthy after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  } finally {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    if (child.pid && child.exitCode === null) {
      process.kill(-child.pid, "SIGTERM");
      await gone;
    }
    rmSync(data, { recursive: true, force: true });
  }
}
