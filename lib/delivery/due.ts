/** When a reader wants their email. */
export interface MailTimes {
  /** IANA name. */
  timeZone: string;
  /** 0 to 23. */
  hour: number;
  /** ISO weekdays, 1 is Monday; none means no email. */
  days: readonly number[];
}

/** One email that is to come. */
export interface Due {
  /** The local date it is for. */
  date: string;
  at: Date;
}

const hourMs = 3600_000;
const dayMs = 24 * hourMs;

/** What is later than this is skipped: nobody wants the morning's email in the evening. */
export const latestMs = 6 * hourMs;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** How far a zone's clocks are before UTC at an instant, in milliseconds. */
function offsetMs(instantMs: number, timeZone: string): number {
  const field: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(instantMs)) field[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = field;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instantMs / 1000) * 1000;
}

/** The first instant after `before`, up to `after`, at which the clocks have another offset than at `before`. */
function transition(before: number, after: number, timeZone: string): number {
  const offset = offsetMs(before, timeZone);
  let [low, high] = [before, after];
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (offsetMs(middle, timeZone) === offset) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * The instant of an hour on a local date. An hour that daylight saving skips is the first instant after the gap, one that
 * comes twice is the first of the two.
 * @param date for example "2026-11-24".
 * @returns null where the zone has no such date (it has moved across the date line).
 */
export function dueInstant(date: string, hour: number, timeZone: string): Date | null {
  const wall = Date.parse(`${date}T00:00:00Z`) + hour * hourMs;
  const [earlier, later] = [wall - dayMs, wall + dayMs];
  const offsets = [offsetMs(earlier, timeZone), offsetMs(later, timeZone)];
  const exact = offsets.map((offset) => wall - offset).filter((at) => at + offsetMs(at, timeZone) === wall);
  if (exact.length > 0) return new Date(Math.min(...exact));
  const at = transition(earlier, later, timeZone);
  // A gap of a day or more took the date itself.
  return offsetMs(at, timeZone) - (offsets[0] ?? 0) >= dayMs ? null : new Date(at);
}

const dayAfter = (date: string, days = 1) => new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);

/** The ISO weekday of a calendar date, 1 is Monday. */
const weekday = (date: string) => new Date(date).getUTCDay() || 7;

/**
 * The next email from an instant on.
 * @param afterDate the latest local date that was served or skipped, in whatever zone: no date comes twice. One that lies
 *   days ahead comes from a clock that was wrong, and does not count.
 * @returns null where no email is wanted.
 */
export function nextDue({ timeZone, hour, days }: MailTimes, from: Date, afterDate: string | null): Due | null {
  if (days.length === 0) return null;
  const today = new Date(from.getTime() + offsetMs(from.getTime(), timeZone)).toISOString().slice(0, 10);
  // A gap over midnight puts a date's last hours onto the next one.
  let date = dayAfter(today, -1);
  if (afterDate !== null && afterDate >= date && afterDate <= dayAfter(today, 2)) date = dayAfter(afterDate);
  // A week, and what a zone may leave out.
  for (let tries = 0; tries < 12; tries++, date = dayAfter(date)) {
    if (!days.includes(weekday(date))) continue;
    const at = dueInstant(date, hour, timeZone);
    if (at && at >= from) return { date, at };
  }
  return null;
}

/** Whether an email comes too late to be sent. */
export const isTooLate = (dueAt: Date, now: Date) => now.getTime() - dueAt.getTime() > latestMs;

/** Why what is late was skipped. */
export const lateSentence = "Skipped: it was more than six hours late when it could have been sent.";
