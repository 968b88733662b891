import type { Db, Tx } from "../db/types";
import type { StageContext } from "../queue/stage";
import { insightsToTag, listTopics, removeTopics, saveTags, saveTopics, seedTopics } from "./store";
import { checkTopic, TopicListError } from "./topic-list";
import { type TopicDefinition, topicMatcher } from "./topics";

/** As far back as digests and pages of topics look. */
const retagWithinMs = 30 * 24 * 3600_000;

/** What an edit did. */
export interface TopicEdit {
  /** Insights of the last 30 days that got or lost a topic. */
  retagged: number;
  /** Readers who followed or muted what was removed. */
  readers: number;
}

/**
 * Adds topics, changes those of the same address, and reads the last 30 days' insights again for them. One transaction.
 * @param options.replace makes the list all there is, in its order; what is not in it is removed.
 * @throws TopicListError where one cannot be used.
 */
export async function putTopics(
  context: StageContext,
  topics: TopicDefinition[],
  options: { replace?: boolean; inOrder?: boolean } = {},
): Promise<TopicEdit> {
  const checked = topics.map(checkTopic);
  if (options.replace && checked.length === 0)
    throw new TopicListError("A list of no topics would remove all of them.");
  return context.db.$transaction(async (tx) => {
    const before = await listTopics(tx);
    const gone = options.replace
      ? before.filter((topic) => !checked.some((other) => other.slug === topic.slug)).map((topic) => topic.slug)
      : [];
    const { readers } = await removeTopics(tx, gone);
    await saveTopics(tx, checked, { inOrder: options.replace === true || options.inOrder === true });
    const changed = checked.filter((topic) => {
      const old = before.find((other) => other.slug === topic.slug);
      return !old || old.phrases.join("\n") !== topic.phrases.join("\n");
    });
    const retagged = await retag(tx, new Set(changed.map((topic) => topic.slug)), context.now());
    return { retagged, readers };
  });
}

/**
 * Brings the topics up to date with the list that this version ships (see `seedTopics`), and reads the last 30 days' insights
 * again for what changed in it.
 */
export async function updateShippedTopics(db: Db, now: Date): Promise<void> {
  const written = await seedTopics(db);
  if (written.size > 0) await db.$transaction((tx) => retag(tx, written, now));
}

/** Removes a topic everywhere. @returns null when there is none of this address. */
export async function dropTopic(context: StageContext, slug: string): Promise<TopicEdit | null> {
  return context.db.$transaction(async (tx) => {
    const tagged = await tx.insightTopic.count({ where: { topicSlug: slug } });
    const { removed, readers } = await removeTopics(tx, [slug]);
    return removed === 0 ? null : { retagged: tagged, readers };
  });
}

/** What a model said of an insight's topics is never taken back; what phrases said is said anew. */
async function retag(tx: Tx, slugs: Set<string>, now: Date): Promise<number> {
  if (slugs.size === 0) return 0;
  const match = topicMatcher(await listTopics(tx));
  const added: { insightId: string; topicSlug: string; weight: number }[] = [];
  const lost: { insightId: string; topicSlug: string }[] = [];
  for (const insight of await insightsToTag(tx, new Date(now.getTime() - retagWithinMs))) {
    const matches = match(`${insight.headline}. ${insight.body}`, insight.language);
    const had = new Set(insight.topics.map((topic) => topic.topicSlug));
    for (const slug of slugs) {
      const found = matches.find((topic) => topic.slug === slug);
      if (found && !had.has(slug)) added.push({ insightId: insight.id, topicSlug: slug, weight: found.weight });
      if (!found && had.has(slug) && insight.extractor === "verbatim")
        lost.push({ insightId: insight.id, topicSlug: slug });
    }
  }
  await saveTags(tx, added, lost);
  return new Set([...added, ...lost].map((row) => row.insightId)).size;
}
