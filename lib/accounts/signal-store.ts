import { Prisma, type ReactionKind } from "../../prisma/client/client";
import type { Db } from "../db/types";
import type { ReaderId } from "./reader";

const isMissingSubject = (error: unknown) =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2003";

/** Keeps an insight; a note that is there stays. @returns false when there is no such insight. */
export async function saveInsight(db: Db, reader: ReaderId, insightId: string): Promise<boolean> {
  try {
    await db.savedInsight.createMany({ data: [{ readerId: reader, insightId }], skipDuplicates: true });
    return true;
  } catch (error) {
    if (isMissingSubject(error)) return false;
    throw error;
  }
}

/** No longer keeps an insight; its note goes, too. */
export async function unsaveInsight(db: Db, reader: ReaderId, insightId: string): Promise<void> {
  await db.savedInsight.deleteMany({ where: { readerId: reader, insightId } });
}

/** Writes the note on a kept insight. @returns false when the reader does not keep it. */
export async function noteInsight(db: Db, reader: ReaderId, insightId: string, note: string): Promise<boolean> {
  return (await db.savedInsight.updateMany({ where: { readerId: reader, insightId }, data: { note } })).count > 0;
}

/**
 * Records what a reader says of an insight, with its features of the moment. "More" and "less" replace each other.
 * @returns false when there is no such insight.
 */
export async function react(
  db: Db,
  reader: ReaderId,
  reaction: { insightId: string; kind: ReactionKind; comment: string; features: object; now: Date },
): Promise<boolean> {
  const { insightId, kind, comment, now } = reaction;
  const features = reaction.features as Prisma.InputJsonObject;
  try {
    await db.$transaction(async (tx) => {
      if (kind !== "report") {
        const other = kind === "more" ? "less" : "more";
        await tx.reaction.deleteMany({ where: { readerId: reader, insightId, kind: other } });
      }
      await tx.reaction.createMany({
        data: [{ readerId: reader, insightId, kind, comment, features, createdAt: now }],
        skipDuplicates: true,
      });
      // A second report says more, and is looked at again.
      if (kind === "report")
        await tx.reaction.updateMany({
          where: { readerId: reader, insightId, kind },
          data: { comment, settledAt: null },
        });
    });
    return true;
  } catch (error) {
    if (isMissingSubject(error)) return false;
    throw error;
  }
}

/** Takes back what a reader said of an insight. */
export async function takeBackReaction(db: Db, reader: ReaderId, insightId: string, kind: ReactionKind): Promise<void> {
  await db.reaction.deleteMany({ where: { readerId: reader, insightId, kind } });
}

/** What a reader did with some insights: kept, said, and hidden their show; by insight. */
export async function readSignals(
  db: Db,
  reader: ReaderId,
  insightIds: string[],
): Promise<Map<string, { isSaved: boolean; reactions: ReactionKind[]; isShowHidden: boolean }>> {
  const where = { readerId: reader, insightId: { in: insightIds } };
  const isHidden = { show: { follows: { some: { readerId: reader, isMuted: true } } } };
  const [saves, reactions, hidden] = await Promise.all([
    db.savedInsight.findMany({ where, select: { insightId: true } }),
    db.reaction.findMany({ where, select: { insightId: true, kind: true } }),
    db.insight.findMany({ where: { id: { in: insightIds }, episode: isHidden }, select: { id: true } }),
  ]);
  const saved = new Set(saves.map((save) => save.insightId));
  return new Map(
    insightIds.map((id) => [
      id,
      {
        isSaved: saved.has(id),
        isShowHidden: hidden.some((insight) => insight.id === id),
        reactions: reactions.filter((reaction) => reaction.insightId === id).map(({ kind }) => kind),
      },
    ]),
  );
}

/** Suggests a show. @returns "too-many" when many of the reader's suggestions wait already. */
export async function suggestShow(db: Db, reader: ReaderId, wanted: string): Promise<"suggested" | "too-many"> {
  if ((await db.showSuggestion.count({ where: { readerId: reader, settledAt: null } })) >= 20) return "too-many";
  await db.showSuggestion.createMany({ data: [{ readerId: reader, wanted }], skipDuplicates: true });
  return "suggested";
}
