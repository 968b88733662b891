import type { Db } from "../db/types";
import { recordUnchanged, type UnchangedCheck } from "./store";

const mostAtOnce = 50;
/** Long enough for others to join, short enough that nobody waits for it. */
const gatherMs = 50;

/** Gathers checks that found nothing new, and records many of them in one statement. */
export class UnchangedChecks {
  #db: Db;
  #gathered: UnchangedCheck[] = [];
  #recorded: Promise<void> | null = null;
  #recordNow = () => {};

  constructor(db: Db) {
    this.#db = db;
  }

  /** Resolves when the check has been recorded. */
  async add(check: UnchangedCheck): Promise<void> {
    this.#gathered.push(check);
    this.#recorded ??= this.#gather();
    const recorded = this.#recorded;
    if (this.#gathered.length >= mostAtOnce) this.#recordNow();
    await recorded;
  }

  async #gather(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, gatherMs);
      this.#recordNow = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    const checks = this.#gathered;
    this.#gathered = [];
    this.#recorded = null;
    await recordUnchanged(this.#db, checks);
  }
}
