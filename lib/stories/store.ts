import type { Prisma } from "../../prisma/client/client";
import type { Db, Tx } from "../db/types";
import { notRetracted } from "../insights/take";

const placing = {
  id: true,
  key: true,
  headline: true,
  body: true,
  quality: true,
  embedding: true,
  embeddingModel: true,
  storyId: true,
  language: true,
  _count: { select: { topics: true } },
  episode: { select: { id: true, guid: true, showId: true, publishedAt: true } },
} satisfies Prisma.InsightSelect;

/** An insight as the stage sees it. */
export type PlacingInsight = Prisma.InsightGetPayload<{ select: typeof placing }>;

/** Episodes that wait to be placed, oldest publication first, with their insights. */
export function extractedEpisodes(db: Db) {
  return db.episode.findMany({
    where: { stage: "extracted" },
    orderBy: [{ publishedAt: "asc" }, { guid: "asc" }],
    select: { id: true, insights: { where: notRetracted, select: placing, orderBy: { key: "asc" } } },
  });
}

/** Placed insights of episodes published in a span of time. */
export function placedInsights(db: Db, model: string, from: Date, to: Date): Promise<PlacingInsight[]> {
  return db.insight.findMany({
    where: {
      ...notRetracted,
      storyId: { not: null },
      embeddingModel: model,
      episode: { publishedAt: { gte: from, lte: to } },
    },
    select: placing,
  });
}

/** Stories that a digest has shown already. */
export async function shownStoryIds(tx: Tx, ids: string[]): Promise<Set<string>> {
  const rows = await tx.digestItem.findMany({ where: { storyId: { in: ids } }, select: { storyId: true } });
  return new Set(rows.map((row) => row.storyId));
}

/** Adds a story without takes. @returns its id. */
export async function createStory(tx: Tx, publishedAt: Date): Promise<string> {
  const { id } = await tx.story.create({
    data: { title: "", firstSeenAt: publishedAt, lastSeenAt: publishedAt },
    select: { id: true },
  });
  return id;
}

/** Moves all takes of some stories into another one; the emptied ones go, and digest items follow where they can. */
export async function mergeStories(tx: Tx, into: string, from: string[]): Promise<void> {
  await tx.insight.updateMany({ where: { storyId: { in: from } }, data: { storyId: into } });
  await tx.digestItem.updateMany({ where: { storyId: { in: from } }, data: { storyId: into } });
  await tx.story.deleteMany({ where: { id: { in: from } } });
}

/** Saves where an insight belongs. */
export async function saveInsight(
  tx: Tx,
  id: string,
  data: { storyId: string; embedding: Uint8Array<ArrayBuffer>; embeddingModel: string; placedAt: Date },
  topics: { slug: string; weight: number }[],
): Promise<void> {
  await tx.insight.update({ where: { id }, data });
  await tx.insightTopic.createMany({
    data: topics.map(({ slug, weight }) => ({ insightId: id, topicSlug: slug, weight })),
    skipDuplicates: true,
  });
}

/** Saves the nearest insights of another, nearest first. */
export async function saveRelated(
  tx: Tx,
  insightId: string,
  related: { relatedId: string; similarity: number }[],
): Promise<void> {
  await tx.relatedInsight.deleteMany({ where: { insightId } });
  await tx.relatedInsight.createMany({
    data: related.map((row, i) => ({ insightId, rank: i + 1, ...row })),
    skipDuplicates: true,
  });
}

/** A story's takes, for its title, times and stances. */
export function takesOf(tx: Tx, storyId: string): Promise<PlacingInsight[]> {
  return tx.insight.findMany({ where: { storyId, ...notRetracted }, select: placing });
}

/** Saves what follows from a story's takes. */
export async function saveStory(
  tx: Tx,
  id: string,
  data: { title: string; firstSeenAt: Date; lastSeenAt: Date },
  dissenting: string[],
): Promise<void> {
  await tx.story.update({ where: { id }, data });
  await tx.insight.updateMany({
    where: { storyId: id, stance: "dissents", id: { notIn: dissenting } },
    data: { stance: "agrees" },
  });
  if (dissenting.length > 0)
    await tx.insight.updateMany({ where: { id: { in: dissenting } }, data: { stance: "dissents" } });
}

/** Takes episodes on to `placed`. @returns how many were still to be placed. */
export async function markPlaced(tx: Tx, episodeIds: string[], at: Date): Promise<number> {
  const { count } = await tx.episode.updateMany({
    where: { id: { in: episodeIds }, stage: "extracted" },
    data: { stage: "placed", stageChangedAt: at },
  });
  return count;
}

/** The stories in which a show has a take. */
export async function storiesOfEpisodes(tx: Tx, episode: Prisma.EpisodeWhereInput): Promise<string[]> {
  const rows = await tx.story.findMany({
    where: { insights: { some: { episode } } },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** Deletes those of some stories that nobody tells. */
export async function deleteUntold(tx: Tx, ids: string[]): Promise<void> {
  await tx.story.deleteMany({ where: { id: { in: ids }, insights: { none: {} } } });
}
