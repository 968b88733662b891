import { Prisma } from "../../prisma/client/client";
import type { Db } from "../db/types";
import { type FollowSubject, followWeights, type ReaderId } from "./reader";

/** More than anybody follows; keeps a script from filling the table. */
const mostFollows = 2_000;

/** What a reader follows or mutes; of the three subjects one is set. */
export interface FollowRow {
  topicSlug: string | null;
  showId: string | null;
  phrase: string | null;
  isMuted: boolean;
  weight: number;
}

const uniqueOf = (readerId: ReaderId, subject: FollowSubject): Prisma.FollowWhereUniqueInput =>
  "topicSlug" in subject
    ? { readerId_topicSlug: { readerId, topicSlug: subject.topicSlug } }
    : "showId" in subject
      ? { readerId_showId: { readerId, showId: subject.showId } }
      : { readerId_phrase: { readerId, phrase: subject.phrase } };

/**
 * Follows something with a weight, or mutes it; what stood there before is replaced.
 * @returns "not-found" when there is no such topic or show, "too-many" when the reader follows more than anybody would.
 */
export async function setFollow(
  db: Db,
  reader: ReaderId,
  subject: FollowSubject,
  how: { isMuted: boolean; weight: number },
): Promise<"set" | "not-found" | "too-many"> {
  const where = uniqueOf(reader, subject);
  const isThere = (await db.follow.findUnique({ where, select: { id: true } })) !== null;
  if (!isThere && (await db.follow.count({ where: { readerId: reader } })) >= mostFollows) return "too-many";
  try {
    await db.follow.upsert({ where, create: { readerId: reader, ...subject, ...how }, update: how });
    return "set";
  } catch (error) {
    const code = error instanceof Prisma.PrismaClientKnownRequestError ? error.code : "";
    // A double click: the other one has made it.
    if (code === "P2002") {
      await db.follow.update({ where, data: how });
      return "set";
    }
    if (code === "P2003") return "not-found";
    throw error;
  }
}

/** Neither follows nor mutes something any longer. */
export async function removeFollow(db: Db, reader: ReaderId, subject: FollowSubject): Promise<void> {
  await db.follow.deleteMany({ where: { readerId: reader, ...subject } });
}

/** All that a reader follows and mutes. */
export function listFollows(db: Db, reader: ReaderId): Promise<FollowRow[]> {
  return db.follow.findMany({
    where: { readerId: reader },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { topicSlug: true, showId: true, phrase: true, isMuted: true, weight: true },
  });
}

/** How a topic or show stands with a reader; null where they neither follow nor mute it. */
export function findFollow(db: Db, reader: ReaderId, subject: FollowSubject): Promise<FollowRow | null> {
  return db.follow.findUnique({
    where: uniqueOf(reader, subject),
    select: { topicSlug: true, showId: true, phrase: true, isMuted: true, weight: true },
  });
}

/**
 * Follows, weighs, mutes and leaves several things at once; what stands as wished already is left alone. What comes first is
 * done even where a later one is not there.
 */
export async function changeFollows(
  db: Db,
  reader: ReaderId,
  wishes: { subject: FollowSubject; how: keyof typeof followWeights | "mute" | "none" }[],
): Promise<"set" | "not-found" | "too-many"> {
  const keyOf = (row: { topicSlug?: string | null; showId?: string | null; phrase?: string | null }) =>
    JSON.stringify([row.topicSlug ?? null, row.showId ?? null, row.phrase ?? null]);
  const standing = new Map((await listFollows(db, reader)).map((row) => [keyOf(row), row]));
  for (const { subject, how } of wishes) {
    const row = standing.get(keyOf(subject));
    if (how === "none") {
      if (row) await removeFollow(db, reader, subject);
      continue;
    }
    const wish = how === "mute" ? { isMuted: true, weight: 1 } : { isMuted: false, weight: followWeights[how] };
    if (row?.isMuted === wish.isMuted && row.weight === wish.weight) continue;
    const result = await setFollow(db, reader, subject, wish);
    if (result !== "set") return result;
  }
  return "set";
}
