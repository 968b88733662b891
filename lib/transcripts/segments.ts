import { inOrder } from "./ordered-times";
import type { Cue, TranscriptSegment } from "./transcript";

/** Captions of one speaker that follow each other within this time are one run of speech. */
const sameRunMs = 4_000;

/** A run without a full stop for this long is cut at a caption's end. */
const longestSentence = 400;

/** What ends with a full stop without ending a sentence. */
const abbreviation =
  /(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|vs|etc|e\.g|i\.e|approx|No|Inc|Ltd|Co|Corp|Gen|Sen|Rep|Gov)|\b\p{Lu})\.$/u;

/**
 * Makes segments of whole sentences out of cues: captions that break in mid-sentence are joined, captions that hold
 * several sentences are split, and each sentence's time is interpolated within its cues by characters.
 */
export function toSegments(cues: Cue[]): TranscriptSegment[] {
  const ordered = sharedTimesParted(inOrder(cues.filter((cue) => cue.text.trim() !== "")));
  const segments: TranscriptSegment[] = [];
  let run: Cue[] = [];
  for (const cue of ordered) {
    const last = run.at(-1);
    if (last && isShownAgain(last, cue)) continue;
    const continues =
      last && cue.startMs - last.endMs <= sameRunMs && (cue.speaker === last.speaker || cue.speaker === null);
    if (!continues) {
      segments.push(...splitRun(run));
      run = [];
    }
    run.push(cue);
  }
  segments.push(...splitRun(run));
  // Where people speak at the same time, the later one's sentence begins within the other's.
  const spelling = spellings(segments);
  let at = 0;
  return segments.map((segment) => {
    at = Math.max(at, segment.startMs);
    const speaker = segment.speaker && (spelling.get(segment.speaker.toLowerCase()) ?? segment.speaker);
    return { ...segment, speaker, startMs: at, endMs: Math.max(at, segment.endMs) };
  });
}

/** How each name is written where it is not in capitals; "ANN LEE" and "Ann Lee" are one person. */
function spellings(segments: TranscriptSegment[]): Map<string, string> {
  const names = new Set(segments.flatMap(({ speaker }) => speaker ?? []));
  return new Map([...names].filter((name) => name !== name.toUpperCase()).map((name) => [name.toLowerCase(), name]));
}

/** Some publishers give the lines of one caption the same times: each gets its part of them, by its characters. */
function sharedTimesParted(cues: Cue[]): Cue[] {
  const parted: Cue[] = [];
  for (let from = 0; from < cues.length; ) {
    const first = cues[from] as Cue;
    let to = from + 1;
    while (cues[to]?.startMs === first.startMs && cues[to]?.endMs === first.endMs && cues[to]?.text !== first.text)
      to++;
    const group = cues.slice(from, to);
    const length = group.reduce((sum, cue) => sum + cue.text.length, 0);
    let at = first.startMs;
    for (const cue of group) {
      const endMs = at + ((first.endMs - first.startMs) * cue.text.length) / length;
      parted.push({ ...cue, startMs: Math.round(at), endMs: Math.round(endMs) });
      at = endMs;
    }
    from = to;
  }
  return parted;
}

/** Nobody speaks a word in less. */
const shortestWordMs = 80;

/** Whether a caption is the one before, shown again: while that still stands, or too short for anybody to have said it. */
function isShownAgain(last: Cue, cue: Cue): boolean {
  // Of lists of single words, "very very" is speech.
  if (last.text !== cue.text || last.speaker !== cue.speaker || !cue.text.includes(" ")) return false;
  return cue.startMs < last.endMs || cue.endMs - cue.startMs < shortestWordMs * cue.text.split(" ").length;
}

function splitRun(run: Cue[]): TranscriptSegment[] {
  if (run.length === 0) return [];
  const speaker = run[0]?.speaker ?? null;
  let text = "";
  const places = run.map((cue) => {
    if (text) text += " ";
    const from = text.length;
    text += cue.text.replace(/\s+/g, " ").trim();
    return { from, to: text.length, cue };
  });
  const timeAt = (index: number): number => {
    const place = places.find((p) => index <= p.to) ?? places.at(-1);
    if (!place) return 0;
    const share = place.to === place.from ? 0 : Math.max(0, index - place.from) / (place.to - place.from);
    return Math.round(place.cue.startMs + (place.cue.endMs - place.cue.startMs) * share);
  };
  const startAt = (index: number): number => {
    const place = places.find((p) => index < p.to);
    return place && index <= place.from ? place.cue.startMs : timeAt(index);
  };
  return sentenceRanges(
    text,
    places.map((place) => place.to),
  ).map(([from, to]) => ({
    startMs: startAt(from),
    endMs: Math.max(timeAt(to), startAt(from)),
    speaker,
    text: text.slice(from, to),
  }));
}

function sentenceRanges(text: string, cueEnds: number[]): [number, number][] {
  const ranges: [number, number][] = [];
  let from = 0;
  const cut = (to: number) => {
    if (text.slice(from, to).trim()) ranges.push([from, to]);
    from = to + 1;
  };
  const boundary = /[.?!…]["”’)\]]*(?= ["“‘'([¿¡]*[\p{Lu}\d])/gu;
  for (const match of text.matchAll(boundary)) {
    const to = match.index + match[0].length;
    if (abbreviation.test(text.slice(Math.max(0, to - 12), to))) continue;
    cutLong(to);
    cut(to);
  }
  cutLong(text.length);
  cut(text.length);
  return ranges;

  function cutLong(to: number): void {
    while (to - from > longestSentence) {
      const end = cueEnds.filter((e) => e > from && e < to && e - from <= longestSentence).at(-1);
      if (end === undefined) return;
      cut(end);
    }
  }
}
