import { readTastes } from "../accounts/taste-store";
import type { StageContext } from "../queue/stage";
import { countSignals, type LearnedSentence, learningInWords } from "./learning";
import { showTitles, topicNames } from "./store";
import { weights } from "./weights";

/**
 * What a reader's saves and reactions have taught the ranking, in words for their settings page: what moved most comes
 * first, and nothing where there is nothing. Setting the reader's `learningResetAt` forgets it.
 */
export async function explainLearning(
  { db, now }: Pick<StageContext, "db" | "now">,
  readerId: string,
): Promise<LearnedSentence[]> {
  const at = now();
  const [reader] = await readTastes(db, [readerId], new Date(at.getTime() - weights.signalDays * 24 * 3600_000));
  if (!reader) return [];
  const counts = countSignals(reader.signals, { now: at, since: reader.learningResetAt });
  const [topics, shows] = await Promise.all([topicNames(db), showTitles(db, [...counts.shows.keys()])]);
  return learningInWords(counts, { topics, shows });
}
