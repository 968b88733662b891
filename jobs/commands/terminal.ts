import { InvalidArgumentError } from "commander";
import { env } from "../../lib/env";
import { localDateAndHour } from "../../lib/format/dates";
import { openWorkplace, type Workplace } from "../context";

/** Prints a line for a person, or data. */
export const say = (text: string): void => void process.stdout.write(`${text}\n`);
/** Prints a line that must not mix with data. */
export const warn = (text: string): void => void process.stderr.write(`${text}\n`);
export const sayJson = (value: unknown): void => say(JSON.stringify(value, null, 2));

/** Opens the database and the queue for one command. */
export async function withWorkplace<T>(work: (workplace: Workplace) => Promise<T>): Promise<T> {
  const settings = env();
  // Commands speak to a person: what stages log would only repeat it.
  const workplace = await openWorkplace(
    settings.LOG_LEVEL === "info" ? { ...settings, LOG_LEVEL: "error" } : settings,
    "cli",
  );
  try {
    return await work(workplace);
  } finally {
    await workplace.close();
  }
}

/** Checks an argument that is an id. */
export function uuid(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw new InvalidArgumentError("It is no id.");
  return text;
}

/** Checks an argument that is a whole number from 1 on. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}

/** Checks an argument that is a calendar date. */
export function calendarDate(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(`${text}T00:00Z`))) {
    throw new InvalidArgumentError("It must be a date such as 2026-11-24.");
  }
  return text;
}

/** The date of today's edition. */
export const today = () => localDateAndHour(new Date(), env().APP_TIMEZONE).date;
