import type { ReaderId } from "../accounts/reader";
import type { Db } from "../db/types";
import { notRetracted, type TakeView, takeSelect, toTake } from "../insights/take";

/** The five that were chosen for a reader on one day. */
export interface PastFive {
  date: string;
  url: string;
  /** Whether there were fewer than five. */
  isQuiet: boolean;
  builtAt: Date;
  items: { rank: number; update: string | null; isFill: boolean; url: string; take: TakeView }[];
}

/** A reader's own fives, latest first, without what was found wrong since. */
export async function pastFives(db: Db, reader: ReaderId, { appUrl }: { appUrl: string }): Promise<PastFive[]> {
  const rows = await db.digest.findMany({
    where: { edition: reader },
    orderBy: { date: "desc" },
    select: {
      date: true,
      quiet: true,
      builtAt: true,
      items: {
        where: { insight: notRetracted },
        orderBy: { rank: "asc" },
        select: { rank: true, updateText: true, isFill: true, insight: { select: takeSelect } },
      },
    },
  });
  return rows.map(({ date, quiet, builtAt, items }) => ({
    ...{ date, url: `${appUrl}/digests/${date}?edition=own`, isQuiet: quiet, builtAt },
    items: items.map(({ rank, updateText, isFill, insight }) => ({
      ...{ rank, update: updateText, isFill, url: `${appUrl}/insights/${insight.id}` },
      take: toTake(insight),
    })),
  }));
}
