import type { StageContext } from "../queue/stage";
import { servingRecord } from "../stories/embedding-store";
import { openVectorIndex } from "../stories/open-index";
import { wantedEmbedder } from "../stories/serving-model";
import { countVectors } from "../stories/store";
import type { FindSimilar } from "./search";

/** Below this share of a model's way from unrelated texts to the same two, a text does not answer a question. */
const leastShare = 0.5;
/** A search does not wait longer for a service; what has the words is there without it. */
const mostMs = 1_500;
/** Without an index by vectors all of them are kept in memory; a web server has no room for more than this. */
const mostBytes = 200_000_000;

/**
 * Finds insights that say what is asked for in other words, by the vectors that stories are made with. Finds none while
 * these are being made by another model, and where a service does not answer soon: words alone serve then.
 * @param options.mayPay whether a service may be asked, which costs a little for each new question.
 */
export function similarFinder(context: StageContext, { mayPay }: { mayPay: boolean }): FindSimilar {
  return async (text, limit) => {
    const serving = await servingRecord(context.db);
    if (!serving) return [];
    const embedder = await wantedEmbedder(context);
    if (embedder.model !== serving.name || (!embedder.isLocal && !mayPay)) return [];
    let vector: Float32Array | undefined;
    try {
      [vector] = await soon(embedder.embed([text]));
    } catch (error) {
      context.log.warn({ err: error }, "A search was answered by its words alone.");
    }
    if (!vector) return [];
    const index = await openVectorIndex(context.db, serving);
    if (index.kind === "exact" && (await countVectors(context.db, serving.name)) * serving.dimensions * 4 > mostBytes)
      return [];
    const { unrelated, same } = serving.scale;
    const found = await index.nearest(context.db, vector, { count: limit });
    return found
      .filter(({ similarity }) => similarity >= unrelated + leastShare * (same - unrelated))
      .map(({ insightId }) => insightId);
  };
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
