/**
 * A place in a recording as players show it.
 * @param ms milliseconds from its start; negative counts as the start.
 * @returns "12:04", and from an hour on "1:02:03".
 */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = String(seconds % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** A length in seconds as people say it: "48 minutes", "1 hour 5 minutes", "50 seconds". */
export function lengthInWords(durationSeconds: number): string {
  if (durationSeconds < 60) return plural(Math.max(1, Math.round(durationSeconds)), "second");
  const minutes = Math.round(durationSeconds / 60);
  if (minutes < 60) return plural(minutes, "minute");
  const rest = minutes % 60;
  return plural(Math.floor(minutes / 60), "hour") + (rest > 0 ? ` ${plural(rest, "minute")}` : "");
}

/** How far off an instant is: "now", "in 5 min", "in 3 h", "in 12 days". */
export function fromNow(at: Date, now: Date): string {
  const minutes = Math.ceil((at.getTime() - now.getTime()) / 60_000);
  if (minutes <= 0) return "now";
  if (minutes < 60) return `in ${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `in ${hours} h` : `in ${Math.round(hours / 24)} days`;
}

/** Words a minute that adults read silently (Brysbaert 2019, non-fiction in English). */
const readingWordsPerMinute = 238;

/**
 * How long texts take to read, to the nearest ten seconds, so that it can be stated and be true.
 * @returns "2 minutes 40 seconds", "1 minute", "30 seconds".
 */
export function readingTime(texts: string[]): string {
  const words = texts.reduce((sum, text) => sum + text.split(/\s+/u).filter(Boolean).length, 0);
  const seconds = Math.max(10, Math.round(((words / readingWordsPerMinute) * 60) / 10) * 10);
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  return [...(minutes > 0 ? [plural(minutes, "minute")] : []), ...(rest > 0 ? [plural(rest, "second")] : [])].join(" ");
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
