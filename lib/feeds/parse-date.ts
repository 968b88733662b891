/** Languages whose months are seen in feeds that claim to be written in English. */
const languages = "en pt es fr de it nl pl ru el hu sv da nb fi tr cs sk ro hr".split(" ");

/** Obsolete zones of RFC 822 and others that are seen, in hours from UTC. */
const zones: Record<string, number> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  wet: 0,
  bst: 1,
  cet: 1,
  mez: 1,
  cest: 2,
  mesz: 2,
  eet: 2,
  eest: 3,
  msk: 3,
  ist: 5.5,
  jst: 9,
  kst: 9,
  aest: 10,
  aedt: 11,
  ast: -4,
  adt: -3,
  brt: -3,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  akst: -9,
  akdt: -8,
  hst: -10,
};

let monthNumbers: Map<string, number> | undefined;

/** Names and short names of months without accents and dots, in the languages above; where two differ the first counts. */
function months(): Map<string, number> {
  if (monthNumbers) return monthNumbers;
  monthNumbers = new Map();
  for (const language of languages) {
    for (const style of ["short", "long"] as const) {
      for (let month = 0; month < 12; month++) {
        const parts = new Intl.DateTimeFormat(language, {
          day: "numeric",
          month: style,
          timeZone: "UTC",
        }).formatToParts(new Date(Date.UTC(2024, month, 15)));
        const name = bare(parts.find((part) => part.type === "month")?.value ?? "");
        if (/\p{L}{3,}/u.test(name) && !monthNumbers.has(name)) monthNumbers.set(name, month);
      }
    }
  }
  return monthNumbers;
}

function bare(word: string): string {
  return word
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\p{M}.]/gu, "");
}

function monthOf(word: string): number | undefined {
  const name = bare(word);
  return months().get(name) ?? months().get(name.slice(0, 3));
}

/** Minutes from UTC of "+0530", "+05:30", "-5", "EST"; 0 where nothing is said. */
function offsetMinutes(zone: string): number {
  const numeric = /([+-])(\d{1,2}):?(\d{2})?/.exec(zone);
  if (numeric) return (numeric[1] === "-" ? -1 : 1) * (Number(numeric[2]) * 60 + Number(numeric[3] ?? 0));
  return (zones[zone.trim().toLowerCase()] ?? 0) * 60;
}

function instant(year: number, month: number, day: number, time: string, zone: string): Date | null {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  const valid = month >= 0 && month < 12 && day >= 1 && day <= 31 && hours <= 24 && minutes < 60 && seconds < 62;
  if (!valid || year < 1990 || year > 2200) return null;
  return new Date(Date.UTC(year, month, day, hours, minutes, Math.min(seconds, 59)) - offsetMinutes(zone) * 60_000);
}

const fullYear = (year: string) => (year.length > 2 ? Number(year) : Number(year) + (Number(year) < 70 ? 2000 : 1900));

const clock = String.raw`(\d{1,2}:\d{1,2}(?::\d{1,2})?)(?:[.,]\d+)?`;
const zone = String.raw`\s*([+-]\d{1,2}:?\d{0,2}|[a-z]{1,5}(?:[+-]\d{1,2}:?\d{0,2})?)?`;
/** 2026-11-24T05:00:00+01:00, 2026-11-24 05:00, 20261124, 2026-11 */
const iso = new RegExp(`^(\\d{4})(?:-?(\\d{2})(?:-?(\\d{2}))?)?(?:[T\\s]+${clock}${zone})?$`, "i");
/** 24 Nov 2026 05:00:00 EST */
const dayFirst = new RegExp(`^(\\d{1,2})[\\s.-]+([\\p{L}.]{3,})[\\s.,-]+(\\d{2,4})(?:[\\sT,]+${clock}${zone})?`, "iu");
/** Nov 24, 2026 05:00 */
const monthFirst = new RegExp(`^([\\p{L}.]{3,})\\s+(\\d{1,2}),?\\s+(\\d{4})(?:[\\sT,]+${clock}${zone})?`, "iu");
/** Nov 24 05:00:00 2026, as C writes it */
const yearLast = new RegExp(`^([\\p{L}.]{3,})\\s+(\\d{1,2})\\s+${clock}\\s+(?:([a-z]{1,5})\\s+)?(\\d{4})$`, "iu");
/** 11/24/2026 05:00, as Americans write it, unless the first number can be no month */
const slashed = new RegExp(`^(\\d{1,2})/(\\d{1,2})/(\\d{4})(?:[\\sT,]+${clock}${zone})?`, "i");

/**
 * Reads a date as feeds write them: RFC 822 and 5322 with their obsolete zones, missing parts and foreign months, the
 * forms of ISO 8601, and what C and people write. Without a zone it is UTC.
 * @returns null when it is none of these.
 */
export function parseDate(text: string): Date | null {
  const value = text
    .replace(/\([^)]*\)/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const found = iso.exec(value);
  if (found) {
    const [, year = "", month = "1", day = "1", time = "0:0", where = ""] = found;
    return instant(Number(year), Number(month) - 1, Number(day), time, where);
  }
  // "Tue, ", "Tue ", "terça-feira, ": the day of the week tells nothing more.
  const dated = value
    .replace(/^\p{L}[\p{L}.-]*,\s*/u, "")
    .replace(/^\p{L}[\p{L}.-]*\s+(?=\d{1,2}[\s.-]+\p{L}{3,}|\p{L}{3,}\s+\d{1,2}\s+\d)/u, "");
  const day = dayFirst.exec(dated);
  if (day)
    return instant(fullYear(day[3] ?? ""), monthOf(day[2] ?? "") ?? -1, Number(day[1]), day[4] ?? "0:0", day[5] ?? "");
  const month = monthFirst.exec(dated);
  if (month)
    return instant(
      Number(month[3]),
      monthOf(month[1] ?? "") ?? -1,
      Number(month[2]),
      month[4] ?? "0:0",
      month[5] ?? "",
    );
  const last = yearLast.exec(dated);
  if (last)
    return instant(Number(last[5]), monthOf(last[1] ?? "") ?? -1, Number(last[2]), last[3] ?? "0:0", last[4] ?? "");
  const slash = slashed.exec(dated);
  if (slash) {
    const [first, second] = [Number(slash[1]), Number(slash[2])];
    const [m, d] = first > 12 ? [second, first] : [first, second];
    return instant(Number(slash[3]), m - 1, d, slash[4] ?? "0:0", slash[5] ?? "");
  }
  return null;
}
