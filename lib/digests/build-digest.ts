import { readTastes } from "../accounts/taste-store";
import type { Db } from "../db/types";
import { localDate } from "../format/dates";
import type { StageContext } from "../queue/stage";
import { bytesVector } from "../stories/embedding";
import { editionFor } from "./edition";
import { learn } from "./learning";
import { type DigestSession, openDigestSession } from "./open-session";
import type { SentItem } from "./readers-view";
import {
  createDigests,
  type ExistingDigest,
  findDigests,
  mayBuildAgain,
  type NewDigest,
  previousAsOf,
  removeUnsent,
  sentItems,
  vectorsOf,
} from "./store";
import { everyonesTaste, type Taste } from "./taste";
import { weights } from "./weights";

const dayMs = 24 * 3600_000;
/** Everybody's edition; any other is a reader's id. */
export const everyone = "everyone";

/** What became of a digest. */
export interface BuiltDigest {
  /** Null where there was nothing to build one from, or no such reader. */
  digestId: string | null;
  created: boolean;
  items: number;
}

/**
 * Builds the digest of an edition and date from what could be in it at `asOf` (see `candidateWindow`), and enqueues the
 * delivery of everybody's when that is today's. Idempotent: a digest that is there is kept as readers saw it, unless it may
 * be built again (see `mayBuildAgain`). Before anything was read there is none.
 * @param input.edition a reader's id; everybody's where it is absent.
 * @param input.asOf defaults to now; for a past date to this time of day on that date.
 * @param session what digests of one instant share; its instant goes before `asOf`. Opened here where it is absent.
 */
export async function buildDigest(
  context: StageContext,
  input: { date: string; asOf?: Date; edition?: string },
  session?: DigestSession,
): Promise<BuiltDigest> {
  const { edition = everyone, ...rest } = input;
  const built = await buildDigests(context, { ...rest, editions: [edition] }, session);
  return built.get(edition) ?? { digestId: null, created: false, items: 0 };
}

/** As `buildDigest`, for many editions of one date at once: they share what they read, and are written together. */
export async function buildDigests(
  context: StageContext,
  input: { date: string; editions: string[]; asOf?: Date },
  session?: DigestSession,
): Promise<Map<string, BuiltDigest>> {
  const { db } = context;
  const { date, editions } = input;
  const now = context.now();
  const existing = await findDigests(db, editions, date);
  const rebuilt: string[] = [];
  for (const digest of existing) if (await mayBuildAgain(db, digest, date, now)) rebuilt.push(digest.edition);
  const results = new Map(existing.map((digest) => [digest.edition, asBuilt(digest)]));
  const wanted = editions.filter((edition) => !results.has(edition) || rebuilt.includes(edition));
  if (wanted.length === 0) return results;

  const opened =
    session ?? (await openDigestSession(db, input.asOf ?? defaultAsOf(date, now, context.env.APP_TIMEZONE)));
  const digests = await makeDigests(db, opened, date, wanted, now);
  const isCurrent = now.getTime() - opened.asOf.getTime() < dayMs;
  const ids = await db.$transaction(async (tx) => {
    const gone = await removeUnsent(tx, rebuilt, date);
    const created = await createDigests(
      tx,
      digests.filter(({ edition }) => !rebuilt.includes(edition) || gone.has(edition)),
    );
    const digestId = created.get(everyone);
    if (isCurrent && digestId !== undefined) await context.enqueue(tx, "deliver-digest", { digestId });
    return created;
  });
  for (const { edition, chosen } of digests) {
    const digestId = ids.get(edition);
    if (digestId !== undefined) results.set(edition, { digestId, created: true, items: chosen.length });
  }
  // Another process was faster with some.
  const missed = digests.map(({ edition }) => edition).filter((edition) => !ids.has(edition));
  for (const digest of missed.length > 0 ? await findDigests(db, missed, date) : [])
    results.set(digest.edition, asBuilt(digest));
  return results;
}

const asBuilt = ({ id, items }: ExistingDigest): BuiltDigest => ({ digestId: id, created: false, items: items.length });

/** The digests as they would be saved; without those that nothing can be made of. Writes nothing. */
async function makeDigests(
  db: Db,
  session: DigestSession,
  date: string,
  editions: string[],
  now: Date,
): Promise<NewDigest[]> {
  const { pool, asOf } = session;
  const [tastes, before, sent] = await Promise.all([
    tastesOf(db, editions, asOf),
    previousAsOf(db, editions, date),
    sentTo(db, session, editions, date),
  ]);
  return editions.flatMap((edition) => {
    const taste = tastes.get(edition);
    const previous = before.get(edition);
    if (!taste || (pool.stories.length === 0 && previous === undefined)) return [];
    const { chosen, nearMisses } = editionFor(
      pool,
      taste,
      sent.get(edition) ?? [],
      session.topicNames,
      daysBetween(previous, asOf),
    );
    return [
      {
        edition,
        date,
        asOf,
        builtAt: now,
        quiet: chosen.length < weights.digestSize,
        ...session.countSince(previous ?? new Date(0)),
        nearMisses,
        chosen,
      },
    ];
  });
}

/** Whole days since an edition's last digest, 1 to 7; 1 before its first. */
export function daysBetween(previous: Date | undefined, asOf: Date): number {
  const days = previous ? Math.round((asOf.getTime() - previous.getTime()) / dayMs) : 1;
  return Math.max(1, Math.min(7, days));
}

/** What each edition is ranked by; editions of nobody are left out. */
export async function tastesOf(db: Db, editions: string[], asOf: Date): Promise<Map<string, Taste>> {
  const tastes = new Map<string, Taste>();
  if (editions.includes(everyone)) tastes.set(everyone, everyonesTaste);
  const readers = editions.filter((edition) => edition !== everyone);
  if (readers.length === 0) return tastes;
  for (const reader of await readTastes(db, readers, new Date(asOf.getTime() - weights.signalDays * dayMs)))
    tastes.set(reader.id, {
      follows: reader.follows,
      languages: reader.languages,
      isFilled: reader.isFilled,
      learned: learn(reader.signals, { now: asOf, since: reader.learningResetAt }),
    });
  return tastes;
}

/** What each edition's digests before a date showed. */
export async function sentTo(
  db: Db,
  { pool, asOf, sentVectors }: DigestSession,
  editions: string[],
  date: string,
): Promise<Map<string, SentItem[]>> {
  const rows = await sentItems(
    db,
    editions,
    date,
    asOf,
    pool.stories.map((story) => story.id),
  );
  const unknown = [...new Set(rows.map((row) => row.insightId))].filter((id) => !sentVectors.has(id));
  for (const row of unknown.length > 0 ? await vectorsOf(db, unknown) : [])
    if (row.embedding) sentVectors.set(row.id, { vector: bytesVector(row.embedding), model: row.embeddingModel ?? "" });
  const none = { vector: new Float32Array(), model: "" };
  const sent = new Map<string, SentItem[]>();
  for (const { insightId, storyId, digest } of rows) {
    const { edition, ...when } = digest;
    const list = sent.get(edition) ?? [];
    list.push({ id: insightId, storyId, ...when, ...(sentVectors.get(insightId) ?? none) });
    sent.set(edition, list);
  }
  return sent;
}

function defaultAsOf(date: string, now: Date, timeZone: string): Date {
  const daysAgo = Math.max(0, Math.round((Date.parse(localDate(now, timeZone)) - Date.parse(date)) / dayMs));
  return new Date(now.getTime() - daysAgo * dayMs);
}
