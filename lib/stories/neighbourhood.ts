import type { Db, Tx } from "../db/types";
import { type Claim, claimOf, likenessesOf, storyThreshold, storyWindowMs } from "./claim";
import { bytesVector, insightText } from "./embedding";
import { groupingOf } from "./grouping";
import { type Regrouping, regroup } from "./regroup";
import type { ServingModel } from "./serving-model";
import { insightsWithNames, latestTakes, type PlacingInsight, placedInsights, storyFacts } from "./store";
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

/** Reads insights for matching. */
export type TakeReader = (insight: PlacingInsight, vector: Float32Array) => Take;

/** So many claims are remembered: reading one takes as long as comparing it with dozens. */
const mostRemembered = 20_000;

/** A reader that remembers what it has read: the same takes are near one episode after the other. */
export function takeReader(): TakeReader {
  const claims = new Map<string, Claim>();
  return (insight, vector) => {
    const { language, storyId } = insight;
    const { publishedAt } = insight.episode;
    const known = claims.get(insight.id) ?? claimOf(insightText(insight), { vector, publishedAt, language });
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
    row.embedding ? [read(row, bytesVector(row.embedding))] : [],
  );
  return [...placed, ...fresh].sort(
    (a, b) =>
      a.insight.episode.publishedAt.getTime() - b.insight.episode.publishedAt.getTime() ||
      (identityOf(a.insight) < identityOf(b.insight) ? -1 : 1),
  );
}

/** A judgement of a model about two claims: whether they are one (see `judge-claims.ts`). Undefined where none was asked. */
export type Verdict = (a: Take, b: Take) => boolean | undefined;

/** Groups a neighbourhood, and says what that changes in stories. */
export async function groupNeighbourhood(
  db: Db | Tx,
  takes: readonly Take[],
  serving: ServingModel,
  verdict: Verdict = () => undefined,
): Promise<Regrouping> {
  const likenesses = likenessesOf(
    takes.map((take) => take.claim),
    serving.embedder.isLocal ? null : serving.scale,
  );
  const judged = (i: number, j: number) => verdict(takes[i] as Take, takes[j] as Take);
  const groups = groupingOf(
    {
      ...likenesses,
      contradict: (i, j) => judged(i, j) === false || likenesses.contradict(i, j),
      together: (i, j) => judged(i, j) === true || (likenesses.together?.(i, j) ?? false),
    },
    storyThreshold,
  ).at(storyThreshold);
  const storyIds = [...new Set(takes.flatMap((take) => take.insight.storyId ?? []))];
  const totals = new Map((await latestTakes(db, storyIds, 1)).map((row) => [row.storyId, row.total]));
  const loaded = (id: string) => takes.filter((take) => take.insight.storyId === id).length;
  const stories = await storyFacts(db, storyIds);
  return regroup(
    takes.map(({ insight }, i) => ({ insightId: insight.id, storyId: insight.storyId, group: groups[i] ?? i })),
    stories.map((story) => ({ ...story, isWhole: loaded(story.id) >= (totals.get(story.id) ?? 0) })),
  );
}
