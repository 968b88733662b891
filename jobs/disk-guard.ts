import { isDiskFull } from "../lib/db/disk-full";
import { raiseAlert } from "../lib/mail/alert";
import { findFullDisk } from "../lib/operations/full-disk";
import type { StageContext } from "../lib/queue/stage";

const lookEveryMs = 5_000;
/** An alert that could not be sent is tried again so often. */
const alertEveryMs = 60_000;

/** Keeps a worker from taking work while a disk is full. */
export interface DiskGuard {
  /** Looks now, and lets the worker begin, pause or go on accordingly. @returns whether a disk is full. Never throws. */
  look(): Promise<boolean>;
  /** Told of errors; one of a full disk is looked into at once. */
  notice(error: unknown): void;
  stop(): void;
}

/**
 * Looks every few seconds whether a disk is full: then the operator is told, and the worker pauses until there is room.
 * What cannot be stored would have been worked and paid for in vain.
 */
export function guardDisk(context: StageContext, work: { begin(): Promise<void>; pause(): Promise<void> }): DiskGuard {
  const { log } = context;
  let isWorking = false;
  let hasPaused = false;
  // The database is tried after an error only, and until it takes something again.
  let isSuspected = false;
  let alertedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<boolean> | undefined;

  async function look(): Promise<boolean> {
    const triesDatabase = isSuspected;
    isSuspected = false;
    const full = await findFullDisk(context, { triesDatabase });
    if (full) {
      isSuspected ||= triesDatabase;
      if (isWorking) {
        isWorking = false;
        hasPaused = true;
        await work.pause();
        log.error({ alert: full.kind }, "This worker takes no more work, since a disk is full.");
      }
      if (performance.now() - alertedAt > alertEveryMs) {
        alertedAt = performance.now();
        await raiseAlert(context, full);
      }
    } else if (!isWorking) {
      await work.begin();
      isWorking = true;
      if (hasPaused) log.info({}, "There is room again: this worker works on.");
    }
    return full !== null;
  }

  const guard: DiskGuard = {
    look() {
      looking ??= look()
        .catch((error) => {
          log.error({ err: error }, "Whether a disk is full could not be looked at.");
          return !isWorking;
        })
        .finally(() => {
          looking = undefined;
        });
      return looking;
    },
    notice(error) {
      if (!isDiskFull(error)) return;
      isSuspected = true;
      void guard.look();
    },
    stop: () => clearInterval(timer),
  };
  const timer = setInterval(() => void guard.look(), lookEveryMs);
  return guard;
}
