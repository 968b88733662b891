/** A passage cut into what stands before its quote, the quote, and what stands after it. */
export interface QuotedPassage {
  before: string;
  quote: string;
  after: string;
}

interface Word {
  plain: string;
  start: number;
  end: number;
}

function wordsOf(text: string): Word[] {
  return [...text.matchAll(/[\p{L}\p{N}]+(?:['’.,][\p{L}\p{N}]+)*/gu)].map((match) => ({
    plain: match[0].toLocaleLowerCase("en").replaceAll("’", "'"),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Where the run ends that starts at word `first` of the body and reads the quote, whose fillers may be missing; or null. */
function runEnd(body: Word[], quote: Word[], first: number, mayMiss: number): number | null {
  let at = first;
  let missed = 0;
  for (const word of quote) {
    if (body[at]?.plain === word.plain) at++;
    else if (++missed > mayMiss) return null;
  }
  return at > first ? at : null;
}

/**
 * Finds a receipt's quote inside a passage in the speaker's own words, so that a page shows the words once. The body may
 * have been cleaned of fillers and false starts; the quote keeps them, and its exact words are the ones returned.
 * @returns null when the body is not such a passage (a written body).
 */
export function quotedPassage(body: string, quote: string): QuotedPassage | null {
  const bodyWords = wordsOf(body);
  const quoteWords = wordsOf(quote);
  if (quoteWords.length < 3) return null;
  const mayMiss = Math.floor(quoteWords.length / 4);
  for (let first = 0; first < bodyWords.length; first++) {
    const end = runEnd(bodyWords, quoteWords, first, mayMiss);
    if (end === null || end - first < quoteWords.length - mayMiss) continue;
    const from = bodyWords[first]?.start ?? 0;
    const to = bodyWords[end - 1]?.end ?? body.length;
    const closing = /^[.!?…"”’)]+/u.exec(body.slice(to))?.[0] ?? "";
    const ends = /[.!?…"”’)]$/u.test(quote.trim());
    return {
      before: body.slice(0, from),
      quote: quote.trim() + (ends ? "" : closing),
      after: body.slice(to + closing.length),
    };
  }
  return null;
}

/** Whether an insight is a passage as it was said (the extractor that needs no model), not a written text. */
export function isVerbatim(take: { extractor: string }): boolean {
  return take.extractor.startsWith("verbatim");
}

/** The quote inside an insight's body, where the body is in the speaker's own words and holds it; else null. */
export function passageOf(take: { extractor: string; body: string; quote: { text: string } }): QuotedPassage | null {
  return isVerbatim(take) ? quotedPassage(take.body, take.quote.text) : null;
}
