import type { Db, Tx } from "../db/types";
import { type Claim, claimOf, likenessesOf, storyThreshold, storyWindowMs } from "./claim";
import { bytesVector, insightText } from "./embedding";
import { companyLikeness, groupingOf, type Likenesses } from "./grouping";
import type { Judge } from "./judge-claims";
import { type Regrouping, regroup } from "./regroup";
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
/** Of a story that many tell so many takes stand for all. */
const mostTakes = 40;
/** The same in every installation that read the same feeds, unlike the ids. */
export const identityOf = ({ episode, key }: PlacingInsight) => `${episode.guid} ${key}`;

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

/** The two names of a claim that say most about what it is about; none where it has fewer. */
function tellingNames({ facts }: Claim): string[] {
  const names = [...facts.names].sort((a, b) => rarity(b) - rarity(a) || (a < b ? -1 : 1)).slice(0, 2);
  return names.length === 2 ? names : [];
}

/**
 * New takes of one episode with all that they could join: what is near by vector or by names within the window of time, and
 * the other takes of the stories of these. In an order that does not depend on arrival.
 */
export async function neighbourhoodOf(
  db: Db | Tx,
  fresh: readonly Take[],
  serving: ServingModel,
  read: TakeReader,
): Promise<Take[]> {
  const ids = new Set<string>();
  for (const { claim } of fresh) {
    const at = claim.publishedAt?.getTime() ?? 0;
    const span = { from: new Date(at - storyWindowMs), to: new Date(at + storyWindowMs) };
    // The distant ones, too: what they share with everybody is what tells least.
    for (const near of await serving.index.nearest(db, claim.vector, { count: nearestCount, ...span }))
      ids.add(near.insightId);
    const names = tellingNames(claim);
    if (names.length > 0)
      for (const id of await insightsWithNames(db, names, { count: namesakeCount, ...span })) ids.add(id);
  }
  // One that was read anew is there already.
  for (const { insight } of fresh) ids.delete(insight.id);
  const model = serving.embedder.model;
  const candidates = await placedInsights(db, [...ids], model);
  const storyIds = [...new Set(candidates.flatMap((row) => row.storyId ?? []))];
  const missing = (await latestTakes(db, storyIds, mostTakes)).filter(
    (row) => !ids.has(row.id) && !fresh.some(({ insight }) => insight.id === row.id),
  );
  const others =
    missing.length > 0
      ? await placedInsights(
          db,
          missing.map((row) => row.id),
          model,
        )
      : [];
  const placed = [...candidates, ...others].flatMap((row) =>
    row.embedding ? [read(row, bytesVector(row.embedding), surroundingsFrom(row.spokenAround))] : [],
  );
  return [...placed, ...fresh].sort(
    (a, b) =>
      a.insight.episode.publishedAt.getTime() - b.insight.episode.publishedAt.getTime() ||
      (identityOf(a.insight) < identityOf(b.insight) ? -1 : 1),
  );
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
 * @param judge is asked about the border cases; null where there is nobody to ask.
 */
export async function groupNeighbourhood(
  db: Db | Tx,
  takes: readonly Take[],
  serving: ServingModel,
  judge: Judge | null = null,
): Promise<Regrouping> {
  const likenesses = likenessesOf(
    takes.map((take) => take.claim),
    serving.embedder.isLocal ? null : serving.scale,
  );
  const groups = groupingOf(judge ? await judged(takes, likenesses, judge) : likenesses, storyThreshold).at(
    storyThreshold,
  );
  const storyIds = [...new Set(takes.flatMap((take) => take.insight.storyId ?? []))];
  const totals = new Map((await latestTakes(db, storyIds, 1)).map((row) => [row.storyId, row.total]));
  const loaded = (id: string) => takes.filter((take) => take.insight.storyId === id).length;
  const stories = await storyFacts(db, storyIds);
  return regroup(
    takes.map(({ insight }, i) => ({ insightId: insight.id, storyId: insight.storyId, group: groups[i] ?? i })),
    stories.map((story) => ({ ...story, isWhole: loaded(story.id) >= (totals.get(story.id) ?? 0) })),
  );
}
