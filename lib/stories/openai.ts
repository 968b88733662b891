import OpenAI, { APIConnectionError, APIError } from "openai";
import { z } from "zod";
import { type CountUseless, paidCall } from "../costs/paid-call";
import type { Env } from "../env";
import type { StageContext } from "../queue/stage";
import { bytesVector, type Embedder, EmbeddingError, textHash, unitVector, vectorBytes } from "./embedding";
import { keepEmbeddings, keptEmbeddings } from "./embedding-store";

type ServiceEnv = Pick<
  Env,
  | "OPENAI_API_KEY"
  | "OPENAI_BASE_URL"
  | "EMBEDDING_API_KEY"
  | "EMBEDDING_BASE_URL"
  | "EMBEDDING_MODEL"
  | "EMBEDDING_USD_PER_MILLION_TOKENS"
>;

/** US dollars a million tokens, of models whose price is known (November 2026); others count as the dearest. */
const prices: Record<string, number> = { "text-embedding-3-small": 0.02, "text-embedding-3-large": 0.13 };
const dearest = 0.13;
/** What a text of an insight's length has at most, for the estimate before a call. */
const charactersAToken = 3;
/** Texts in one request. */
const batch = 64;
const requestTimeoutMs = 60_000;
const maxRetries = 4;

const answerShape = z.object({ data: z.array(z.object({ index: z.int(), embedding: z.array(z.number()).min(1) })) });

/** Where the operator wants vectors from; null where the local embedding serves. */
function serviceOf(env: ServiceEnv): { apiKey: string; baseURL: string } | null {
  if (env.EMBEDDING_MODEL === "local") return null;
  const apiKey = env.EMBEDDING_API_KEY ?? env.OPENAI_API_KEY ?? (env.EMBEDDING_BASE_URL ? "none" : undefined);
  return apiKey ? { apiKey, baseURL: env.EMBEDDING_BASE_URL ?? env.OPENAI_BASE_URL } : null;
}

/**
 * The operator's embedding service; null where none is configured. A text that it has embedded is never sent again.
 * @param model another model of the same service than the configured one.
 */
export function embeddingService(context: StageContext, model = context.env.EMBEDDING_MODEL): Embedder | null {
  const service = serviceOf(context.env);
  if (!service || model === "local") return null;
  const host = new URL(service.baseURL).host;
  const client = new OpenAI({ ...service, maxRetries, timeout: requestTimeoutMs });
  const price = context.env.EMBEDDING_USD_PER_MILLION_TOKENS ?? prices[model] ?? dearest;

  async function ask(texts: string[]): Promise<Float32Array[]> {
    const tokens = texts.reduce((sum, text) => sum + Math.ceil(text.length / charactersAToken), 0);
    const response = await paidCall(
      context,
      {
        input: { host, texts: texts.map(textHash) },
        purpose: "embedding",
        model,
        episodeId: null,
        costMicroUsd: Math.ceil(tokens * price),
      },
      async (countUseless) => {
        const data = await request(client, model, texts, host, countUseless);
        const answer = answerShape.safeParse(data);
        const vectors = answer.success ? answer.data.data.sort((a, b) => a.index - b.index) : [];
        const [first] = vectors;
        const isWhole =
          vectors.length === texts.length &&
          vectors.every(({ index, embedding }, i) => index === i && embedding.length === first?.embedding.length);
        if (!isWhole) {
          // A sign-in page of the network is not paid for.
          if (typeof data === "object") await countUseless();
          throw new EmbeddingError(`${host} answered with something else than ${texts.length} vectors.`);
        }
        return vectors.map(({ embedding }) => Buffer.from(vectorBytes(unitVector(embedding))).toString("base64"));
      },
    );
    return response.map((text) => bytesVector(Buffer.from(text, "base64")));
  }

  return {
    model: `${host} ${model}`,
    isLocal: false,
    async embed(texts) {
      const name = `${host} ${model}`;
      const known = await keptEmbeddings(context.db, name, texts.map(textHash));
      const missing = [...new Set(texts.filter((text) => !known.has(textHash(text))))];
      for (let from = 0; from < missing.length; from += batch) {
        const asked = missing.slice(from, from + batch);
        const vectors = await ask(asked);
        const made = asked.map((text, i) => ({ hash: textHash(text), vector: vectors[i] ?? new Float32Array() }));
        await keepEmbeddings(context.db, name, made);
        for (const { hash, vector } of made) known.set(hash, vector);
      }
      return texts.map((text) => known.get(textHash(text)) ?? new Float32Array());
    },
  };
}

async function request(
  client: OpenAI,
  model: string,
  texts: string[],
  host: string,
  countUseless: CountUseless,
): Promise<unknown> {
  try {
    return await client.embeddings.create({ model, input: texts, encoding_format: "float" });
  } catch (error) {
    // JSON that breaks off.
    if (error instanceof SyntaxError) await countUseless();
    throw translate(error, host);
  }
}

function translate(error: unknown, host: string): EmbeddingError {
  if (error instanceof APIError && error.status !== undefined) {
    if (error.status === 401 || error.status === 403)
      return new EmbeddingError(
        `${host} does not accept the key (${error.status}). Check EMBEDDING_API_KEY or OPENAI_API_KEY.`,
      );
    if (error.status === 404)
      return new EmbeddingError(
        `${host} does not know the model or address. Check EMBEDDING_MODEL and EMBEDDING_BASE_URL, or set EMBEDDING_MODEL=local.`,
      );
    if (error.code === "insufficient_quota" || error.status === 402)
      return new EmbeddingError(`The account at ${host} has no credit left. Stories go on when there is some.`);
    return new EmbeddingError(`${host} could not make vectors (${error.status}). It will be tried again.`);
  }
  const why = error instanceof APIConnectionError && error.cause instanceof Error ? error.cause.message : String(error);
  return new EmbeddingError(`${host} did not answer (${why.slice(0, 200)}). It will be tried again.`);
}
