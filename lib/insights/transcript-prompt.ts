import { createHash } from "node:crypto";
import type { SpokenSegment } from "./insight";
import type { Part } from "./parts";

/** What a model is told of an episode beside its transcript; texts are the publisher's, without orders. */
export interface AboutEpisode {
  showTitle: string;
  episodeTitle: string;
  notes: string;
  persons: readonly string[];
  publishedAt: Date;
  language: string | null;
}

/** Notes beyond this are lists of links more often than not. */
const mostNotes = 1_500;

/** Nothing in a stranger's text may look like the end of the data. */
const inert = (text: string) => text.replace(/\s+/gu, " ").replaceAll("<", "‹").replaceAll(">", "›").trim();

/** Marks data with lines that its writer cannot know: their name follows from the data itself. */
function marked(name: string, body: string): string {
  const mark = `${name}-${createHash("sha256").update(body).digest("hex").slice(0, 12)}`;
  return `<${mark}>\n${body}\n</${mark}>`;
}

/** Segments with their numbers, as a model is shown them; those that give orders to machines are withheld. */
export function numberedSegments(
  segments: readonly SpokenSegment[],
  { first, last }: Part,
  withheld: ReadonlySet<number>,
): string {
  const lines: string[] = [];
  let speaker: string | null = null;
  for (let index = first; index <= last; index++) {
    const segment = segments[index];
    if (!segment) continue;
    if (withheld.has(index)) {
      lines.push(`[${index}] (withheld)`);
      continue;
    }
    const says = segment.speaker !== null && segment.speaker !== speaker ? `${inert(segment.speaker)}: ` : "";
    speaker = segment.speaker;
    lines.push(`[${index}] ${says}${inert(segment.text)}`);
  }
  return lines.join("\n");
}

/** The question about one part of an episode: what it is, then its transcript, both as data. */
export function partQuestion(
  about: AboutEpisode,
  segments: readonly SpokenSegment[],
  part: Part,
  place: { number: number; count: number },
  withheld: ReadonlySet<number>,
): string {
  const date = about.publishedAt.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  const lines = [
    `Show: ${inert(about.showTitle)}`,
    `Episode: ${inert(about.episodeTitle)}`,
    `Published: ${date}`,
    ...(about.persons.length > 0 ? [`People: ${about.persons.map(inert).join(", ")}`] : []),
    ...(about.language ? [`Language: ${inert(about.language)} (write in it)`] : []),
    ...(about.notes ? [`Notes: ${inert(about.notes).slice(0, mostNotes)}`] : []),
  ];
  const which = place.count > 1 ? `Part ${place.number} of ${place.count}; other parts are read on their own.\n` : "";
  return `${marked("episode", lines.join("\n"))}\n\n${which}${marked("transcript", numberedSegments(segments, part, withheld))}`;
}
