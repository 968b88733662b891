import { createHash } from "node:crypto";
import type { Db, Tx } from "../db/types";
import { shippedTopics, type TopicDefinition } from "./topics";

/** The installation's topics in their order. */
export async function listTopics(db: Db | Tx): Promise<TopicDefinition[]> {
  return db.topic.findMany({
    orderBy: [{ position: "asc" }, { slug: "asc" }],
    select: { slug: true, name: true, description: true, phrases: true },
  });
}

const hashOf = ({ slug, name, description, phrases }: TopicDefinition) =>
  createHash("sha256")
    .update(JSON.stringify([slug, name, description, phrases]))
    .digest("hex");

/**
 * Brings the topics up to date with the shipped list, as far as the operator left them alone: one that was edited keeps its
 * edits, one that was removed stays away. Idempotent.
 * @returns the addresses of those that were written.
 */
export async function seedTopics(db: Db): Promise<Set<string>> {
  const written = new Set<string>();
  const rows = new Map((await listTopics(db)).map((row) => [row.slug, row]));
  const seeds = new Map((await db.topicSeed.findMany()).map((seed) => [seed.slug, seed.hash]));
  for (const [position, topic] of shippedTopics.entries()) {
    const { slug } = topic;
    const row = rows.get(slug);
    const seed = seeds.get(slug);
    const hash = hashOf(topic);
    // Rows without a seed were written before topics could be edited, or are the operator's own under a shipped address.
    const isUntouched = row ? seed === undefined || hashOf(row) === seed : seed === undefined;
    if (seed === hash || !isUntouched) continue;
    await db.$transaction([
      db.topic.upsert({ where: { slug }, create: { ...topic, position }, update: topic }),
      db.topicSeed.upsert({ where: { slug }, create: { slug, hash }, update: { hash } }),
    ]);
    written.add(slug);
  }
  return written;
}

/**
 * Adds topics, or changes those that are there.
 * @param topics each gets its position in this list; without `inOrder` a new one goes to the end and others stay.
 */
export async function saveTopics(tx: Tx, topics: TopicDefinition[], options: { inOrder: boolean }): Promise<void> {
  const { _max } = await tx.topic.aggregate({ _max: { position: true } });
  const end = (_max.position ?? -1) + 1;
  for (const [i, topic] of topics.entries()) {
    const position = options.inOrder ? i : end + i;
    await tx.topic.upsert({
      where: { slug: topic.slug },
      create: { ...topic, position },
      update: options.inOrder ? { ...topic, position } : topic,
    });
  }
}

/** Removes topics, with what readers followed or muted of them. @returns how many readers that were. */
export async function removeTopics(tx: Tx, slugs: string[]): Promise<{ removed: number; readers: number }> {
  const readers = await tx.follow.groupBy({ by: ["readerId"], where: { topicSlug: { in: slugs } } });
  const { count } = await tx.topic.deleteMany({ where: { slug: { in: slugs } } });
  return { removed: count, readers: readers.length };
}

/** Placed insights since an instant, with their text and topics. */
export function insightsToTag(tx: Tx, since: Date) {
  return tx.insight.findMany({
    where: { placedAt: { gt: since } },
    select: {
      id: true,
      headline: true,
      body: true,
      language: true,
      extractor: true,
      topics: { select: { topicSlug: true } },
    },
    orderBy: { id: "asc" },
  });
}

/** Writes which insights have got a topic and which have lost it. */
export async function saveTags(
  tx: Tx,
  added: { insightId: string; topicSlug: string; weight: number }[],
  lost: { insightId: string; topicSlug: string }[],
): Promise<void> {
  await tx.insightTopic.createMany({ data: added, skipDuplicates: true });
  for (const [topicSlug, rows] of Map.groupBy(lost, (row) => row.topicSlug))
    await tx.insightTopic.deleteMany({ where: { topicSlug, insightId: { in: rows.map((row) => row.insightId) } } });
}
