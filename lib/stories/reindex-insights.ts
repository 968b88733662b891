import type { StageContext } from "../queue/stage";
import { EmbeddingError, insightText, textHash } from "./embedding";
import {
  forgetOtherModels,
  insightsOfOtherModels,
  insightsWithoutVector,
  keepEmbeddings,
  placedTexts,
  saveLearned,
  saveModel,
  saveVector,
  servingRecord,
  takeOverVectors,
} from "./embedding-store";
import { dropHnswIndex } from "./hnsw-index";
import { fewestTexts, learnWords } from "./learned-words";
import { learnedEmbedder } from "./local-embedding";
import { openVectorIndex } from "./open-index";
import { recordModel, wantedEmbedder } from "./serving-model";
import { lockPlacing } from "./store";

/** So many insights are done at a time. */
const batch = 64;

/**
 * Makes the wanted model's vectors of every insight, the latest first, and lets that model serve once all are there. While
 * another serves nobody notices; where none can, each insight has its new vector at once. What was made is kept, so that it
 * goes on where it was cut off.
 * @param options.rebuild makes the derived index anew as well.
 * @param options.learn has the local model learn from the stored texts how rare words are here; the former one serves until
 *   the vectors of the new one are there.
 * @returns how many insights got a new vector.
 * @throws EmbeddingError, BudgetError
 */
export async function reindexInsights(
  context: StageContext,
  options: { rebuild?: boolean; learn?: boolean; onProgress?: (done: number) => void } = {},
): Promise<{ model: string; made: number }> {
  const { db } = context;
  if (options.learn) await learnLocally(context);
  const embedder = await wantedEmbedder(context);
  const serving = await servingRecord(db);
  const servesAlready = serving === null || serving.name === embedder.model;
  const model = await recordModel(context, embedder, servesAlready ? "serving" : "filling");
  if (options.rebuild) await dropHnswIndex(db, model);
  let made = 0;
  if (servesAlready) {
    const index = await openVectorIndex(db, model);
    for (;;) {
      const insights = await insightsOfOtherModels(db, model.name, batch);
      if (insights.length === 0) break;
      const vectors = await embedder.embed(insights.map(insightText));
      await db.$transaction(async (tx) => {
        await lockPlacing(tx);
        const rows = insights.map(({ id, episode }, i) => ({
          insightId: id,
          publishedAt: episode.publishedAt,
          vector: vectors[i] ?? new Float32Array(),
        }));
        for (const { insightId, vector } of rows) await saveVector(tx, insightId, model.name, vector);
        await index.add(tx, rows);
      });
      made += insights.length;
      options.onProgress?.(made);
    }
  } else {
    do {
      for (;;) {
        const insights = await insightsWithoutVector(db, model.name, batch);
        if (insights.length === 0) break;
        const vectors = await embedder.embed(insights.map(insightText));
        await keepEmbeddings(
          db,
          model.name,
          insights.map((insight, i) => ({
            hash: textHash(insightText(insight)),
            vector: vectors[i] ?? new Float32Array(),
          })),
        );
        made += insights.length;
        options.onProgress?.(made);
      }
      // Something may have been placed meanwhile: then once more.
    } while (!(await takeOver(context, model)));
    await openVectorIndex(db, model);
  }
  const former = await db.$transaction((tx) => forgetOtherModels(tx, model.name));
  for (const other of former) await dropHnswIndex(db, other);
  return { model: model.name, made };
}

async function learnLocally(context: StageContext): Promise<void> {
  if (!(await wantedEmbedder(context)).isLocal)
    throw new EmbeddingError("Only the local embedding learns. Set EMBEDDING_MODEL=local to use it.");
  const words = learnWords((await placedTexts(context.db)).map(insightText));
  if (!words) throw new EmbeddingError(`There is too little to learn from: fewer than ${fewestTexts} insights.`);
  const embedder = learnedEmbedder(words);
  if ((await servingRecord(context.db))?.name === embedder.model) return;
  await recordModel(context, embedder, "filling");
  await saveLearned(context.db, embedder.model, words);
}

/** Lets a model serve whose vectors are all there. @returns false where some are missing. */
function takeOver({ db }: StageContext, model: Parameters<typeof saveModel>[1]): Promise<boolean> {
  return db.$transaction(
    async (tx) => {
      await lockPlacing(tx);
      if ((await insightsWithoutVector(tx, model.name, 1)).length > 0) return false;
      await takeOverVectors(tx, model.name);
      const serving = await servingRecord(tx);
      if (serving) await saveModel(tx, { ...serving, state: "filling" });
      await saveModel(tx, { ...model, state: "serving" });
      return true;
    },
    { timeout: 10 * 60_000 },
  );
}
