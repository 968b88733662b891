import { breakScores } from "./sentence-breaks";
import { wordsIn } from "./words";

/** A part of a text; offsets are characters, end exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** A sentence of talk without punctuation, with the log-odds that it begins and ends where we cut. */
export interface SpokenSpan extends Span {
  startOdds: number;
  endOdds: number;
}

/** From this length on a sentence's end becomes likelier with each word. */
const usualWords = 14;
/** How much a pause speaks for a sentence's end. */
const pauseOdds = 1.6;
/** The ends of a run are ends of whatever had punctuation around it. */
const certain = 9;

/**
 * Cuts a run of talk without punctuation where its words and pauses say that a sentence ends.
 * @param pauses offsets in the text before which the speaker paused.
 */
export function spokenSpans(text: string, run: Span, pauses: ReadonlySet<number>): SpokenSpan[] {
  const words = wordsIn(text.slice(run.start, run.end));
  const scores = breakScores(words.map((word) => word.plain));
  const spans: SpokenSpan[] = [];
  let first = 0;
  let startOdds = certain;
  const close = (next: number, odds: number) => {
    const from = words[first];
    const to = words[next - 1];
    if (from === undefined || to === undefined) return;
    spans.push({ start: run.start + from.start, end: run.start + to.end, startOdds, endOdds: odds });
    first = next;
    startOdds = odds;
  };
  for (let at = 1; at < words.length; at++) {
    const length = at - first;
    const paused = pauses.has(run.start + (words[at]?.start ?? 0)) ? pauseOdds : 0;
    const long = length > usualWords ? 1.5 * Math.log(length / usualWords) : 0;
    const odds = (scores[at] ?? 0) + paused + long;
    if (odds > 0) close(at, odds);
  }
  close(words.length, certain);
  // Signs before the first and behind the last word belong to them, so that nothing of the text is lost.
  const opening = spans[0];
  const closing = spans.at(-1);
  if (opening === undefined || closing === undefined) return [{ ...run, startOdds: certain, endOdds: certain }];
  opening.start = run.start;
  closing.end = run.end;
  return spans;
}
