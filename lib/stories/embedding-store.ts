import { Prisma } from "../../prisma/client/client";
import type { Db, Tx } from "../db/types";
import { bytesVector, type EmbeddingScale, vectorBytes } from "./embedding";
import { type LearnedWords, learnedWords } from "./learned-words";

/** What a model has made of texts, by their hashes. */
export async function keptEmbeddings(db: Db, model: string, hashes: string[]): Promise<Map<string, Float32Array>> {
  const rows = await db.textEmbedding.findMany({ where: { model, textHash: { in: hashes } } });
  return new Map(rows.map((row) => [row.textHash, bytesVector(row.vector)]));
}

/** Keeps what a model has made of texts. */
export async function keepEmbeddings(
  db: Db | Tx,
  model: string,
  made: readonly { hash: string; vector: Float32Array }[],
): Promise<void> {
  await db.textEmbedding.createMany({
    data: made.map(({ hash, vector }) => ({ model, textHash: hash, vector: vectorBytes(vector) })),
    skipDuplicates: true,
  });
}

/** A model that makes vectors, as it is recorded. */
export interface RecordedModel {
  name: string;
  state: "serving" | "filling";
  dimensions: number;
  scale: EmbeddingScale;
}

const toModel = ({ unrelated, same, ...row }: Omit<RecordedModel, "scale"> & EmbeddingScale): RecordedModel => ({
  ...row,
  scale: { unrelated, same },
});

const columns = { name: true, state: true, dimensions: true, unrelated: true, same: true } as const;

/** The model that serves; null before the first. */
export async function servingRecord(db: Db | Tx): Promise<RecordedModel | null> {
  const row = await db.embeddingModel.findFirst({ where: { state: "serving" }, select: columns });
  return row && toModel(row);
}

/** A model by its name. */
export async function modelRecord(db: Db | Tx, name: string): Promise<RecordedModel | null> {
  const row = await db.embeddingModel.findUnique({ where: { name }, select: columns });
  return row && toModel(row);
}

/** Records a model, or a change of its state. */
export async function saveModel(db: Db | Tx, { scale, ...model }: RecordedModel): Promise<void> {
  const row = { ...model, ...scale };
  await db.embeddingModel.upsert({ where: { name: model.name }, create: row, update: row });
}

/** What a model learned of words; null where it is none that did. */
async function learnedOf(db: Db | Tx, where: Prisma.EmbeddingModelWhereInput): Promise<LearnedWords | null> {
  const row = await db.embeddingModel.findFirst({ where, orderBy: { createdAt: "desc" }, select: { learned: true } });
  return row?.learned ? learnedWords.parse(row.learned) : null;
}

/** The words of the local model that learned last, or of one by its name. */
export const learnedLocally = (db: Db | Tx, name?: string): Promise<LearnedWords | null> =>
  learnedOf(db, { learned: { not: Prisma.DbNull }, ...(name === undefined ? {} : { name }) });

/** Records what a model has learned. */
export async function saveLearned(db: Db | Tx, name: string, learned: LearnedWords): Promise<void> {
  await db.embeddingModel.update({ where: { name }, data: { learned } });
}

/** The texts of all placed insights. */
export function placedTexts(db: Db | Tx): Promise<{ headline: string; body: string }[]> {
  return db.insight.findMany({ where: { placedAt: { not: null } }, select: { headline: true, body: true } });
}

/** Forgets every model but one, with the vectors that cost nothing. */
export async function forgetOtherModels(tx: Tx, name: string): Promise<RecordedModel[]> {
  const rows = await tx.embeddingModel.findMany({ where: { name: { not: name } }, select: columns });
  await tx.embeddingModel.deleteMany({ where: { name: { not: name } } });
  await tx.textEmbedding.deleteMany({ where: { model: { startsWith: "local-" } } });
  return rows.map(toModel);
}

const placed = { id: true, headline: true, body: true, episode: { select: { publishedAt: true } } } as const;

/** Placed insights whose vectors another model made, the latest published first. */
export function insightsOfOtherModels(db: Db, model: string, count: number) {
  return db.insight.findMany({
    where: { placedAt: { not: null }, OR: [{ embeddingModel: { not: model } }, { embeddingModel: null }] },
    orderBy: [{ episode: { publishedAt: "desc" } }, { id: "asc" }],
    take: count,
    select: placed,
  });
}

/** As SQL makes it of an insight: the hash of what `insightText` gives. */
const hashInSql = `encode(sha256(convert_to(i.headline || '. ' || i.body, 'UTF8')), 'hex')`;

/** Placed insights of which a model has kept no vector yet, the latest published first. */
export function insightsWithoutVector(
  db: Db | Tx,
  model: string,
  count: number,
): Promise<{ id: string; headline: string; body: string; publishedAt: Date }[]> {
  return db.$queryRawUnsafe(
    `SELECT i.id, i.headline, i.body, e."publishedAt" FROM "Insight" i JOIN "Episode" e ON e.id = i."episodeId"
      WHERE i."placedAt" IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM "TextEmbedding" t WHERE t.model = $1 AND t."textHash" = ${hashInSql})
      ORDER BY e."publishedAt" DESC, i.id LIMIT $2`,
    model,
    count,
  );
}

/** Gives every placed insight the vector that a model has kept of it. */
export async function takeOverVectors(tx: Tx, model: string): Promise<void> {
  await tx.$executeRawUnsafe(
    `UPDATE "Insight" i SET embedding = t.vector, "embeddingModel" = t.model
      FROM "TextEmbedding" t WHERE t.model = $1 AND i."placedAt" IS NOT NULL AND t."textHash" = ${hashInSql}`,
    model,
  );
}

/** Gives one insight a new vector. */
export async function saveVector(tx: Tx, id: string, model: string, vector: Float32Array): Promise<void> {
  await tx.insight.update({ where: { id }, data: { embedding: vectorBytes(vector), embeddingModel: model } });
}
