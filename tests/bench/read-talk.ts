import { timeSentences } from "../../jobs/demo/script";
import { sampleShows } from "../../jobs/demo/shows";
import type { SpokenSegment } from "../../lib/insights/insight";
import { sentencesOf } from "../../lib/insights/sentences";
import { extractVerbatim } from "../../lib/insights/verbatim";
import { episodesBelow } from "../eval/episodes";
import { edited, otherNames } from "../support/many-episodes";
import { coreMs } from "./core-time";
import { noteRatio } from "./ratios";

/** Talk to read, by what kind of transcript it is. */
interface Talk {
  name: string;
  episodes: SpokenSegment[][];
}

/** What reading some talk takes, in milliseconds of a core for an hour of it. */
export interface TalkFigures {
  name: string;
  hours: number;
  extractMs: number;
  /** For cutting the same into sentences, which whatever reads it has to do. */
  sentencesMs: number;
}

/** Sample episodes one behind the other until they last so long, with names and numbers of their own. */
export function madeTalk(hours: number, edition: number): SpokenSegment[] {
  const edit = otherNames(edition);
  const scripts = sampleShows().flatMap((show) => show.episodes.filter(({ turns }) => turns.length > 0));
  const segments: SpokenSegment[] = [];
  for (let at = edition; (segments.at(-1)?.endMs ?? 0) < hours * 3600_000; at++) {
    const script = scripts[at % scripts.length];
    const startMs = segments.at(-1)?.endMs ?? 0;
    if (script === undefined) break;
    for (const sentence of timeSentences(edited(script, edition, edit)))
      segments.push({ ...sentence, startMs: startMs + sentence.startMs, endMs: startMs + sentence.endMs });
  }
  return segments;
}

/** The same as machines hear it: no speakers, no punctuation, small letters. */
function asHeard(segments: readonly SpokenSegment[]): SpokenSegment[] {
  return segments.map((segment) => ({
    ...segment,
    speaker: null,
    text: segment.text.toLowerCase().replace(/[^\p{L}\p{N}' ]/gu, ""),
  }));
}

const hoursOf = (episodes: SpokenSegment[][]) =>
  episodes.reduce((sum, segments) => sum + (segments.at(-1)?.endMs ?? 0), 0) / 3600_000;

/** Reads an episode as the pipeline does where no model is configured. @returns how many insights it gives. */
export function readTalk(segments: readonly SpokenSegment[]): number {
  return extractVerbatim({
    ...{ segments, showTitle: "A show", episodeTitle: "An episode", description: "", persons: [], language: "en" },
  }).insights.length;
}

async function measure({ name, episodes }: Talk): Promise<TalkFigures> {
  const hours = hoursOf(episodes);
  const sentencesMs = await coreMs(() => episodes.forEach((segments) => void sentencesOf(segments)));
  const extractMs = await coreMs(() => episodes.forEach(readTalk));
  return { name, hours, extractMs: extractMs / hours, sentencesMs: sentencesMs / hours };
}

/**
 * How long the extractor without a model takes for talk: made episodes of an hour, as written and as heard by machines, and one of
 * four hours; or the transcripts below a folder.
 */
export async function benchTalk(
  { data, episodes }: { data?: string; episodes: number },
  print: (text: string) => void,
): Promise<TalkFigures[]> {
  const hours = Array.from({ length: episodes }, (_, edition) => madeTalk(1, edition));
  const talks: Talk[] =
    data === undefined
      ? [
          { name: "written by people", episodes: hours },
          { name: "heard by machines, no punctuation", episodes: hours.map(asHeard) },
          { name: "four hours in one episode", episodes: [madeTalk(4, 0)] },
        ]
      : [{ name: "transcripts", episodes: [...episodesBelow(data, () => {})].map(({ segments }) => segments) }];
  // What is compiled and looked up once is nobody's hour.
  for (const { episodes: few } of talks) readTalk(few[0] ?? []);
  print("Reading talk without a model:");
  const figures: TalkFigures[] = [];
  for (const talk of talks) {
    const figure = await measure(talk);
    figures.push(figure);
    const { extractMs, sentencesMs } = figure;
    print(
      `  ${talk.name.padEnd(34)} ${figure.hours.toFixed(1).padStart(6)} h: ${(extractMs / 1000).toFixed(3)} s of a core an hour, ${(1000 / extractMs).toFixed(2)} hours a second, ${(extractMs / sentencesMs).toFixed(2)} × cutting it into sentences`,
    );
    noteRatio({
      ...{
        what: `reading talk without a model (${talk.name})`,
        reference: "cutting it into sentences",
        better: "less",
      },
      times: extractMs / sentencesMs,
    });
  }
  return figures;
}
