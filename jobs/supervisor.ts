import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { childEnvironment } from "../lib/env";

const projectRoot = join(import.meta.dirname, "..");

interface Supervised {
  name: string;
  child: ChildProcess;
}

/** Starts this installation's processes, restarts those that die and stops all of them in reverse order. */
export class Supervisor {
  #running: Supervised[] = [];
  #stopping = false;
  #onFatal: (sentence: string) => void;

  /** @param onFatal called when a process cannot be kept alive. */
  constructor(onFatal: (sentence: string) => void) {
    this.#onFatal = onFatal;
  }

  /**
   * Starts `jobs/<name>.ts` and waits until it says that it is ready.
   * @param options.keepAlive starts it again when it dies; without, its death is fatal.
   * @param options.quiet drops what it prints on standard output; errors are always shown.
   * @returns what it said.
   * @throws Error with its last words when it ends before it is ready.
   */
  async start<Ready>(
    name: string,
    options: { environment: Record<string, string>; args?: string[]; keepAlive: boolean; quiet?: boolean },
  ): Promise<Ready> {
    const startedAt = Date.now();
    const child = fork(join(projectRoot, "jobs", `${name}.ts`), options.args ?? [], {
      cwd: projectRoot,
      env: childEnvironment(options.environment),
      execArgv: ["--import", "tsx"],
      stdio: ["ignore", options.quiet ? "ignore" : "inherit", "inherit", "ipc"],
    });
    const supervised = { name, child };
    this.#running.push(supervised);
    const ready = await new Promise<Ready>((resolve, reject) => {
      child.once("message", (message) => resolve(message as Ready));
      child.once("error", reject);
      child.once("exit", () => reject(new ChildFailedError(`The ${name} process could not start.`)));
    }).catch((error) => {
      this.#forget(supervised);
      throw error;
    });
    child.once("exit", () => {
      this.#forget(supervised);
      if (this.#stopping) return;
      if (!options.keepAlive || Date.now() - startedAt < 5_000) {
        this.#onFatal(`The ${name} process ended unexpectedly. Start again; nothing is lost.`);
        return;
      }
      this.start(name, options).catch((error) => this.#onFatal(String(error.message)));
    });
    return ready;
  }

  #forget(supervised: Supervised): void {
    this.#running = this.#running.filter((other) => other !== supervised);
  }

  /** Stops every process, the last started first, so that the database outlives those that use it. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const { child } of this.#running.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await gone;
      clearTimeout(timer);
    }
    this.#running = [];
  }
}

/** A child ended before it was ready; it has already said why on standard error. */
export class ChildFailedError extends Error {
  override name = "ChildFailedError";
}
