/**
 * Hosts that put advertisements into recordings at each download, by their own descriptions: a transcript's times are then
 * those of the recording without them.
 */
const inserting =
  /(?:^|[./])(?:megaphone\.fm|art19\.com|acast\.com|omnycontent\.com|omny\.fm|simplecastaudio\.com|spreaker\.com|audioboom\.com|adswizz\.com|triton(?:digital)?\.com|podbean\.com|ivoox\.com)(?:[/:]|$)/i;

/** The last words may come before closing music, but not after the recording's end. */
const afterEndMs = 5_000;
const closingMs = 120_000;
/** Of the recording's length. */
const closingShare = 0.05;

/**
 * Whether a publisher's transcript may not fit the recording that listeners get: it ends after the recording, or long before
 * its end, or the recording comes from a host that inserts advertisements.
 */
export function mayNotFit(
  transcriptEndMs: number,
  recording: { durationSeconds: number | null; enclosureUrl: string | null },
): boolean {
  if (recording.enclosureUrl && inserting.test(recording.enclosureUrl)) return true;
  if (recording.durationSeconds === null) return false;
  const endMs = recording.durationSeconds * 1000;
  return transcriptEndMs > endMs + afterEndMs || endMs - transcriptEndMs > Math.max(closingMs, endMs * closingShare);
}
