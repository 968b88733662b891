import type { Tx } from "../db/types";

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** An insight that may be retracted; null when there is none of that id. */
export function findRetractable(tx: Tx, id: string) {
  if (!uuid.test(id)) return null;
  return tx.insight.findUnique({ where: { id }, select: { headline: true, storyId: true, retractionNote: true } });
}

/** Marks an insight as retracted, or no longer so. */
export async function saveRetraction(tx: Tx, id: string, retraction: { at: Date; note: string } | null): Promise<void> {
  await tx.insight.update({
    where: { id },
    data: { retractedAt: retraction?.at ?? null, retractionNote: retraction?.note ?? null },
  });
}
