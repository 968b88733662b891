import { dueInstant, nextDue } from "../../lib/delivery/due";

const hourMs = 3600_000;
const dayMs = 24 * hourMs;

/** A span of time in which a zone's clocks are the same way before UTC. */
interface Span {
  fromMs: number;
  toMs: number;
  offsetMs: number;
}

/** What was found. */
export interface ZonesProof {
  zones: number;
  dates: number;
  instants: number;
  transitions: number;
  faults: string[];
}

/** A zone's clocks over a time, found by looking at every quarter of an hour around where they differ; independent of `due.ts`. */
function spansOf(timeZone: string, fromMs: number, toMs: number): Span[] {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  const offsetAt = (ms: number) => {
    const name = format.formatToParts(ms).find(({ type }) => type === "timeZoneName")?.value ?? "";
    const [, sign, hours, minutes = "0"] = /^GMT([+-])(\d{2}):(\d{2})/u.exec(name) ?? [];
    return sign ? (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000 : 0;
  };
  const spans: Span[] = [{ fromMs, toMs, offsetMs: offsetAt(fromMs) }];
  for (let day = fromMs; day < toMs; day += dayMs) {
    const last = spans.at(-1);
    if (!last || offsetAt(day + dayMs) === last.offsetMs) continue;
    for (let at = day; at <= day + dayMs; at += 15 * 60_000) {
      const before = spans.at(-1);
      const offsetMs = offsetAt(at);
      if (!before || offsetMs === before.offsetMs) continue;
      before.toMs = at;
      spans.push({ fromMs: at, toMs, offsetMs });
    }
  }
  return spans;
}

/** The first instant at which a zone's clocks show a wall time or, where they skip it, a later one of that kind. */
function firstShowing(spans: Span[], wallMs: number): number | null {
  // The wall time itself, where it is shown at all: the earliest.
  for (const { fromMs, toMs, offsetMs } of spans) {
    const at = wallMs - offsetMs;
    if (at >= fromMs && at < toMs) return at;
  }
  // Else the end of the gap that it lies in.
  for (const [index, { fromMs, offsetMs }] of spans.entries()) {
    const before = spans[index - 1];
    if (before && fromMs + before.offsetMs <= wallMs && wallMs < fromMs + offsetMs) return fromMs;
  }
  return null;
}

/**
 * Simulates every IANA zone: each hour of each local date has exactly one instant, the first valid one, and who goes from one
 * email to the next meets every date once.
 * @param options.everyHour all 24 hours of each date; else one that changes from date to date, and all around changes of clocks.
 */
export function proveZones(options: {
  fromYear: number;
  years: number;
  zones?: string[];
  everyHour: boolean;
  log?: (line: string) => void;
}): ZonesProof {
  const zones = options.zones ?? [...Intl.supportedValuesOf("timeZone"), "UTC"];
  const from = Date.UTC(options.fromYear, 0, 1);
  const to = Date.UTC(options.fromYear + options.years, 0, 1);
  const proof: ZonesProof = { zones: zones.length, dates: 0, instants: 0, transitions: 0, faults: [] };
  const fault = (text: string) => {
    if (proof.faults.length < 50) proof.faults.push(text);
  };
  for (const [index, timeZone] of zones.entries()) {
    const spans = spansOf(timeZone, from - 3 * dayMs, to + 3 * dayMs);
    proof.transitions += spans.length - 1;
    const changes = new Set(
      spans.slice(1).flatMap(({ fromMs }) => [-1, 0, 1].map((days) => Math.floor(fromMs / dayMs) + days)),
    );
    for (let day = from / dayMs; day < to / dayMs; day++) {
      const date = new Date(day * dayMs).toISOString().slice(0, 10);
      proof.dates++;
      const hours = options.everyHour || changes.has(day) ? Array.from({ length: 24 }, (_, hour) => hour) : [day % 24];
      for (const hour of hours) {
        const expected = firstShowing(spans, day * dayMs + hour * hourMs);
        const found = dueInstant(date, hour, timeZone)?.getTime() ?? null;
        proof.instants++;
        if (found !== expected) fault(`${timeZone}, ${date}, ${hour}: ${found} and not ${expected}`);
      }
    }
    walk(timeZone, from, to, fault);
    if (index % 50 === 49) options.log?.(`  ${index + 1} of ${zones.length} zones`);
  }
  return proof;
}

/** Goes from email to email for a year of the time, at an hour that clocks change at. */
function walk(timeZone: string, from: number, to: number, fault: (text: string) => void): void {
  const times = { timeZone, hour: 2, days: [1, 2, 3, 4, 5, 6, 7] };
  let due = nextDue(times, new Date(from), null);
  const end = Math.min(to, from + 370 * dayMs);
  while (due && due.at.getTime() < end) {
    const next = nextDue(times, due.at, due.date);
    if (!next || Date.parse(next.date) - Date.parse(due.date) !== dayMs || next.at <= due.at)
      fault(`${timeZone}: after ${due.date} comes ${next?.date}`);
    due = next;
  }
}

/** The result in lines for a person. */
export function zonesText(proof: ZonesProof): string {
  const { zones, dates, instants, transitions, faults } = proof;
  return [
    `${zones} zones, ${dates} local dates, ${instants} instants worked out, ${transitions} changes of clocks among them.`,
    faults.length === 0
      ? "Each hour of a date has exactly one instant, the first valid one; nobody meets a date twice or misses one."
      : `${faults.length} faults or more:\n${faults.slice(0, 10).join("\n")}`,
  ].join("\n");
}
