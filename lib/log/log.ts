import pino from "pino";

/** What stages need of a logger; pino's order: fields first, then the sentence. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A structured logger on standard error, so that standard output stays for what commands print. */
export function createLog(name: string, level: string): Log {
  return pino({ name, level, base: { name } }, pino.destination(2));
}
