import type { Tx } from "../db/types";
import type { StageContext } from "../queue/stage";
import { listTopics } from "../topics/store";
import { type TopicMatcher, topicMatcher } from "../topics/topics";
import { bytesVector, cosine, vectorBytes } from "./embedding";
import { localEmbedder } from "./local-embedding";
import { byRepresentation } from "./representative";
import { dissentingTakes } from "./stance";
import {
  createStory,
  deleteUntold,
  extractedEpisodes,
  markPlaced,
  mergeStories,
  type PlacingInsight,
  placedInsights,
  saveInsight,
  saveRelated,
  saveStory,
  shownStoryIds,
  takesOf,
} from "./store";
import { type Claim, claimOf, storyWindowMs, tellsSameStory } from "./story-matching";

const relatedCount = 4;
/** Below this two insights have hardly a word in common. */
const leastRelated = 0.12;

interface Placing {
  insight: PlacingInsight;
  claim: Claim;
  storyId: string | null;
}

const textOf = (insight: PlacingInsight) => `${insight.headline}. ${insight.body}`;

/**
 * Places the insights of every extracted episode: each joins the story that it tells (see `tellsSameStory`), or begins
 * one; an insight that connects two stories merges them. Topics and related insights are stored with it. One transaction
 * an episode, so that a crash loses at most one.
 */
export async function assignStories(context: StageContext): Promise<{ placed: number }> {
  let placed = 0;
  const topicsOf = topicMatcher(await listTopics(context.db));
  for (const episode of await extractedEpisodes(context.db)) {
    const vectors = await localEmbedder.embed(episode.insights.map(textOf));
    const fresh = episode.insights.map((insight, i) => toPlacing(insight, vectors[i] ?? new Float32Array()));
    const near = fresh.length > 0 ? await neighbours(context, fresh) : [];
    const moved = await context.db.$transaction(async (tx) => {
      if ((await markPlaced(tx, [episode.id], context.now())) === 0) return false;
      for (const placing of fresh) {
        await place(tx, placing, near, topicsOf, context.now());
        near.push(placing);
      }
      for (const placing of fresh) await saveRelated(tx, placing.insight.id, relatedTo(placing, near));
      for (const storyId of new Set(fresh.map((placing) => placing.storyId)))
        if (storyId) await refreshStory(tx, storyId);
      return true;
    });
    if (moved) placed++;
  }
  return { placed };
}

function toPlacing(insight: PlacingInsight, vector: Float32Array): Placing {
  const { publishedAt, showId } = insight.episode;
  return { insight, claim: claimOf(textOf(insight), vector, publishedAt, showId), storyId: insight.storyId };
}

async function neighbours(context: StageContext, fresh: Placing[]): Promise<Placing[]> {
  const at = fresh[0]?.insight.episode.publishedAt.getTime() ?? 0;
  const rows = await placedInsights(
    context.db,
    localEmbedder.model,
    new Date(at - storyWindowMs),
    new Date(at + storyWindowMs),
  );
  return rows.flatMap((row) => (row.embedding ? [toPlacing(row, bytesVector(row.embedding))] : []));
}

async function place(tx: Tx, placing: Placing, near: Placing[], topicsOf: TopicMatcher, at: Date): Promise<void> {
  const matches = near.filter((other) => tellsSameStory(placing.claim, other.claim));
  // What was read anew stays in its story: readers know it from there.
  const own = placing.storyId;
  const storyIds = [...new Set([...(own ? [own] : []), ...matches.flatMap((match) => match.storyId ?? [])])].sort();
  const shown = storyIds.length > 1 ? await shownStoryIds(tx, storyIds) : new Set<string>();
  // Two stories that digests have shown stay apart: their pages are linked from emails.
  const keep = own ?? storyIds.find((id) => shown.has(id)) ?? storyIds[0];
  const absorbed = storyIds.filter((id) => id !== keep && !shown.has(id));
  const storyId = keep ?? (await createStory(tx, placing.insight.episode.publishedAt));
  if (absorbed.length > 0) {
    await mergeStories(tx, storyId, absorbed);
    for (const other of near) if (other.storyId && absorbed.includes(other.storyId)) other.storyId = storyId;
  }
  placing.storyId = storyId;
  await saveInsight(
    tx,
    placing.insight.id,
    { storyId, embedding: vectorBytes(placing.claim.vector), embeddingModel: localEmbedder.model, placedAt: at },
    // What a model said of its topics goes before phrases.
    placing.insight._count.topics > 0 ? [] : topicsOf(textOf(placing.insight), placing.insight.language),
  );
}

function relatedTo(placing: Placing, near: Placing[]): { relatedId: string; similarity: number }[] {
  return near
    .filter((other) => other.storyId !== placing.storyId && other.claim.showId !== placing.claim.showId)
    .map((other) => ({ relatedId: other.insight.id, similarity: cosine(placing.claim.vector, other.claim.vector) }))
    .filter(({ similarity }) => similarity >= leastRelated)
    .sort((a, b) => b.similarity - a.similarity || a.relatedId.localeCompare(b.relatedId))
    .slice(0, relatedCount);
}

/** The same in every installation that read the same feeds, unlike the ids. */
const identityOf = (take: PlacingInsight) => `${take.episode.guid} ${take.key}`;

/** Title, times and stances follow from the takes alone, so that they do not depend on the order of arrival. */
async function refreshStory(tx: Tx, storyId: string): Promise<void> {
  const takes = byRepresentation(
    (await takesOf(tx, storyId)).map((take) => ({
      ...take,
      showId: take.episode.showId,
      publishedAt: take.episode.publishedAt,
      vector: take.embedding ? bytesVector(take.embedding) : new Float32Array(),
      identity: identityOf(take),
    })),
  );
  const dissenting = dissentingTakes(takes.map((take) => ({ text: textOf(take), showId: take.showId })));
  const times = takes.map((take) => take.publishedAt.getTime());
  const best = takes.find((_, i) => !dissenting.has(i)) ?? takes[0];
  if (!best) return;
  await saveStory(
    tx,
    storyId,
    { title: best.headline, firstSeenAt: new Date(Math.min(...times)), lastSeenAt: new Date(Math.max(...times)) },
    takes.flatMap((take, i) => (dissenting.has(i) ? [take.id] : [])),
  );
}

/** Brings stories up to date after takes were removed; those that nobody tells any more go. */
export async function refreshStories(tx: Tx, storyIds: string[]): Promise<void> {
  await deleteUntold(tx, storyIds);
  for (const storyId of storyIds) await refreshStory(tx, storyId);
}
