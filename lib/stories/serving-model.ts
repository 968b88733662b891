import type { StageContext } from "../queue/stage";
import { type Embedder, EmbeddingError, type EmbeddingScale } from "./embedding";
import {
  insightsOfOtherModels,
  learnedLocally,
  modelRecord,
  type RecordedModel,
  saveModel,
  servingRecord,
} from "./embedding-store";
import { learnedEmbedder, localEmbedder } from "./local-embedding";
import { openVectorIndex } from "./open-index";
import { embeddingService } from "./openai";
import { measureScale } from "./scale";
import type { VectorIndex } from "./vector-index";

/** The model by whose vectors insights are compared, ready for use. */
export interface ServingModel {
  embedder: Embedder;
  scale: EmbeddingScale;
  index: VectorIndex;
}

/** The embedder that the operator wants: a service's, else the local one with what it has learned here. */
export async function wantedEmbedder(context: StageContext): Promise<Embedder> {
  const service = embeddingService(context);
  if (service) return service;
  const words = await learnedLocally(context.db);
  return words ? learnedEmbedder(words) : localEmbedder;
}

/** Records a model that is new here with what its cosines mean. */
export async function recordModel(
  context: StageContext,
  embedder: Embedder,
  state: RecordedModel["state"],
): Promise<RecordedModel> {
  const known = await modelRecord(context.db, embedder.model);
  const model: RecordedModel = { ...(known ?? { name: embedder.model, ...(await measureScale(embedder)) }), state };
  await saveModel(context.db, model);
  return model;
}

async function open(
  context: StageContext,
  embedder: Embedder,
  { scale, ...model }: RecordedModel,
): Promise<ServingModel> {
  return { embedder, scale, index: whileItServes(await openVectorIndex(context.db, model), model.name) };
}

/**
 * An index that takes no vectors any more once another model serves: what was read before that would be placed by vectors that
 * are compared with none of the others. Whoever places then has its transaction undone, and begins again with that model.
 */
function whileItServes(index: VectorIndex, model: string): VectorIndex {
  return {
    kind: index.kind,
    get bytes() {
      return index.bytes;
    },
    isCurrent: (db) => index.isCurrent(db),
    nearest: (db, vector, options) => index.nearest(db, vector, options),
    async add(tx, vectors) {
      const serving = vectors.length > 0 ? await servingRecord(tx) : null;
      if (serving && serving.name !== model)
        throw new Error(`The vectors of ${serving.name} serve now, and no longer those of ${model}.`);
      await index.add(tx, vectors);
    },
  };
}

/** The embedder of a model that was recorded here; null where the settings no longer lead to it. Nothing is asked of a service. */
export async function embedderOf(context: StageContext, name: string): Promise<Embedder | null> {
  if (name === localEmbedder.model) return localEmbedder;
  const words = await learnedLocally(context.db, name);
  if (words) return learnedEmbedder(words);
  const service = embeddingService(context, name.slice(name.indexOf(" ") + 1));
  return service?.model === name ? service : null;
}

/** The embedder of a model that is no longer wanted; null where it cannot be had any more. */
async function formerEmbedder(context: StageContext, name: string): Promise<Embedder | null> {
  const former = await embedderOf(context, name);
  if (!former || former.isLocal) return former;
  try {
    await former.embed(["Is this model still there?"]);
    return former;
  } catch (error) {
    if (error instanceof EmbeddingError) return null;
    throw error;
  }
}

/**
 * The model that serves, with its index. After a change of settings the former one goes on serving, as long as it can be had,
 * while the job `reindex-insights` makes the wanted one's vectors.
 */
export async function openServingModel(context: StageContext): Promise<ServingModel> {
  const wanted = await wantedEmbedder(context);
  const serving = await servingRecord(context.db);
  if (serving?.name === wanted.model) return open(context, wanted, serving);
  const former = serving && (await formerEmbedder(context, serving.name));
  if (former) {
    await context.db.$transaction((tx) => context.enqueue(tx, "reindex-insights", {}));
    return open(context, former, serving);
  }
  const model = await recordModel(context, wanted, "serving");
  if (serving) await saveModel(context.db, { ...serving, state: "filling" });
  if ((await insightsOfOtherModels(context.db, model.name, 1)).length > 0)
    await context.db.$transaction((tx) => context.enqueue(tx, "reindex-insights", {}));
  return open(context, wanted, model);
}
