import { isOtherLanguage, languageName, languageOf } from "./language";
import { type FinishedTranscript, TranscriptError, type TranscriptSegment } from "./transcript";

/** Fewer words than this are no transcript of an episode. */
const fewestWords = 50;

/** People speak about 150 words a minute; shows with much music still have more than this over their whole length. */
const fewestWordsAMinute = 25;

/** What an episode is known to be. */
export interface ExpectedEpisode {
  durationSeconds: number | null;
  /** A language tag such as "en-GB". */
  language: string | null;
}

/**
 * Refuses what is no transcript of the episode: pages that say an error, stubs, a part of it, or a translation.
 * @throws TranscriptError with a sentence that says which.
 */
export function assertSane(
  { source, format, segments }: { source: string; format: FinishedTranscript["format"]; segments: TranscriptSegment[] },
  { durationSeconds, language }: ExpectedEpisode,
): void {
  const wordCount = countWords(segments);
  if (wordCount < fewestWords)
    throw new TranscriptError(
      format === "html"
        ? "The transcript's address leads to a web page without a transcript, probably an error page."
        : `The transcript is almost empty: it has ${wordCount} words.`,
    );
  if (format === "html" && /<title>[^<]*(not found|404|error|access denied|forbidden|just a moment)/i.test(source))
    throw new TranscriptError("The transcript's address leads to an error page.");
  const minutes = (durationSeconds ?? 0) / 60;
  if (wordCount < minutes * fewestWordsAMinute)
    throw new TranscriptError(
      `The transcript has ${wordCount} words for an episode of ${Math.round(minutes)} minutes, so most of it is missing.`,
    );
  const text = segments.map((segment) => segment.text).join(" ");
  if (language && isOtherLanguage(text, language))
    throw new TranscriptError(
      `The transcript is in ${languageName(languageOf(text) ?? "")} although the show is in ${languageName(language)}.`,
    );
}

/** The words of all segments. */
export function countWords(segments: TranscriptSegment[]): number {
  return segments.reduce((sum, segment) => sum + segment.text.split(/\s+/).length, 0);
}
