import { guessTokens, type InsightModel, insightCostMicroUsd, type TokenCounts } from "./models";

/** What one earlier call was guessed and came to; kept with each call. */
export interface CallUsage extends TokenCounts {
  guessedTokens: number;
  /** What the length of its answer depends on: thousands of transcript tokens, or claims. */
  units: number;
}

/** What calls of one kind come to, beside what was guessed. */
export interface Expectations {
  /** Counted tokens a guessed one. */
  inputRatio: number;
  /** Share of the input that the service still knows. */
  cachedShare: number;
  cacheWriteShare: number;
  /** The length of an answer: so much, and so much more a unit. */
  outputBase: number;
  outputPerUnit: number;
}

/** Before anything was counted: ten insights of about 300 tokens an hour, which has about 14,000 tokens. */
const first = {
  insights: { outputBase: 1_200, outputPerUnit: 150 },
  "insight-repair": { outputBase: 100, outputPerUnit: 320 },
  "insight-review": { outputBase: 60, outputPerUnit: 55 },
  "story-verdict": { outputBase: 40, outputPerUnit: 0 },
} as const;

export type QuestionPurpose = keyof typeof first;

/** Fewer earlier calls than this say little about how answers grow. */
const enoughCalls = 5;

/** Learns from earlier calls of the same purpose and model what the next will come to. */
export function expectationsFrom(purpose: QuestionPurpose, calls: readonly CallUsage[]): Expectations {
  const sum = (of: (call: CallUsage) => number) => calls.reduce((total, call) => total + of(call), 0);
  const input = sum((call) => call.inputTokens);
  const guessed = sum((call) => call.guessedTokens);
  return {
    inputRatio: guessed > 0 && input > 0 ? input / guessed : 1.05,
    cachedShare: input > 0 ? sum((call) => call.cachedTokens) / input : 0,
    cacheWriteShare: input > 0 ? sum((call) => call.cacheWriteTokens) / input : 0,
    ...outputFrom(purpose, calls),
  };
}

/** The straight line through the answers' lengths, where they grow with their units; else their mean. */
function outputFrom(
  purpose: QuestionPurpose,
  calls: readonly CallUsage[],
): Pick<Expectations, "outputBase" | "outputPerUnit"> {
  const count = calls.length;
  if (count === 0) return first[purpose];
  const meanUnits = calls.reduce((sum, call) => sum + call.units, 0) / count;
  const meanOutput = calls.reduce((sum, call) => sum + call.outputTokens, 0) / count;
  let spread = 0;
  let together = 0;
  for (const call of calls) {
    spread += (call.units - meanUnits) ** 2;
    together += (call.units - meanUnits) * (call.outputTokens - meanOutput);
  }
  const slope = spread > 0 ? together / spread : 0;
  if (count < enoughCalls || slope < 0 || meanOutput - slope * meanUnits < 0) {
    const start = first[purpose];
    const guess = start.outputBase + start.outputPerUnit * meanUnits;
    const ratio = meanOutput / guess;
    return { outputBase: start.outputBase * ratio, outputPerUnit: start.outputPerUnit * ratio };
  }
  return { outputBase: meanOutput - slope * meanUnits, outputPerUnit: slope };
}

/** What a question is likely to cost, and the most it can. */
export function expectedCost(
  model: InsightModel,
  expected: Expectations,
  question: { text: string; units: number; mostOutputTokens: number },
): { guessedTokens: number; estimateMicroUsd: number; capMicroUsd: number } {
  const guessedTokens = guessTokens(question.text);
  const inputTokens = guessedTokens * expected.inputRatio;
  const estimate = insightCostMicroUsd(model, {
    inputTokens,
    cachedTokens: inputTokens * expected.cachedShare,
    cacheWriteTokens: inputTokens * expected.cacheWriteShare,
    outputTokens: Math.min(question.mostOutputTokens, expected.outputBase + expected.outputPerUnit * question.units),
  });
  const cap = insightCostMicroUsd(model, {
    // A guess may be a quarter too low, and all of it may be written into a cache.
    inputTokens: Math.max(guessedTokens, inputTokens) * 1.25,
    cachedTokens: 0,
    cacheWriteTokens: Math.max(guessedTokens, inputTokens) * 1.25,
    outputTokens: question.mostOutputTokens,
  });
  return { guessedTokens, estimateMicroUsd: estimate, capMicroUsd: Math.max(cap, estimate) };
}
