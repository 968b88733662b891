import type { Db } from "../db/types";
import type { StageContext } from "../queue/stage";
import { bytesVector, cosine } from "../stories/embedding";
import { servingRecord } from "../stories/embedding-store";
import { mostComparedBytes, openVectorIndex, vectorBytesOf } from "../stories/open-index";
import { embedderOf } from "../stories/serving-model";
import { textTerms } from "../stories/text-terms";
import type { VectorIndex } from "../stories/vector-index";
import type { SearchFilters } from "./filters";
import { textsOf, vectorsOf } from "./find-store";
import { matchInsights } from "./match-store";
import type { FindSimilar } from "./search";

/** Below this share of a model's way from unrelated texts to the same two, a text does not answer a question. */
const leastShare = 0.5;
/** A search does not wait longer for a service; what has the words is there without it. */
const mostMs = 1_500;
/** Where filters leave no more than this, all of it is compared; else ever more of the nearest are looked at, up to so many. */
const mostCompared = 2_000;
const mostLookedAt = 12_800;

/**
 * Finds insights that say what is asked for in other words, by the vectors that stories are made with: those of the former model
 * while another one's are being made. Finds none where a service does not answer soon, or is gone: words alone serve then.
 * @param options.mayPay whether a service may be asked, which costs a little for each new question.
 */
export function similarFinder(context: StageContext, { mayPay }: { mayPay: boolean }): FindSimilar {
  return async (text, { filters, limit }) => {
    const serving = await servingRecord(context.db);
    if (!serving) return [];
    const embedder = await embedderOf(context, serving.name);
    if (!embedder || (!embedder.isLocal && !mayPay)) return [];
    let vector: Float32Array | undefined;
    try {
      [vector] = await soon(embedder.embed([text]));
    } catch (error) {
      context.log.warn({ err: error }, "A search was answered by its words alone.");
    }
    if (!vector) return [];
    const index = await openVectorIndex(context.db, serving);
    // Asked before they are read for the first time: a web server has no room for more.
    if (index.kind === "exact" && (index.bytes || (await vectorBytesOf(context.db, serving))) > mostComparedBytes)
      return [];
    const { unrelated, same } = serving.scale;
    const leastSimilarity = unrelated + leastShare * (same - unrelated);
    const wanted = { vector, filters, limit, leastSimilarity };
    const near =
      (await nearestOfFew(context.db, serving.name, wanted)) ?? (await nearestOfMany(context.db, index, wanted));
    return embedder.isLocal ? withItsWords(context.db, text, near) : near;
  };
}

interface Wanted {
  vector: Float32Array;
  filters: SearchFilters;
  limit: number;
  leastSimilarity: number;
}

/** The nearest of all that a show, topic or kind leaves; null where nothing narrows it down to few. */
async function nearestOfFew(db: Db, model: string, wanted: Wanted): Promise<string[] | null> {
  const { vector, filters, limit, leastSimilarity } = wanted;
  if (filters.showId === null && filters.topicSlug === null && filters.kind === null) return null;
  const ids = await matchInsights(db, { query: null, filters, limit: mostCompared + 1 });
  if (ids.length > mostCompared) return null;
  return (await vectorsOf(db, model, ids))
    .map(({ id, embedding }) => ({ id, similarity: cosine(vector, bytesVector(embedding)) }))
    .filter(({ similarity }) => similarity >= leastSimilarity)
    .sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1))
    .slice(0, limit)
    .map(({ id }) => id);
}

/** The nearest that the filters leave: of ever more, until there are enough or nothing further says the same. */
async function nearestOfMany(db: Db, index: VectorIndex, wanted: Wanted): Promise<string[]> {
  const { vector, filters, limit, leastSimilarity } = wanted;
  const span = { ...(filters.from ? { from: filters.from } : {}), ...(filters.to ? { to: filters.to } : {}) };
  for (let count = limit; ; count *= 4) {
    const found = await index.nearest(db, vector, { count, ...span });
    const near = found.filter(({ similarity }) => similarity >= leastSimilarity).map(({ insightId }) => insightId);
    const fitting = new Set(await matchInsights(db, { query: null, filters, limit: near.length, ids: near }));
    const isAll = near.length < found.length || found.length < count || count >= mostLookedAt;
    if (fitting.size >= limit || isAll) return near.filter((id) => fitting.has(id)).slice(0, limit);
  }
}

/**
 * Those that have at least half of what is asked for in some form: words that the local model hashes to one place mean nothing
 * to each other.
 */
async function withItsWords(db: Db, text: string, ids: string[]): Promise<string[]> {
  const asked = new Set(textTerms(text).stems);
  const texts = await textsOf(db, ids);
  return ids.filter((id) => {
    const stems = new Set(textTerms(texts.get(id) ?? "").stems);
    return [...asked].filter((stem) => stems.has(stem)).length >= Math.max(1, asked.size / 2);
  });
}

async function soon<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The embedding service did not answer soon enough.")), mostMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
