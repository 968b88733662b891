/** The calendar parts of an instant in a time zone, as people in Britain write them; built from parts so that no ICU version adds commas. */
function parts(instant: Date, timeZone: string): Record<"weekday" | "day" | "month" | "year", string> {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
  const found = Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, part.value]));
  return { weekday: found.weekday ?? "", day: found.day ?? "", month: found.month ?? "", year: found.year ?? "" };
}

/**
 * The calendar date of an instant in a time zone.
 * @param timeZone an IANA name such as "Europe/Lisbon".
 * @returns for example "2026-11-24".
 */
export function localDate(instant: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  const found = Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, part.value]));
  return `${(found.year ?? "").padStart(4, "0")}-${found.month}-${found.day}`;
}

/**
 * A calendar date as people say it.
 * @param date for example "2026-11-24"; it already belongs to a zone, so none is asked for.
 * @returns "Tuesday 24 November", and with `year` "Tuesday 24 November 2026".
 */
export function dayInWords(date: string, options: { year?: boolean } = {}): string {
  const { weekday, day, month, year } = parts(new Date(`${date}T12:00:00Z`), "UTC");
  return [weekday, day, month, ...(options.year ? [year] : [])].join(" ");
}

/**
 * The day of an instant in a time zone, without its weekday.
 * @param now the year is left out when it is the same as now's.
 * @returns "24 November" or "24 November 2025".
 */
export function shortDay(instant: Date, timeZone: string, now: Date): string {
  const { day, month, year } = parts(instant, timeZone);
  return year === parts(now, timeZone).year ? `${day} ${month}` : `${day} ${month} ${year}`;
}

/** The calendar date and hour of an instant in a time zone. */
export function localDateAndHour(at: Date, timeZone: string): { date: string; hour: number } {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? "";
  return { date: `${part("year")}-${part("month")}-${part("day")}`, hour: Number(part("hour")) };
}

/** A month as people say it. @param month "2026-11". @returns "November 2026". */
export function monthInWords(month: string): string {
  const { month: name, year } = parts(new Date(`${month}-15T12:00:00Z`), "UTC");
  return `${name} ${year}`;
}

/**
 * The instant at which a calendar date begins in a time zone (its first hour where daylight saving leaves out midnight).
 * @param date for example "2026-11-24".
 */
export function startOfDay(date: string, timeZone: string): Date {
  const asUtc = Date.parse(`${date}T00:00:00Z`);
  // How far the zone's clock is ahead of UTC, twice: the first guess may lie on the other side of a change.
  const first = asUtc - aheadMs(asUtc, timeZone);
  return new Date(asUtc - aheadMs(first, timeZone));
}

function aheadMs(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(new Date(at));
  const part = (type: string) => Number(parts.find((found) => found.type === type)?.value);
  const local = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return local - Math.floor(at / 1000) * 1000;
}
