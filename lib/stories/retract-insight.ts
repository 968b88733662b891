import type { StageContext } from "../queue/stage";
import { refreshStories } from "./refresh-stories";
import { findRetractable, saveRetraction } from "./retraction-store";

/** What became of a wish to retract an insight or to restore it. */
export type RetractionResult =
  | { outcome: "retracted" | "restored"; headline: string }
  | { outcome: "unchanged"; headline: string }
  | { outcome: "unknown" };

/** Longest note of a retraction, in characters. */
export const longestRetractionNote = 500;

/**
 * Marks an insight as wrong. From then on no page, feed, story or digest shows it, digests that were built but not sent
 * included; its address says that it was withdrawn, and why. Its story is told anew without it. Running it again changes
 * nothing but the note.
 * @param note for readers: what is wrong, in a sentence.
 * @throws RangeError where the note is empty or longer than `longestRetractionNote`.
 */
export async function retractInsight(
  context: StageContext,
  { insightId, note }: { insightId: string; note: string },
): Promise<RetractionResult> {
  const text = note.trim();
  if (text === "" || text.length > longestRetractionNote)
    throw new RangeError(`A note of 1 to ${longestRetractionNote} characters has to say what is wrong.`);
  return change(context, insightId, { at: context.now(), note: text });
}

/** Takes a retraction back. */
export function restoreInsight(context: StageContext, { insightId }: { insightId: string }): Promise<RetractionResult> {
  return change(context, insightId, null);
}

function change(
  context: StageContext,
  insightId: string,
  retraction: { at: Date; note: string } | null,
): Promise<RetractionResult> {
  return context.db.$transaction(async (tx): Promise<RetractionResult> => {
    const insight = await findRetractable(tx, insightId);
    if (insight === null) return { outcome: "unknown" };
    const { headline } = insight;
    if (insight.retractionNote === (retraction?.note ?? null)) return { outcome: "unchanged", headline };
    await saveRetraction(tx, insightId, retraction);
    if (insight.storyId !== null) await refreshStories(tx, [insight.storyId]);
    return { outcome: retraction ? "retracted" : "restored", headline };
  });
}
