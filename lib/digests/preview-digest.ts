import type { Db } from "../db/types";
import type { StageContext } from "../queue/stage";
import { daysBetween, everyone, sentTo, tastesOf } from "./build-digest";
import { editionFor } from "./edition";
import { nothingLearned } from "./learning";
import { type DigestSession, openDigestSession } from "./open-session";
import type { SentItem } from "./readers-view";
import { previousAsOf } from "./store";
import { everyonesTaste, type Follow, type Taste } from "./taste";
import { type DigestItemView, itemsOf } from "./views";
import { weights } from "./weights";

/** A digest that was not built. */
export interface DigestPreview {
  asOf: Date;
  quiet: boolean;
  episodeCount: number;
  showCount: number;
  items: DigestItemView[];
}

/** People who choose their first topics look many times within a minute. */
const keptMs = 60_000;
const kept = new WeakMap<Db, { at: number; session: Promise<DigestSession> }>();

function recentSession(db: Db, now: Date): Promise<DigestSession> {
  const known = kept.get(db);
  if (known && Math.abs(now.getTime() - known.at) < keptMs) return known.session;
  const session = openDigestSession(db, now);
  kept.set(db, { at: now.getTime(), session });
  session.catch(() => kept.delete(db));
  return session;
}

/**
 * What today's five would be for somebody who follows and mutes these things. Writes nothing; what was placed within the
 * last minute may be missing.
 * @param wishes.languages BCP 47 primary languages; none means all.
 */
export async function previewDigest(
  { db, now }: Pick<StageContext, "db" | "now">,
  wishes: { follows: Follow[]; languages: string[]; isFilled: boolean },
): Promise<DigestPreview> {
  return preview(db, await recentSession(db, now()), { ...wishes, learned: nothingLearned });
}

/**
 * What an edition's digest of a date would be if it were built now. Writes nothing.
 * @param edition a reader's id, or "everyone".
 * @returns null where there is no such reader.
 */
export async function previewEdition(
  { db, now }: Pick<StageContext, "db" | "now">,
  { edition, date }: { edition: string; date: string },
): Promise<DigestPreview | null> {
  const session = await openDigestSession(db, now());
  const taste = edition === everyone ? everyonesTaste : (await tastesOf(db, [edition], session.asOf)).get(edition);
  if (!taste) return null;
  const [sent, before] = await Promise.all([sentTo(db, session, [edition], date), previousAsOf(db, [edition], date)]);
  return preview(db, session, taste, sent.get(edition), daysBetween(before.get(edition), session.asOf));
}

async function preview(
  db: Db,
  session: DigestSession,
  taste: Taste,
  sent: SentItem[] = [],
  days = 1,
): Promise<DigestPreview> {
  const { chosen } = editionFor(session.pool, taste, sent, session.topicNames, days);
  return {
    asOf: session.asOf,
    quiet: chosen.length < weights.digestSize,
    ...session.countSince(new Date(session.asOf.getTime() - 24 * 3600_000)),
    items: await itemsOf(db, chosen, session.asOf),
  };
}
