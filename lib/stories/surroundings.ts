import { promoSegments } from "../insights/advertisement";
import type { SegmentRun } from "../insights/segment-runs";
import type { TranscriptSegment } from "../transcripts/transcript";
import { textTerms } from "./text-terms";

/** What is said on a subject lies behind the words that are quoted rather than before them. */
const reachMs = { before: 60_000, behind: 240_000 };
/** As much as anybody says in that time; a transcript whose times are wrong may have a book there. In content words. */
const mostStems = { before: 200, behind: 800 };

/** A place in an episode, in milliseconds. */
export interface SpokenPlace {
  startMs: number;
  endMs: number;
}

/**
 * Reads from an episode's talk what is said around some places of it: people who speak of one event use the same words within
 * a few minutes, whichever sentence of theirs is quoted. It goes no further than to the next place, where another claim is made,
 * and leaves out advertisements: two shows with one sponsor may have nothing else in common.
 * @param segments of the whole episode.
 * @param places of all its insights.
 * @param promotion what a model called so, beside what rules find.
 * @returns for each place the stems of the talk from a minute before it to four minutes behind it, without its own; null
 *   where there is none.
 */
export function surroundingsOf(
  segments: readonly TranscriptSegment[],
  places: readonly SpokenPlace[],
  promotion: readonly SegmentRun[] = [],
): (string[] | null)[] {
  if (places.length === 0) return [];
  const kinds = promoSegments(segments);
  const talk = segments.filter(
    (_segment, index) => kinds[index] === null && !promotion.some(({ first, last }) => first <= index && index <= last),
  );
  const read = new Map<TranscriptSegment, string[]>();
  const stemsOf = (one: TranscriptSegment) => {
    const stems = read.get(one) ?? textTerms(one.text).stems;
    read.set(one, stems);
    return stems;
  };
  return places.map(({ startMs, endMs }) => {
    const from = Math.max(
      startMs - reachMs.before,
      ...places.filter((other) => other.endMs <= startMs).map((other) => other.endMs),
    );
    const to = Math.min(
      endMs + reachMs.behind,
      ...places.filter((other) => other.startMs >= endMs).map((other) => other.startMs),
    );
    const before = talk.filter((one) => one.endMs <= startMs && one.endMs > from).flatMap(stemsOf);
    const behind = talk.filter((one) => one.startMs >= endMs && one.startMs < to).flatMap(stemsOf);
    const around = [...before.slice(-mostStems.before), ...behind.slice(0, mostStems.behind)];
    return around.length === 0 ? null : around;
  });
}

/** What surroundings are stored as. */
export const surroundingsText = (stems: readonly string[]): string => stems.join(" ");

/** Reads what `surroundingsText` made. */
export const surroundingsFrom = (text: string | null): string[] | null => text?.split(" ") ?? null;
