import { BudgetError } from "../costs/paid-call";
import type { Tx } from "../db/types";
import { calledPromotion } from "../insights/called-promotion";
import type { StageContext } from "../queue/stage";
import { listTopics } from "../topics/store";
import { type TopicMatcher, topicMatcher } from "../topics/topics";
import { segmentsOf } from "../transcripts/store";
import { EmbeddingError, insightText, vectorBytes } from "./embedding";
import { modelJudge } from "./judge-claims";
import { groupNeighbourhood, neighbourhoodOf, placedIn, type Take, type TakeReader, takeReader } from "./neighbourhood";
import { refreshStories } from "./refresh-stories";
import type { Destination, Regrouping } from "./regroup";
import { type NearInsight, relatedTo } from "./related";
import { openServingModel, type ServingModel } from "./serving-model";
import {
  createStory,
  extractedEpisodes,
  lastPlacedAt,
  lockPlacing,
  markPlaced,
  mergeStory,
  moveTake,
  type PlacingInsight,
  postponePlacing,
  savePlace,
  saveRelated,
} from "./store";
import { surroundingsOf, surroundingsText } from "./surroundings";

/** What is to be written of an episode; worked out before its transaction, which others have to wait for. */
interface Plan {
  fresh: Take[];
  takes: Take[];
  regrouping: Regrouping;
  related: Map<string, NearInsight[]>;
  /** When the latest insight was placed that was there: a later one may tell the same. */
  seenUntil: Date | null;
}

/** So long what a service kept from being placed waits for the next try. */
const retryAfterMs = 10 * 60_000;
/** After so many that failed one after the other the rest is left for the next time. */
const mostFailures = 3;

/** Why a service gives no vectors now, in a sentence; null where something else is wrong. */
const waitingReason = (error: unknown): string | null =>
  error instanceof EmbeddingError || error instanceof BudgetError ? error.message : null;

/**
 * Places the insights of every extracted episode, oldest publication first: each joins the story that it tells (see
 * `groupingOf`), or begins one; stories that it shows to be one merge, and takes that it shows to tell something else part
 * (see `regroup`). Topics and related insights are stored with it. One transaction an episode, so that a crash loses at
 * most one. Younger episodes wait for older ones that are being read (see `extractedEpisodes`). What a service keeps from being placed waits, with its reason, and the others go on.
 * @param most so many episodes are placed, the oldest first; all where it is missing.
 */
export async function assignStories(context: StageContext, most?: number): Promise<{ placed: number }> {
  const episodes = await extractedEpisodes(context.db, context.now(), most);
  if (episodes.length === 0) return { placed: 0 };
  let placed = 0;
  let failures = 0;
  const postpone = async (ids: string[], error: unknown) => {
    const reason = waitingReason(error);
    if (reason === null) throw error;
    const at = context.now();
    await postponePlacing(context.db, ids, reason, { at, retryAt: new Date(at.getTime() + retryAfterMs) });
    context.log.warn({ episodes: ids.length }, reason);
  };
  const topicsOf = topicMatcher(await listTopics(context.db));
  let serving: ServingModel;
  try {
    serving = await openServingModel(context);
  } catch (error) {
    await postpone(
      episodes.map(({ id }) => id),
      error,
    );
    return { placed };
  }
  const read = takeReader();
  for (const episode of episodes) {
    let vectors: Float32Array[];
    try {
      vectors = await serving.embedder.embed(episode.insights.map(insightText));
      failures = 0;
    } catch (error) {
      await postpone([episode.id], error);
      if (++failures >= mostFailures) break;
      continue;
    }
    const around = await talkAround(context, episode);
    const fresh = () =>
      episode.insights.map((insight, i) =>
        read(insight, vectors[i] ?? new Float32Array(), around.get(insight.id) ?? null),
      );
    for (;;) {
      const plan = await planFor(context, fresh(), serving, read);
      const outcome = await context.db.$transaction(async (tx) => {
        await lockPlacing(tx);
        if ((await lastPlacedAt(tx, serving.embedder.model))?.getTime() !== plan.seenUntil?.getTime()) return "stale";
        if ((await markPlaced(tx, [episode.id], context.now())) === 0) return "was placed";
        await write(tx, plan, serving, topicsOf, context.now());
        return "placed";
      });
      if (outcome === "stale") continue;
      if (outcome === "placed") placed++;
      break;
    }
  }
  return { placed };
}

/** For each insight of an episode the stems of what was said around it, where that is known. */
async function talkAround(
  { db }: StageContext,
  { id, insights }: { id: string; insights: PlacingInsight[] },
): Promise<Map<string, string[] | null>> {
  const segments = insights.length > 0 ? await segmentsOf(db, id) : [];
  const placed = insights.flatMap((insight) => {
    const [first, last] = [segments[insight.firstSegment], segments[insight.lastSegment]];
    return first && last ? [{ id: insight.id, startMs: first.startMs, endMs: last.endMs }] : [];
  });
  const promotion = placed.length > 0 ? await calledPromotion(db, id) : [];
  const around = surroundingsOf(segments, placed, promotion);
  return new Map(placed.map((one, i) => [one.id, around[i] ?? null]));
}

async function planFor(context: StageContext, fresh: Take[], serving: ServingModel, read: TakeReader): Promise<Plan> {
  const { db } = context;
  const seenUntil = await lastPlacedAt(db, serving.embedder.model);
  if (fresh.length === 0)
    return { fresh, takes: [], regrouping: { moves: [], merges: [] }, related: new Map(), seenUntil };
  const placed = placedIn(db, serving, read);
  const neighbourhood = await neighbourhoodOf(placed, fresh);
  const regrouping = await groupNeighbourhood(placed, neighbourhood, {
    scale: serving.embedder.isLocal ? null : serving.scale,
    judge: modelJudge(context),
  });
  const related = new Map<string, NearInsight[]>();
  for (const take of fresh) {
    const to = regrouping.moves.find((move) => move.insightId === take.insight.id)?.to;
    related.set(take.insight.id, await relatedTo(db, take, to && "storyId" in to ? to.storyId : null, serving));
  }
  return { fresh, takes: neighbourhood.takes, regrouping, related, seenUntil };
}

async function write(
  tx: Tx,
  { fresh, takes, regrouping, related }: Plan,
  serving: ServingModel,
  topicsOf: TopicMatcher,
  at: Date,
): Promise<void> {
  const byId = new Map(takes.map((take) => [take.insight.id, take]));
  const begun = new Map<number, string>();
  const changed = new Set<string>();
  const storyAt = async (to: Destination, publishedAt: Date): Promise<string> => {
    if ("storyId" in to) return to.storyId;
    const id = begun.get(to.newStoryOf) ?? (await createStory(tx, publishedAt));
    begun.set(to.newStoryOf, id);
    return id;
  };
  for (const { from, into } of regrouping.merges) await mergeStory(tx, from, into);
  const homes = new Map<string, string>();
  for (const { insightId, to } of regrouping.moves) {
    const take = byId.get(insightId);
    if (!take) continue;
    const storyId = await storyAt(to, take.insight.episode.publishedAt);
    homes.set(insightId, storyId);
    changed.add(storyId);
    if (take.insight.storyId === null) continue;
    changed.add(take.insight.storyId);
    await moveTake(tx, insightId, storyId);
  }
  for (const { insight, claim } of fresh) {
    const merge = regrouping.merges.find(({ from }) => from === insight.storyId);
    // What was read anew stays in its story: readers know it from there.
    const storyId = homes.get(insight.id) ?? merge?.into ?? insight.storyId;
    if (storyId === null) continue;
    changed.add(storyId);
    const stored = {
      embedding: vectorBytes(claim.vector),
      embeddingModel: serving.embedder.model,
      nameStems: [...claim.facts.names].sort(),
      spokenAround: claim.around === null ? null : surroundingsText(claim.around),
      placedAt: at,
    };
    // What a model said of its topics goes before phrases.
    const topics = insight.topics.length > 0 ? [] : topicsOf(insightText(insight), insight.language);
    await savePlace(tx, insight.id, { storyId, ...stored }, topics);
  }
  await serving.index.add(
    tx,
    fresh.map(({ insight, claim }) => ({
      insightId: insight.id,
      publishedAt: insight.episode.publishedAt,
      vector: claim.vector,
    })),
  );
  await saveRelated(tx, related);
  await refreshStories(tx, changed);
}
