import { openWorkplace } from "../../jobs/context";
import { env } from "../../lib/env";
import { feedbackLines } from "./feedback";
import { learnedText, learnWeights } from "./learn-feedback";

/** Prints the installation's feedback for learning weights from it, or what was learned. */
export async function exportFeedback(print: (text: string) => void, isLearning: boolean): Promise<void> {
  const workplace = await openWorkplace({ ...env(), LOG_LEVEL: "error" }, "eval");
  try {
    const lines = await feedbackLines(workplace.context.db);
    for (const line of isLearning ? learnedText(learnWeights(lines)) : lines.map((one) => JSON.stringify(one)))
      print(line);
  } finally {
    await workplace.close();
  }
}
