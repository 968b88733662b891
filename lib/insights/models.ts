/** What a model takes, gives and costs. */
export interface InsightModel {
  /** Of question and answer together. */
  contextTokens: number;
  outputTokens: number;
  /** In dollars a million tokens. */
  inputUsd: number;
  cachedUsd: number;
  /** What writing a token into the service's cache costs on top. */
  cacheWriteUsd: number;
  outputUsd: number;
  /** From this many tokens of input on, input costs twice and output one and a half times as much. */
  longFromTokens: number | null;
  /** It thinks before it answers, and takes `reasoning_effort` and `max_completion_tokens`. */
  thinks: boolean;
}

const gpt = { contextTokens: 1_050_000, outputTokens: 128_000, longFromTokens: 272_000, thinks: true };

/**
 * Limits and prices as of November 2026, from the service's documentation. What is no longer true can be set by
 * INSIGHT_CONTEXT_TOKENS, INSIGHT_OUTPUT_TOKENS, INSIGHT_INPUT_USD and INSIGHT_OUTPUT_USD.
 */
const models: Record<string, InsightModel> = {
  "gpt-6-luna": { ...gpt, inputUsd: 0.1, cachedUsd: 0.01, cacheWriteUsd: 0.025, outputUsd: 0.5 },
  "gpt-6-sol": { ...gpt, inputUsd: 2, cachedUsd: 0.2, cacheWriteUsd: 0.5, outputUsd: 10 },
  "gpt-6.1-terra": { ...gpt, inputUsd: 1, cachedUsd: 0.05, cacheWriteUsd: 0.25, outputUsd: 5 },
  "gpt-6.1-sol": { ...gpt, inputUsd: 2, cachedUsd: 0.1, cacheWriteUsd: 0.5, outputUsd: 10 },
  "gpt-5.6-luna": { ...gpt, inputUsd: 0.2, cachedUsd: 0.02, cacheWriteUsd: 0.05, outputUsd: 1.2 },
  "gpt-5.6-terra": { ...gpt, inputUsd: 2, cachedUsd: 0.2, cacheWriteUsd: 0.5, outputUsd: 12 },
};

/** Servers of one's own: small contexts, and nothing to pay. */
const compatible: InsightModel = {
  contextTokens: 32_768,
  outputTokens: 8_192,
  inputUsd: 0,
  cachedUsd: 0,
  cacheWriteUsd: 0,
  outputUsd: 0,
  longFromTokens: null,
  thinks: false,
};

/** What the operator knows better than the table. */
export interface ModelSettings {
  contextTokens?: number | undefined;
  outputTokens?: number | undefined;
  inputUsd?: number | undefined;
  outputUsd?: number | undefined;
}

/** A model's limits and prices; one that is not in the table counts as a server of one's own. */
export function insightModel(name: string, settings: ModelSettings = {}): InsightModel {
  const known = models[name] ?? models[name.replace(/-\d{4}-\d{2}-\d{2}$/, "")] ?? compatible;
  const { contextTokens, outputTokens, inputUsd, outputUsd } = settings;
  return {
    ...known,
    ...(contextTokens === undefined ? {} : { contextTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
    // A cached token costs a tenth at most services.
    ...(inputUsd === undefined ? {} : { inputUsd, cachedUsd: inputUsd / 10, cacheWriteUsd: 0 }),
    ...(outputUsd === undefined ? {} : { outputUsd }),
  };
}

/** Tokens as a service counts them. */
export type TokenCounts = {
  inputTokens: number;
  /** Of the input: what the service still knew from an earlier request. */
  cachedTokens: number;
  /** Of the input: what it keeps for a later request. */
  cacheWriteTokens: number;
  outputTokens: number;
};

/** What a call costs, in millionths of a dollar (a dollar a million tokens is one of them a token). */
export function insightCostMicroUsd(model: InsightModel, tokens: TokenCounts): number {
  const isLong = model.longFromTokens !== null && tokens.inputTokens > model.longFromTokens;
  const fresh = Math.max(0, tokens.inputTokens - tokens.cachedTokens);
  const input =
    fresh * model.inputUsd + tokens.cachedTokens * model.cachedUsd + tokens.cacheWriteTokens * model.cacheWriteUsd;
  return Math.ceil(input * (isLong ? 2 : 1) + tokens.outputTokens * model.outputUsd * (isLong ? 1.5 : 1));
}

/**
 * About how many tokens a text has: words of four letters are one, longer ones more, and each sign of scripts without
 * spaces is one. Within a tenth for most tokenizers; what a service really counts corrects it (see `expectations`).
 */
export function guessTokens(text: string): number {
  let tokens = 0;
  for (const [word] of text.matchAll(/[\p{L}\p{M}]+|\p{N}{1,3}|[^\s\p{L}\p{M}\p{N}]+/gu)) {
    if (/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u.test(word))
      tokens += word.length;
    else if (/^[\p{L}\p{M}]/u.test(word)) tokens += Math.max(1, word.length / 7.5) * (/^[ -~]+$/.test(word) ? 1 : 1.6);
    else tokens += Math.max(1, word.length / 3);
  }
  return Math.ceil(tokens);
}
