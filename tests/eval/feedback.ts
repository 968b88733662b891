import type { Db } from "../../lib/db/types";

/** What a reader did with an insight, with its features of that moment; readers are numbered, not named. */
export interface FeedbackLine {
  reader: number;
  insightId: string;
  kind: "more" | "less" | "report" | "save";
  at: string;
  features: unknown;
}

/** Everything that readers said of insights, the oldest first. */
export async function feedbackLines(db: Db): Promise<FeedbackLine[]> {
  const reactions = await db.reaction.findMany();
  const saves = await db.savedInsight.findMany();
  const numbers = new Map<string, number>();
  const numberOf = (readerId: string) => {
    const known = numbers.get(readerId) ?? numbers.size + 1;
    numbers.set(readerId, known);
    return known;
  };
  return [...reactions, ...saves.map((save) => ({ ...save, kind: "save" as const }))]
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.insightId.localeCompare(b.insightId))
    .map(({ readerId, insightId, kind, createdAt, features }) => ({
      reader: numberOf(readerId),
      insightId,
      kind,
      at: createdAt.toISOString(),
      features,
    }));
}
