import { AsyncLocalStorage } from "node:async_hooks";
import pino, { type DestinationStream } from "pino";

/** What stages need of a logger; pino's order: fields first, then the sentence. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What is being worked on: ids that every line carries which is written meanwhile. */
export type LogFields = Record<string, unknown>;

// One for the process: Next bundles this file once more than Node loads it.
const kept = globalThis as { overheardLogFields?: AsyncLocalStorage<LogFields> };
kept.overheardLogFields ??= new AsyncLocalStorage();
const current = kept.overheardLogFields;

/** Does work of which every log line carries these fields (`job`, `jobId`, `episodeId`, `requestId` …), wherever it is written. */
export function withLogFields<T>(fields: LogFields, work: () => T): T {
  return current.run({ ...current.getStore(), ...fields }, work);
}

/** A structured logger on standard error, so that standard output stays for what commands print. */
export function createLog(name: string, level: string, destination: DestinationStream = pino.destination(2)): Log {
  return pino({ name, level, base: { name }, mixin: () => ({ ...current.getStore() }) }, destination);
}
