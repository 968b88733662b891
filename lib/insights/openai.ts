import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";
import { z } from "zod";
import type { CountUseless } from "../costs/paid-call";
import { announcedLimits, gatekeeper, retryAfterMs } from "../costs/service-limits";
import type { Env } from "../env";
import { type InsightModel, insightCostMicroUsd, insightModel, type TokenCounts } from "./models";

/** Why a service gives no answer. `input`: it will not take this request, now or later; `filtered`: for what stands in it. */
export type ServiceFault =
  | "rateLimited"
  | "outOfQuota"
  | "keyRefused"
  | "unavailable"
  | "tooLong"
  | "input"
  | "filtered";

/** A service that cannot or will not answer; `message` says why and what to do. */
export class InsightServiceError extends Error {
  override name = "InsightServiceError";
  constructor(
    readonly fault: ServiceFault,
    message: string,
    /** How long it asks to be left alone; null where it does not say. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
  }
}

/** What a model is asked. */
export interface ModelQuestion {
  /** Instructions, the same for every question of the kind. */
  system: string;
  /** Data. */
  user: string;
  /** The form of the answer. */
  schema: { name: string; json: Record<string, unknown> };
  mostOutputTokens: number;
}

/** An answer as it came, to be stored before anything is made of it. */
export type ModelAnswer = {
  content: string;
  refusal: string | null;
  /** "stop", "length", "content_filter" and others. */
  finishReason: string;
  tokens: TokenCounts | null;
};

/** A service that answers questions about transcripts. */
export interface InsightService {
  /** The model's name. */
  name: string;
  /** Its host, for sentences. */
  host: string;
  model: InsightModel;
  /** Waits until the service may be asked, and does the work: to be around what has a time limit. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Within eight minutes, all tries together.
   * @param countUseless told of each answer that is no completion.
   * @throws InsightServiceError
   */
  ask(question: ModelQuestion, guessedTokens: number, countUseless: CountUseless): Promise<ModelAnswer>;
}

type ServiceEnv = Pick<
  Env,
  | "OPENAI_API_KEY"
  | "OPENAI_BASE_URL"
  | "INSIGHT_API_KEY"
  | "INSIGHT_BASE_URL"
  | "INSIGHT_MODEL"
  | "INSIGHT_CONCURRENCY"
  | "INSIGHT_CONTEXT_TOKENS"
  | "INSIGHT_OUTPUT_TOKENS"
  | "INSIGHT_INPUT_USD"
  | "INSIGHT_OUTPUT_USD"
>;

/** Of one try, and of all with the pauses between until the last one begins: longer, and the episode waits instead. */
const requestTimeoutMs = 4 * 60_000;
const allTriesMs = 4 * 60_000;
/** A request that failed for a passing reason is made so often in all before the episode waits. */
const mostTries = 4;
/** What a service asks to wait beyond this is waited for by the episode, not by the request. */
const longestWaitMs = 60_000;

/** The usage of an answer; services differ in what they leave out. */
const usageSchema = z.object({
  prompt_tokens: z.number().min(0),
  completion_tokens: z.number().min(0),
  prompt_tokens_details: z
    .object({ cached_tokens: z.number().min(0).nullish(), cache_write_tokens: z.number().min(0).nullish() })
    .nullish(),
});

const answerSchema = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z.unknown().optional(),
});

const kept = new Map<string, InsightService>();

/** The operator's service for insights; null where none is configured. A server of one's own may need no key. */
export function insightService(env: ServiceEnv): InsightService | null {
  const apiKey = env.INSIGHT_API_KEY ?? env.OPENAI_API_KEY ?? (env.INSIGHT_BASE_URL ? "none" : undefined);
  if (!apiKey) return null;
  const baseURL = env.INSIGHT_BASE_URL ?? env.OPENAI_BASE_URL;
  const model = insightModel(env.INSIGHT_MODEL, {
    contextTokens: env.INSIGHT_CONTEXT_TOKENS,
    outputTokens: env.INSIGHT_OUTPUT_TOKENS,
    inputUsd: env.INSIGHT_INPUT_USD,
    outputUsd: env.INSIGHT_OUTPUT_USD,
  });
  // One for each address and key in a process: what it announced holds for every episode.
  const identity = JSON.stringify([apiKey, baseURL, env.INSIGHT_MODEL, env.INSIGHT_CONCURRENCY, model]);
  let service = kept.get(identity);
  if (!service) {
    service = createService({ apiKey, baseURL, name: env.INSIGHT_MODEL, model, atOnce: env.INSIGHT_CONCURRENCY });
    kept.set(identity, service);
  }
  return service;
}

function createService(options: {
  apiKey: string;
  baseURL: string;
  name: string;
  model: InsightModel;
  atOnce: number;
}): InsightService {
  const { apiKey, baseURL, name, model } = options;
  const host = new URL(baseURL).host;
  // Retries are ours: the package's own would come back sooner than a service asks that wants more than a minute.
  const client = new OpenAI({ apiKey, baseURL, maxRetries: 0, timeout: requestTimeoutMs });
  const gate = gatekeeper(options.atOnce);

  async function once(
    question: ModelQuestion,
    guessedTokens: number,
    countUseless: CountUseless,
  ): Promise<ModelAnswer> {
    for (let wait = gate.waitMs(guessedTokens); wait > 0; wait = gate.waitMs(guessedTokens)) {
      if (wait > longestWaitMs)
        throw new InsightServiceError(
          "rateLimited",
          `${host} has nothing left at the moment. Reading goes on by itself.`,
          wait,
        );
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    return gate.pass(guessedTokens, async () => {
      try {
        const { data, response } = await client.chat.completions
          .create(parameters(name, model, question))
          .withResponse();
        const answer = answerSchema.safeParse(data);
        const choice = answer.success ? answer.data.choices[0] : undefined;
        if (!answer.success || !choice) {
          // A sign-in page of the network is not paid for.
          if (typeof data === "object") {
            const tokens = tokensOf((data as { usage?: unknown } | null)?.usage);
            await countUseless(tokens ? insightCostMicroUsd(model, tokens) : undefined);
          }
          throw new InsightServiceError("unavailable", `${host} answered with something else than a completion.`);
        }
        return {
          result: {
            content: choice.message.content ?? "",
            refusal: choice.message.refusal ?? null,
            finishReason: choice.finish_reason ?? "stop",
            tokens: tokensOf(answer.data.usage),
          },
          limits: announcedLimits(response.headers),
        };
      } catch (error) {
        // JSON that breaks off.
        if (error instanceof SyntaxError) await countUseless();
        const translated = translate(error, host);
        // The others must not run into the same wall.
        if (translated.fault === "rateLimited") gate.hold(Math.min(translated.retryAfterMs ?? 1_000, longestWaitMs));
        throw translated;
      }
    });
  }

  return {
    name,
    host,
    model,
    inTurn: gate.inTurn,
    async ask(question, guessedTokens, countUseless) {
      const startedAt = Date.now();
      for (let tried = 1; ; tried++) {
        try {
          return await once(question, guessedTokens, countUseless);
        } catch (error) {
          const fault = error as InsightServiceError;
          const passes = fault.fault === "rateLimited" || fault.fault === "unavailable";
          const waitMs = fault.retryAfterMs ?? 500 * 2 ** (tried - 1) * (1 + Math.random() / 4);
          if (!passes || tried >= mostTries || waitMs > longestWaitMs) throw fault;
          if (Date.now() + waitMs - startedAt > allTriesMs) throw fault;
          await new Promise((resolve) => setTimeout(resolve, waitMs));
        }
      }
    },
  };
}

function parameters(name: string, model: InsightModel, { system, user, schema, mostOutputTokens }: ModelQuestion) {
  return {
    model: name,
    messages: [
      {
        role: "system" as const,
        // Servers of one's own may pass the schema over where it stands beside the messages.
        content: model.thinks ? system : `${system}\n\nAnswer in JSON of this schema:\n${JSON.stringify(schema.json)}`,
      },
      { role: "user" as const, content: user },
    ],
    response_format: {
      type: "json_schema" as const,
      json_schema: { name: schema.name, strict: true, schema: schema.json },
    },
    ...(model.thinks
      ? { max_completion_tokens: mostOutputTokens, reasoning_effort: "low" as const, prompt_cache_key: schema.name }
      : { max_tokens: mostOutputTokens, temperature: 0 }),
  };
}

function tokensOf(usage: unknown): TokenCounts | null {
  const parsed = usageSchema.safeParse(usage);
  if (!parsed.success) return null;
  const { prompt_tokens, completion_tokens, prompt_tokens_details } = parsed.data;
  return {
    inputTokens: prompt_tokens,
    cachedTokens: Math.min(prompt_tokens, prompt_tokens_details?.cached_tokens ?? 0),
    cacheWriteTokens: Math.min(prompt_tokens, prompt_tokens_details?.cache_write_tokens ?? 0),
    outputTokens: completion_tokens,
  };
}

function translate(error: unknown, host: string): InsightServiceError {
  if (error instanceof InsightServiceError) return error;
  if (error instanceof APIError && error.status !== undefined) {
    const { status, code } = error;
    const wait = error.headers ? retryAfterMs(error.headers, Date.now()) : null;
    const said = error.message.replace(/^\d+\s+/, "").slice(0, 200);
    if (status === 401 || status === 403)
      return new InsightServiceError(
        "keyRefused",
        `${host} does not accept the key (${status}). Check INSIGHT_API_KEY or OPENAI_API_KEY.`,
      );
    if (code === "insufficient_quota" || status === 402)
      return new InsightServiceError(
        "outOfQuota",
        `The account at ${host} has no credit left. Reading goes on by itself when there is some.`,
      );
    if (status === 404)
      return new InsightServiceError(
        "keyRefused",
        `${host} does not know the model or address. Check INSIGHT_MODEL and INSIGHT_BASE_URL.`,
      );
    if (status === 429)
      return new InsightServiceError(
        "rateLimited",
        `${host} wants fewer requests at the moment (429). Reading goes on by itself.`,
        wait,
      );
    if (code === "content_filter")
      return new InsightServiceError("filtered", `The content filter of ${host} stopped the question.`);
    if (code === "context_length_exceeded" || status === 413)
      return new InsightServiceError("tooLong", `${host} says that the transcript is too long for the model: ${said}`);
    if (status >= 400 && status < 500 && status !== 408 && status !== 409)
      return new InsightServiceError("input", `${host} refuses the request (${status}): ${said}`);
    return new InsightServiceError(
      "unavailable",
      `${host} could not answer now (${status}). It will be tried again.`,
      wait,
    );
  }
  const why = error instanceof APIConnectionError && error.cause instanceof Error ? error.cause.message : String(error);
  const late = error instanceof APIConnectionTimeoutError ? "in time" : `(${why.slice(0, 200)})`;
  return new InsightServiceError("unavailable", `${host} did not answer ${late}. It will be tried again.`);
}
