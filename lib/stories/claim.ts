import { primaryLanguage } from "../topics/word-forms";
import { contradict, type Facts, factsOf, shareName } from "./contradiction";
import { cosine, type EmbeddingScale } from "./embedding";
import type { Likenesses } from "./grouping";
import { textTerms } from "./text-terms";
import { wordingOf } from "./wording";

/** A claim as matching sees it. */
export interface Claim {
  stems: readonly string[];
  /** Stems of the talk around it; null where it is not known (see `surroundingsOf`). */
  around: readonly string[] | null;
  facts: Facts;
  vector: Float32Array;
  /** Null where it is not known: then time tells nothing. */
  publishedAt: Date | null;
  language: string;
  /** The story it was found to tell. */
  storyId: string | null;
  /** Where it was said; null where it is not known. */
  episodeId: string | null;
}

/** Takes further apart than this tell two stories. */
export const storyWindowMs = 14 * 24 * 3600_000;
/** At this distance in time likeness counts half. */
const halfLifeMs = 14 * 24 * 3600_000;

/**
 * Groups less alike than this stay two stories. Chosen while looking at the project's own set and at passages of three shows;
 * `npm run eval -- stories` shows what others give.
 */
export const storyThreshold = 0.44;

/**
 * Takes that name nobody and nothing in common must be as alike as this themselves, whatever company they keep. Where neither
 * names anything that says nothing: most arguments name nobody.
 */
const namelessLikeness = 0.3;

/** Reads a claim for matching. */
export function claimOf(
  text: string,
  rest: Pick<Claim, "vector" | "publishedAt" | "language"> & {
    storyId?: string | null;
    episodeId?: string | null;
    around?: readonly string[] | null;
  },
): Claim {
  const terms = textTerms(text);
  return { stems: terms.stems, facts: factsOf(text, terms), storyId: null, episodeId: null, around: null, ...rest };
}

function apartMs(a: Claim, b: Claim): number {
  return a.publishedAt && b.publishedAt ? Math.abs(a.publishedAt.getTime() - b.publishedAt.getTime()) : 0;
}

/** What an episode says it says once: its insights are different claims, however many words they share. */
const isOneEpisode = (a: Claim, b: Claim) => a.episodeId !== null && a.episodeId === b.episodeId;

/** How alike a claim and the likest one of an episode are; 0 where the episode is not known. */
function likestOf(
  claims: readonly Claim[],
  joined: (i: number, j: number) => number,
): (i: number, episodeId: string | null) => number {
  const rows = new Map<number, Map<string, number>>();
  return (i, episodeId) => {
    if (episodeId === null) return 0;
    let row = rows.get(i);
    if (!row) {
      row = new Map();
      for (const [j, other] of claims.entries())
        if (j !== i && other.episodeId !== null)
          row.set(other.episodeId, Math.max(row.get(other.episodeId) ?? 0, joined(i, j)));
      rows.set(i, row);
    }
    return row.get(episodeId) ?? 0;
  };
}

/** What takes of one story have in wording on average: what a model's likeness of two such is counted as. */
const typicalWording = 0.3;

/**
 * How alike claims are: in wording (see `wordingOf`), and by an embedding model where one is given, on that model's own
 * scale; less the further apart in time. Claims in two languages have nothing in common.
 * @param scale of the model that made the vectors; null for the local one, which knows nothing beyond the words.
 */
export function likenessesOf(claims: readonly Claim[], scale: EmbeddingScale | null): Likenesses {
  const wording = wordingOf(claims);
  const at = (i: number) => claims[i] as Claim;
  // Feeds write "en", "en-us" and "en-GB".
  const isOneLanguage = (i: number, j: number) => primaryLanguage(at(i).language) === primaryLanguage(at(j).language);
  const hasNames = (i: number) => at(i).facts.names.size > 0;
  const joined = (i: number, j: number) => {
    const words = wording.likeness(i, j);
    if (!scale) return words;
    const sense = (cosine(at(i).vector, at(j).vector) - scale.unrelated) / (scale.same - scale.unrelated);
    return (words + Math.min(1, Math.max(0, sense * typicalWording))) / 2;
  };
  const likest = likestOf(claims, joined);
  return {
    count: claims.length,
    likeness(i, j) {
      if (!isOneLanguage(i, j)) return 0;
      return joined(i, j) / (1 + (apartMs(at(i), at(j)) / halfLifeMs) ** 2);
    },
    contradict: (i, j) =>
      !isOneLanguage(i, j) ||
      isOneEpisode(at(i), at(j)) ||
      joined(i, j) < likest(i, at(j).episodeId) ||
      joined(i, j) < likest(j, at(i).episodeId) ||
      apartMs(at(i), at(j)) > storyWindowMs ||
      contradict(at(i).facts, at(j).facts) ||
      ((hasNames(i) || hasNames(j)) && !shareName(at(i).facts, at(j).facts) && joined(i, j) < namelessLikeness),
    together: (i, j) => at(i).storyId !== null && at(i).storyId === at(j).storyId,
  };
}
