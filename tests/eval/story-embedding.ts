import { openWorkplace } from "../../jobs/context";
import { type Env, inDataDir } from "../../lib/env";
import type { Embedder, EmbeddingScale } from "../../lib/stories/embedding";
import { localEmbedder } from "../../lib/stories/local-embedding";
import { embeddingService } from "../../lib/stories/openai";
import { measureScale } from "../../lib/stories/scale";

/** What texts are compared by beside their words. */
export interface StoryEmbedding {
  embedder: Embedder;
  /** Null for the local one, which knows nothing beyond the words. */
  scale: EmbeddingScale | null;
  close(): Promise<void>;
}

/**
 * The embedding of a name: "local", or "openai" for the service that EMBEDDING_* names. Vectors are kept in DATA_DIR/eval, so
 * that what a run has paid for costs nothing at the next.
 */
export async function openEmbedding(name: string, env: Env): Promise<StoryEmbedding> {
  if (name === "local") return { embedder: localEmbedder, scale: null, close: async () => {} };
  if (name !== "openai") throw new Error(`There is no embedding "${name}": it is local or openai.`);
  const settings = { ...env, DATABASE_URL: undefined, DATA_DIR: inDataDir(env, "eval"), LOG_LEVEL: "error" as const };
  const workplace = await openWorkplace(settings, "eval");
  try {
    const embedder = embeddingService(workplace.context);
    if (!embedder)
      throw new Error(
        "No service is configured. Set EMBEDDING_API_KEY or OPENAI_API_KEY, or EMBEDDING_BASE_URL of your own.",
      );
    const { scale } = await measureScale(embedder);
    return { embedder, scale, close: () => workplace.close() };
  } catch (error) {
    await workplace.close();
    throw error;
  }
}
