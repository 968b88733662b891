import type { Db } from "../db/types";
import { topics } from "./topics";

/** Brings the topics' rows up to date with `starter-topics.json`. Idempotent; rows that readers may follow are kept. */
export async function seedTopics(db: Db): Promise<void> {
  const existing = new Map((await db.topic.findMany()).map((row) => [row.slug, row]));
  for (const [position, topic] of topics.entries()) {
    const row = existing.get(topic.slug);
    const data = { position, name: topic.name, description: topic.description, phrases: topic.phrases };
    if (row && row.position === position && row.name === data.name && row.phrases.join() === data.phrases.join())
      continue;
    await db.topic.upsert({ where: { slug: topic.slug }, create: { slug: topic.slug, ...data }, update: data });
  }
}
