import type { Db, Tx } from "../db/types";
import { type Claim, claimOf, likenessesOf, storyThreshold, storyWindowMs } from "./claim";
import { bytesVector, type EmbeddingScale, insightText } from "./embedding";
import { companyLikeness, groupingOf, type Likenesses } from "./grouping";
import type { Judge } from "./judge-claims";
import { type Regrouping, regroup } from "./regroup";
import { byIdentity, takeIdentity } from "./representative";
import type { ServingModel } from "./serving-model";
import { insightsWithNames, latestTakes, type PlacingInsight, placedInsights, storyFacts } from "./store";
import { surroundingsFrom } from "./surroundings";
import { rarity } from "./word-rarity";

/** An insight with what matching needs of it. */
export interface Take {
  insight: PlacingInsight;
  claim: Claim;
}

/** So many are looked up for each new insight by its vector, and so many by the names it shares. */
const nearestCount = 20;
const namesakeCount = 10;
/** And so many of any time: what a claim shares with these tells least. */
const backgroundCount = 10;
/** Of a story that many tell so many takes stand for all. */
const mostTakes = 40;
/** Reads insights for matching, each with the stems of what was said around it, where that is known. */
export type TakeReader = (insight: PlacingInsight, vector: Float32Array, around: readonly string[] | null) => Take;

/** So many claims are remembered: reading one takes as long as comparing it with dozens. */
const mostRemembered = 5_000;

/** A reader that remembers what it has read: the same takes are near one episode after the other. */
export function takeReader(): TakeReader {
  const claims = new Map<string, Claim>();
  return (insight, vector, around) => {
    const { language, storyId } = insight;
    const { publishedAt } = insight.episode;
    const known =
      claims.get(insight.id) ??
      claimOf(insightText(insight), { vector, publishedAt, language, around, episodeId: insight.episode.id });
    if (claims.size >= mostRemembered) claims.clear();
    claims.set(insight.id, known);
    return { insight, claim: { ...known, storyId } };
  };
}

const identified = ({ insight }: Take) => ({ id: insight.id, identity: takeIdentity(insight) });

/** The two names of a claim that say most about what it is about; none where it has fewer. */
function tellingNames({ facts }: Claim): string[] {
  const names = [...facts.names].sort((a, b) => rarity(b) - rarity(a) || (a < b ? -1 : 1)).slice(0, 2);
  return names.length === 2 ? names : [];
}

/** The takes that were placed before, as far as new ones are compared with them. */
export interface PlacedTakes {
  /** The nearest by vector, published in a span of time where one is given, nearest first. */
  nearest(vector: Float32Array, options: { count: number; from?: Date; to?: Date }): Promise<string[]>;
  /** The latest published in a span of time that hold all of some names. */
  withNames(names: readonly string[], options: { count: number; from: Date; to: Date }): Promise<string[]>;
  /** Takes by their ids, in any order. */
  takes(ids: readonly string[]): Promise<Take[]>;
  /** The latest takes of each of some stories, at most so many of each, and how many each has in all. */
  latestOf(storyIds: readonly string[], count: number): Promise<{ id: string; storyId: string; total: number }[]>;
  /** When stories were first told, and whether a digest has shown them. */
  stories(ids: readonly string[]): Promise<{ id: string; firstSeenAt: Date; isShown: boolean }[]>;
}

/** Those of the database. */
export function placedIn(db: Db | Tx, { index, embedder }: ServingModel, read: TakeReader): PlacedTakes {
  return {
    nearest: async (vector, options) => (await index.nearest(db, vector, options)).map(({ insightId }) => insightId),
    withNames: (names, options) => insightsWithNames(db, names, options),
    takes: async (ids) =>
      (await placedInsights(db, ids, embedder.model)).flatMap((row) =>
        row.embedding ? [read(row, bytesVector(row.embedding), surroundingsFrom(row.spokenAround))] : [],
      ),
    latestOf: (storyIds, count) => latestTakes(db, storyIds, count),
    stories: (ids) => storyFacts(db, ids),
  };
}

/** New takes among those that they are compared with. */
export interface Neighbourhood {
  /** In an order that does not depend on arrival. */
  takes: Take[];
  /** Those of other times, which nothing can join: they only show what is common. */
  background: ReadonlySet<string>;
}

/**
 * New takes of one episode with all that they could join: what is near by vector or by names within the window of time, and
 * the other takes of the stories of these; besides, what is near at any time.
 */
export async function neighbourhoodOf(placed: PlacedTakes, fresh: readonly Take[]): Promise<Neighbourhood> {
  const ids = new Set<string>();
  const anyTime = new Set<string>();
  for (const { claim } of fresh) {
    const at = claim.publishedAt?.getTime() ?? 0;
    const span = { from: new Date(at - storyWindowMs), to: new Date(at + storyWindowMs) };
    // The distant ones, too: what they share with everybody is what tells least.
    for (const id of await placed.nearest(claim.vector, { count: nearestCount, ...span })) ids.add(id);
    for (const id of await placed.nearest(claim.vector, { count: backgroundCount })) anyTime.add(id);
    const names = tellingNames(claim);
    if (names.length > 0)
      for (const id of await placed.withNames(names, { count: namesakeCount, ...span })) ids.add(id);
  }
  const own = new Set(fresh.map(({ insight }) => insight.id));
  // One that was read anew is there already.
  const candidates = await placed.takes([...ids].filter((id) => !own.has(id)));
  const storyIds = [...new Set(candidates.flatMap(({ insight }) => insight.storyId ?? []))];
  const missing = (await placed.latestOf(storyIds, mostTakes)).filter(({ id }) => !ids.has(id) && !own.has(id));
  const others = missing.length > 0 ? await placed.takes(missing.map(({ id }) => id)) : [];
  const known = new Set([...own, ...[...candidates, ...others].map(({ insight }) => insight.id)]);
  const background = await placed.takes([...anyTime].filter((id) => !known.has(id)));
  return {
    takes: [...candidates, ...others, ...background, ...fresh].sort(
      (a, b) =>
        a.insight.episode.publishedAt.getTime() - b.insight.episode.publishedAt.getTime() ||
        byIdentity(identified(a), identified(b)),
    ),
    background: new Set(background.map(({ insight }) => insight.id)),
  };
}

/** So far from the threshold on either side a pair is a border case. */
const borderWidth = 0.1;
/** So many border cases of an episode are asked about, those nearest to the threshold. */
const mostAsked = 8;

/** Of each new take and each story near the threshold, or other new take, the likest pair; the unsurest first. */
function borderCases(takes: readonly Take[], { contradict, ...rest }: Likenesses): [number, number][] {
  const company = companyLikeness({ contradict, ...rest });
  const found: { pair: [number, number]; likeness: number }[] = [];
  for (const [i, take] of takes.entries()) {
    if (take.insight.storyId !== null) continue;
    const byStory = new Map<string, { pair: [number, number]; likeness: number }>();
    for (const [j, other] of takes.entries()) {
      const isAsked = other.insight.storyId === null && j <= i;
      if (isAsked || other.insight.episode.showId === take.insight.episode.showId || contradict(i, j)) continue;
      const likeness = company(i, j);
      const story = other.insight.storyId ?? other.insight.id;
      if (likeness > (byStory.get(story)?.likeness ?? 0)) byStory.set(story, { pair: [i, j], likeness });
    }
    found.push(...byStory.values());
  }
  const distance = ({ likeness }: { likeness: number }) => Math.abs(likeness - storyThreshold);
  return found
    .filter((one) => distance(one) <= borderWidth)
    .sort((a, b) => distance(a) - distance(b) || a.pair[0] - b.pair[0] || a.pair[1] - b.pair[1])
    .slice(0, mostAsked)
    .map(({ pair }) => pair);
}

/** Has border cases judged. What is said of a new take and one of a story's holds for all takes of that story. */
async function judged(takes: readonly Take[], likenesses: Likenesses, judge: Judge): Promise<Likenesses> {
  const pairs = borderCases(takes, likenesses);
  if (pairs.length === 0) return likenesses;
  const at = (i: number) => takes[i] as Take;
  const answers = await judge(pairs.map(([i, j]) => [at(i).insight, at(j).insight]));
  const told = (i: number) => at(i).insight.storyId ?? at(i).insight.id;
  const verdicts = new Map(pairs.map(([i, j], n) => [`${told(i)} ${told(j)}`, answers[n]]));
  return {
    ...likenesses,
    verdict: (i, j) => verdicts.get(`${told(i)} ${told(j)}`) ?? verdicts.get(`${told(j)} ${told(i)}`),
  };
}

/**
 * Groups a neighbourhood, and says what that changes in stories.
 * @param options.scale of the embedding model; null for the local one.
 * @param options.judge is asked about the border cases; null where there is nobody to ask.
 */
export async function groupNeighbourhood(
  placed: PlacedTakes,
  { takes, background }: Neighbourhood,
  {
    scale,
    judge = null,
    threshold = storyThreshold,
  }: { scale: EmbeddingScale | null; judge?: Judge | null; threshold?: number },
): Promise<Regrouping> {
  const likenesses = likenessesOf(
    takes.map((take) => take.claim),
    scale,
  );
  const groups = groupingOf(judge ? await judged(takes, likenesses, judge) : likenesses, threshold).at(threshold);
  const grouped = takes.flatMap(({ insight }, i) =>
    background.has(insight.id) ? [] : [{ insightId: insight.id, storyId: insight.storyId, group: groups[i] ?? i }],
  );
  const storyIds = [...new Set(grouped.flatMap(({ storyId }) => storyId ?? []))];
  const totals = new Map((await placed.latestOf(storyIds, 1)).map((row) => [row.storyId, row.total]));
  const loaded = (id: string) => grouped.filter(({ storyId }) => storyId === id).length;
  const stories = await placed.stories(storyIds);
  return regroup(
    grouped,
    stories.map((story) => ({ ...story, isWhole: loaded(story.id) >= (totals.get(story.id) ?? 0) })),
  );
}
