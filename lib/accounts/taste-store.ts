import { z } from "zod";
import type { Db, Tx } from "../db/types";

/** What ranking reads of a reader. */
export interface ReaderTaste {
  id: string;
  languages: string[];
  isFilled: boolean;
  learningResetAt: Date | null;
  follows: {
    topicSlug: string | null;
    showId: string | null;
    phrase: string | null;
    isMuted: boolean;
    weight: number;
  }[];
  signals: { kind: "more" | "less" | "save"; at: Date; topics: string[]; showId: string | null }[];
}

/** The part of an insight's kept features (lib/insights/features.ts) that learning needs. */
const features = z
  .object({ topics: z.array(z.string()).catch([]), showId: z.string().nullable().catch(null) })
  .catch({ topics: [], showId: null });

/**
 * What some readers follow, mute, keep and say.
 * @param since older signals are not read.
 * @returns in no particular order; ids of nobody are left out.
 */
export async function readTastes(db: Db | Tx, readerIds: string[], since: Date): Promise<ReaderTaste[]> {
  const signal = { where: { createdAt: { gt: since } }, select: { createdAt: true, features: true } } as const;
  const rows = await db.reader.findMany({
    where: { id: { in: readerIds } },
    select: {
      id: true,
      languages: true,
      isFilled: true,
      learningResetAt: true,
      follows: { select: { topicSlug: true, showId: true, phrase: true, isMuted: true, weight: true } },
      saves: signal,
      reactions: {
        where: { createdAt: { gt: since }, kind: { in: ["more", "less"] } },
        select: { createdAt: true, features: true, kind: true },
      },
    },
  });
  return rows.map(({ saves, reactions, ...reader }) => ({
    ...reader,
    signals: [
      ...saves.map((save) => ({ kind: "save" as const, at: save.createdAt, ...features.parse(save.features) })),
      ...reactions.map(({ kind, createdAt, ...reaction }) => ({
        kind: kind === "more" ? ("more" as const) : ("less" as const),
        at: createdAt,
        ...features.parse(reaction.features),
      })),
    ],
  }));
}

/** The reader of an address; null where there is none. */
export async function readerIdByEmail(db: Db, email: string): Promise<string | null> {
  const row = await db.reader.findUnique({ where: { email: email.trim().toLowerCase() }, select: { id: true } });
  return row?.id ?? null;
}
