import type { Chapter } from "../transcripts/chapters";
import type { SpokenSegment } from "./insight";
import { guessTokens } from "./models";
import { cosine, weigherOf } from "./similarity";

/** A run of segments that is read at once; indexes are inclusive. */
export interface Part {
  first: number;
  last: number;
}

/** Of the text around a border by which its two sides are compared, in words. */
const windowWords = 120;
/** A border may lie so far from where equal parts would have it, as a share of a part. */
const leeway = 0.25;
/** A publisher's chapter within the leeway is worth as much as a fall in likeness of so much. */
const chapterBonus = 0.35;

/** Of a segment with its number and speaker. */
export const segmentTokens = (segment: SpokenSegment) => guessTokens(segment.text) + 6;

/**
 * Cuts an episode into parts of at most so many tokens that overlap, at borders where the talk turns to something else:
 * where what is said before and after has the fewest words in common, or a chapter begins.
 * @returns one part where all fits.
 */
export function planParts(
  segments: readonly SpokenSegment[],
  limits: { mostTokens: number; overlapTokens: number },
  chapters: readonly Chapter[] = [],
  within: Part = { first: 0, last: segments.length - 1 },
): Part[] {
  const sizes = segments.slice(within.first, within.last + 1).map(segmentTokens);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= limits.mostTokens || sizes.length < 2) return within.last < within.first ? [] : [within];
  const room = Math.max(1, limits.mostTokens - limits.overlapTokens);
  // Room for borders to move.
  const count = Math.ceil(total / (room / (1 + leeway)));
  const ideal = total / count;
  const starts = [within.first];
  let passed = 0;
  let after = 0;
  const sums = sizes.map((size) => {
    passed += size;
    return passed;
  });
  for (let border = 1; border < count; border++) {
    const from = ideal * (border - leeway);
    const to = ideal * (border + leeway);
    const candidates = sums.flatMap((sum, at) =>
      sum >= from && sum <= to && at + 1 > after && at + 1 < sizes.length ? [within.first + at + 1] : [],
    );
    const best =
      bestBorder(segments, candidates, chapters) ?? within.first + sums.findIndex((sum) => sum >= ideal * border) + 1;
    if (best > (starts.at(-1) ?? 0) && best <= within.last) {
      starts.push(best);
      after = best - within.first;
    }
  }
  return starts.map((start, index): Part => {
    const next = starts[index + 1];
    let first = start;
    for (let overlap = 0; index > 0 && first > within.first && first - 1 > (starts[index - 1] ?? 0); first--) {
      overlap += sizes[first - 1 - within.first] ?? 0;
      if (overlap > limits.overlapTokens) break;
    }
    return { first, last: next === undefined ? within.last : next - 1 };
  });
}

function bestBorder(
  segments: readonly SpokenSegment[],
  candidates: readonly number[],
  chapters: readonly Chapter[],
): number | null {
  const first = candidates[0];
  const last = candidates.at(-1);
  if (first === undefined || last === undefined) return null;
  const around = segments.slice(Math.max(0, first - 60), last + 60).map((segment) => segment.text);
  const weigher = weigherOf(around, "");
  // Some hundred comparisons are enough to find the turn.
  const step = Math.max(1, Math.floor(candidates.length / 120));
  let best: { at: number; likeness: number } | null = null;
  candidates.forEach((at, index) => {
    const chapter = chapters.some(({ startMs }) => {
      const start = segments[at]?.startMs ?? 0;
      return startMs <= start && startMs > (segments[at - 1]?.startMs ?? 0);
    });
    if (index % step !== 0 && !chapter) return;
    const likeness =
      cosine(weigher.vector(wordsBefore(segments, at)), weigher.vector(wordsAfter(segments, at))) -
      (chapter ? chapterBonus : 0);
    if (best === null || likeness < best.likeness - 1e-9) best = { at, likeness };
  });
  return (best as { at: number } | null)?.at ?? null;
}

function wordsBefore(segments: readonly SpokenSegment[], at: number): string {
  let text = "";
  for (let index = at - 1; index >= 0 && text.length < windowWords * 6; index--)
    text = `${segments[index]?.text} ${text}`;
  return text;
}

function wordsAfter(segments: readonly SpokenSegment[], at: number): string {
  let text = "";
  for (let index = at; index < segments.length && text.length < windowWords * 6; index++)
    text += ` ${segments[index]?.text}`;
  return text;
}
