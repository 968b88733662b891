import { isMailDue } from "../lib/delivery/schedule-store";
import { unservedRecipients } from "../lib/delivery/views";
import { canBeBuiltAgain } from "../lib/digests/store";
import { digestByDate } from "../lib/digests/views";
import { countDueFeeds, stuckEpisodes } from "../lib/feeds/store";
import { episodeCounts, firstShowAt } from "../lib/feeds/views";
import { localDateAndHour } from "../lib/format/dates";
import type { JobName, StageContext } from "../lib/queue/stage";
import { isSearchBehind } from "../lib/search/store";
import { resumeWaiting } from "../lib/transcripts/resume-waiting";

/** A stage's leftover is picked up after this long without a change: its job was lost, or waits out its retries. */
const leftoverAfterMs = 2 * 60_000;

/** Enqueues the polling of the feeds that are due. @returns how many are. */
export async function enqueueDueFeeds(context: StageContext): Promise<number> {
  const due = await countDueFeeds(context.db, context.now());
  if (due > 0) await context.db.$transaction((tx) => context.enqueue(tx, "poll-feeds", {}));
  return due;
}

/** Takes up again what has waited long enough, and enqueues the next stage of every episode that stands half-way and has not moved since `olderThan`. */
export async function enqueueLeftovers(context: StageContext, olderThan: Date): Promise<number> {
  await resumeWaiting(context);
  const episodes = await stuckEpisodes(context.db, olderThan, context.now());
  for (const { id: episodeId, stage } of episodes) {
    await context.db.$transaction((tx) => {
      if (stage === "discovered") return context.enqueue(tx, "acquire-transcript", { episodeId });
      if (stage === "transcribed") return context.enqueue(tx, "extract-insights", { episodeId });
      return context.enqueue(tx, "assign-stories", {});
    });
  }
  if (await isSearchBehind(context.db))
    await context.db.$transaction((tx) => context.enqueue(tx, "index-episodes", {}));
  return episodes.length;
}

/** How long the day's digest waits for episodes that are being worked on. */
const longestWaitMs = 3600_000;

/**
 * Enqueues the day's digest once the edition's hour has come, and its emails while one is missing. It waits up to an
 * hour for episodes that are being worked on: at the edition's hour, and after the first shows were added at any hour, so
 * that a new installation's first digest is not made of the first episode alone.
 */
export async function enqueueEdition(context: StageContext): Promise<JobName | null> {
  const { db, env } = context;
  const { date, hour } = localDateAndHour(context.now(), env.APP_TIMEZONE);
  if (hour < env.EDITION_HOUR) return null;
  const digest = await digestByDate(db, date);
  if (digest && (await canBeBuiltAgain(db, digest.edition, date, context.now()))) {
    await db.$transaction((tx) => context.enqueue(tx, "build-digest", { date }));
    return "build-digest";
  }
  if (digest) {
    if ((await unservedRecipients(db, env.DIGEST_RECIPIENTS, date)).length === 0) return null;
    await db.$transaction((tx) => context.enqueue(tx, "deliver-digest", { digestId: digest.id }));
    return "deliver-digest";
  }
  const counts = await episodeCounts(db);
  const underWay = counts.discovered + counts.transcribed + counts.extracted;
  if (counts.placed === 0) return null;
  const isNew = async () => (await firstShowAt(db)) > context.now().getTime() - longestWaitMs;
  // An hour later it would be tomorrow's, and this date would have none.
  const mayWait = hour < 23;
  if (underWay > 0 && mayWait && (hour === env.EDITION_HOUR || (await isNew()))) return null;
  await db.$transaction((tx) => context.enqueue(tx, "build-digest", { date }));
  return "build-digest";
}

/** Enqueues the emails that are due, were cut off or have to be tried again. @returns whether there are any. */
export async function enqueueMail(context: StageContext): Promise<boolean> {
  if (!(await isMailDue(context.db, context.now()))) return false;
  await context.db.$transaction((tx) => context.enqueue(tx, "deliver-mail", {}));
  return true;
}

/** Everything that is due now; what the scheduler does each minute. */
export async function enqueueDue(context: StageContext): Promise<void> {
  await enqueueDueFeeds(context);
  await enqueueLeftovers(context, new Date(context.now().getTime() - leftoverAfterMs));
  await enqueueEdition(context);
  await enqueueMail(context);
}
