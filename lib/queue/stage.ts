import type { Db, Tx } from "../db/types";
import type { Env } from "../env";
import type { Log } from "../log/log";

/** Every job of the pipeline with the data it carries. */
export interface JobData {
  "poll-feeds": Record<string, never>;
  "merge-shows": { showId: string; intoShowId: string };
  "acquire-transcript": { episodeId: string };
  "extract-insights": { episodeId: string };
  "assign-stories": Record<string, never>;
  "index-episodes": Record<string, never>;
  "reindex-insights": Record<string, never>;
  "build-digest": { date: string; edition?: string };
  "deliver-digest": { digestId: string };
  "deliver-mail": Record<string, never>;
  "tell-paused": { readerId: string };
  "send-link": { requestId: string };
  "send-invitation": { email: string };
}

export type JobName = keyof JobData;

/** Adds a job in the transaction that writes the result it follows from: both are there, or neither. */
export type Enqueue = <N extends JobName>(tx: Tx, name: N, data: JobData[N]) => Promise<void>;

/** What every stage's service is given. */
export interface StageContext {
  db: Db;
  env: Env;
  log: Log;
  now: () => Date;
  enqueue: Enqueue;
}
