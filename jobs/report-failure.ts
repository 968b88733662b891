import { BudgetError } from "../lib/costs/paid-call";
import { BackupError } from "../lib/db/backup";
import { DatabaseServerError } from "../lib/db/check-server";
import { DataDirInUseError } from "../lib/db/data-dir-lock";
import { isDiskFull } from "../lib/db/disk-full";
import { DataDirVersionError } from "../lib/db/embedded";
import { EnvError } from "../lib/env";
import { FindFeedError } from "../lib/feeds/find-feeds";
import { OpmlError } from "../lib/feeds/opml";
import { EmbeddingError } from "../lib/stories/embedding";
import { TopicListError } from "../lib/topics/topic-list";

/** A mistake that a person can mend; its message is all they need. */
export class UserError extends Error {
  override name = "UserError";
}

const plain = [
  UserError,
  BackupError,
  BudgetError,
  EmbeddingError,
  EnvError,
  DatabaseServerError,
  DataDirInUseError,
  DataDirVersionError,
  FindFeedError,
  OpmlError,
  TopicListError,
];

/** What to print about an error that ends a command: a sentence for what a person can mend, the stack for the rest. */
export function failureText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (plain.some((kind) => error instanceof kind)) return error.message;
  if (isDiskFull(error))
    return "The disk is full. Nothing that was stored is lost: make room on the disk of DATA_DIR, or of the server of DATABASE_URL where that is set, then start again.";
  return error.stack ?? error.message;
}

/** Runs a command's main function; prints what went wrong and sets the exit code. */
export function runMain(main: () => Promise<void>): void {
  main().catch((error) => {
    process.stderr.write(`\n${failureText(error)}\n`);
    process.exit(1);
  });
}
