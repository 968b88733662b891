import { contradict, type Facts, factsOf, shareName } from "./contradiction";
import { cosine, type EmbeddingScale } from "./embedding";
import type { Likenesses } from "./grouping";
import { textTerms } from "./text-terms";
import { rarity } from "./word-rarity";
import { withCompounds, wordingOf } from "./wording";

/** A claim as matching sees it. */
export interface Claim {
  stems: readonly string[];
  facts: Facts;
  vector: Float32Array;
  /** Null where it is not known: then time tells nothing. */
  publishedAt: Date | null;
  language: string;
  /** The story it was found to tell. */
  storyId: string | null;
}

/** Takes further apart than this tell two stories. */
export const storyWindowMs = 14 * 24 * 3600_000;
/** At this distance in time likeness counts half. */
const halfLifeMs = 14 * 24 * 3600_000;

/**
 * Groups less alike than this stay two stories. Chosen while looking at the project's own set and at passages of three shows;
 * `npm run eval -- stories` shows what others give.
 */
export const storyThreshold = 0.46;

/** A word this rare names something, also in a transcript without capitals (see `rarity`). */
const namingRarity = 0.8;
/** A word this rare is in no dictionary. */
const unknownRarity = 0.97;

/** What likeness counts of two claims that share names and say nothing in common of them. */
const namesAlone = 0.2;
/** A model that finds claims at least so alike, on its own scale, outweighs that they share nothing but names. */
const likeSense = 0.7;

/** Reads a claim for matching. */
export function claimOf(
  text: string,
  rest: Pick<Claim, "vector" | "publishedAt" | "language"> & { storyId?: string | null },
): Claim {
  const terms = textTerms(text);
  return { stems: terms.stems, facts: factsOf(text, terms), storyId: null, ...rest };
}

function apartMs(a: Claim, b: Claim): number {
  return a.publishedAt && b.publishedAt ? Math.abs(a.publishedAt.getTime() - b.publishedAt.getTime()) : 0;
}

/**
 * Tells of two claims whether a word that names something is in both, and one that says something of it. How rare a word is
 * is known of English alone; of other languages the second counts as found.
 */
function commonWords(claims: readonly Claim[], texts: readonly (readonly string[])[]) {
  const kinds = texts.map((stems, i) => {
    const { facts } = claims[i] as Claim;
    const naming = new Set<string>();
    const saying = new Set<string>();
    for (const stem of new Set(stems)) {
      const rare = rarity(stem);
      if (rare >= namingRarity) naming.add(stem);
      if (rare < unknownRarity && !facts.names.has(stem) && !/\d/u.test(stem)) saying.add(stem);
    }
    return { naming, saying };
  });
  const share = (a: ReadonlySet<string>, b: ReadonlySet<string>) => {
    for (const stem of a) if (b.has(stem)) return true;
    return false;
  };
  const at = (i: number) => kinds[i] as (typeof kinds)[number];
  const isEnglish = (i: number) => claims[i]?.language.startsWith("en") ?? false;
  return {
    name: (i: number, j: number) => isEnglish(i) && share(at(i).naming, at(j).naming),
    word: (i: number, j: number) => !isEnglish(i) || share(at(i).saying, at(j).saying),
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
  const texts = withCompounds(claims.map((claim) => claim.stems));
  const wording = wordingOf(texts);
  const common = commonWords(claims, texts);
  const at = (i: number) => claims[i] as Claim;
  /** By the model: 0 for two on different things, 1 for two that say the same; null where there is no model. */
  const sense = (i: number, j: number) =>
    scale && (cosine(at(i).vector, at(j).vector) - scale.unrelated) / (scale.same - scale.unrelated);
  const joined = (i: number, j: number) => {
    const words = wording.likeness(i, j);
    const meaning = sense(i, j);
    return meaning === null ? words : (words + Math.min(1, Math.max(0, meaning * typicalWording))) / 2;
  };
  const isSameThing = (i: number, j: number) => common.name(i, j) || shareName(at(i).facts, at(j).facts);
  return {
    count: claims.length,
    likeness(i, j) {
      if (at(i).language !== at(j).language) return 0;
      const likeness = joined(i, j);
      if (likeness === 0) return 0;
      const isSilent = !common.word(i, j) && isSameThing(i, j) && (sense(i, j) ?? 0) < likeSense;
      return (likeness * (isSilent ? namesAlone : 1)) / (1 + (apartMs(at(i), at(j)) / halfLifeMs) ** 2);
    },
    contradict: (i, j) =>
      at(i).language !== at(j).language ||
      apartMs(at(i), at(j)) > storyWindowMs ||
      contradict(at(i).facts, at(j).facts, () => common.name(i, j)),
    together: (i, j) => at(i).storyId !== null && at(i).storyId === at(j).storyId,
  };
}
