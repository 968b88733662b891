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
 * Whether a transcript's times may not fit the recording that listeners get: that comes from a host which inserts others'
 * advertisements for each of them, also when the transcript is of a recording that we got; or a publisher's transcript ends
 * after the recording, or long before its end.
 */
export function mayNotFit(
  transcript: { endMs: number; isPublishers: boolean },
  recording: { durationSeconds: number | null; enclosureUrl: string | null },
): boolean {
  if (recording.enclosureUrl && inserting.test(recording.enclosureUrl)) return true;
  if (!transcript.isPublishers || recording.durationSeconds === null) return false;
  const endMs = recording.durationSeconds * 1000;
  const silentMs = endMs - transcript.endMs;
  return silentMs < -afterEndMs || silentMs > Math.max(closingMs, endMs * closingShare);
}
