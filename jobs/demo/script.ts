/** One person's uninterrupted speech. */
interface Turn {
  speaker: string;
  text: string;
}

/** A sample episode as it was written: see jobs/demo/shows/. */
export interface EpisodeScript {
  guid: string;
  title: string;
  hoursAgo: number;
  guests: string[];
  description: string;
  turns: Turn[];
}

/** A timed sentence of a rendered episode. */
export interface TimedSentence {
  startMs: number;
  endMs: number;
  speaker: string;
  text: string;
}

/**
 * Reads a script: `name: value` lines, an empty line, then turns `Full Name: what they say` with empty lines between.
 * @throws Error that names the line, since the scripts are ours.
 */
export function parseScript(source: string, name: string): EpisodeScript {
  const [head = "", ...blocks] = source
    .replace(/\r\n/g, "\n")
    .trim()
    .split(/\n\s*\n/);
  const header = new Map(
    head.split("\n").map((line): [string, string] => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    }),
  );
  const field = (key: string) => {
    const value = header.get(key);
    if (value === undefined) throw new Error(`The sample episode ${name} has no "${key}:" line.`);
    return value;
  };
  const turns = blocks.map((block) => {
    const match = /^([\p{Lu}][^:\n]{2,40}): (.+)$/su.exec(block.trim());
    if (!match?.[1] || !match[2])
      throw new Error(`The sample episode ${name} has a turn without a speaker: ${block.slice(0, 60)}`);
    return { speaker: match[1], text: match[2].replace(/\s+/g, " ").trim() };
  });
  return {
    guid: field("guid"),
    title: field("title"),
    hoursAgo: Number(field("hoursAgo")),
    guests: field("guests")
      .split(",")
      .map((guest) => guest.trim())
      .filter(Boolean),
    description: field("description"),
    turns,
  };
}

/** People speak some 150 words a minute and leave a short pause between turns. */
const msPerWord = 400;
const pauseMs = 450;

/** Gives every sentence its time, from the number of its words. */
export function timeSentences(script: EpisodeScript): TimedSentence[] {
  const sentences: TimedSentence[] = [];
  let at = 1_200;
  for (const turn of script.turns) {
    for (const text of splitSentences(turn.text)) {
      const endMs = at + text.split(" ").length * msPerWord;
      sentences.push({ startMs: at, endMs, speaker: turn.speaker, text });
      at = endMs;
    }
    at += pauseMs;
  }
  return sentences;
}

/** Splits where a sentence ends and the next begins with a capital or a digit; the scripts hold no abbreviations that do. */
function splitSentences(text: string): string[] {
  return text.split(/(?<=[.?!]"?) (?=["\p{Lu}\d])/u);
}

/** How long a rendered episode is. */
export function durationSeconds(sentences: TimedSentence[]): number {
  return Math.ceil(((sentences.at(-1)?.endMs ?? 0) + 2_000) / 1000);
}
