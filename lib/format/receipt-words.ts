import { clock } from "./durations";
import { isVerbatim } from "./passage";

/** Stands between the parts of a receipt's line; it goes to the next line together with the word after it. */
export const separator = " ·\u00a0";

const kinds = { fact: null, opinion: "an opinion", forecast: "a forecast", advice: "advice" } as const;

/**
 * What a receipt adds in small words: that it is an opinion, a forecast or advice, and that the text is the speaker's own.
 * A fact needs no word.
 */
export function receiptNotes(take: { kind: keyof typeof kinds; extractor: string }): string[] {
  const kind = kinds[take.kind];
  return [...(kind ? [kind] : []), ...(isVerbatim(take) ? ["in the speaker’s own words"] : [])];
}

/** When in the recording a passage starts: "at 12:04", or "at about 12:04" where times were worked out from the text's length. */
export function passageTime(take: { quote: { startMs: number }; timing: string | null }): string {
  return `at ${take.timing === "interpolated" ? "about " : ""}${clock(take.quote.startMs)}`;
}
