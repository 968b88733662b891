-- Stories that were merged stay as addresses that forward. A dissenting take says which one it contradicts. Models that make
-- vectors are rows, so that one can be filled while another serves, and what they made of a text is kept by its hash.
-- To undo: drop the tables, the enum and the columns. Merged stories are
-- rows without takes and can be deleted.

CREATE TYPE "EmbeddingState" AS ENUM ('serving', 'filling');

CREATE TABLE "EmbeddingModel" (
  "name" TEXT NOT NULL,
  "state" "EmbeddingState" NOT NULL,
  "dimensions" INTEGER NOT NULL,
  "unrelated" DOUBLE PRECISION NOT NULL,
  "same" DOUBLE PRECISION NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "EmbeddingModel_pkey" PRIMARY KEY ("name"),
  CONSTRAINT "EmbeddingModel_scale" CHECK ("same" > "unrelated" AND "dimensions" > 0)
);

CREATE TABLE "TextEmbedding" (
  "model" TEXT NOT NULL,
  "textHash" TEXT NOT NULL,
  "vector" BYTEA NOT NULL,
  CONSTRAINT "TextEmbedding_pkey" PRIMARY KEY ("model", "textHash")
);

ALTER TABLE "Insight" ADD COLUMN "nameStems" TEXT[], ADD COLUMN "dissentsFromId" UUID;
CREATE INDEX "Insight_dissentsFromId_idx" ON "Insight"("dissentsFromId");
CREATE INDEX "Insight_embeddingModel_placedAt_idx" ON "Insight"("embeddingModel", "placedAt");
CREATE INDEX "Insight_nameStems_idx" ON "Insight" USING GIN ("nameStems");
ALTER TABLE "Insight" ADD CONSTRAINT "Insight_dissentsFromId_fkey"
  FOREIGN KEY ("dissentsFromId") REFERENCES "Insight"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "Story" ADD COLUMN "mergedIntoId" UUID;
ALTER TABLE "Story" ADD CONSTRAINT "Story_merged_elsewhere" CHECK ("mergedIntoId" <> "id");
CREATE INDEX "Story_mergedIntoId_idx" ON "Story"("mergedIntoId");
ALTER TABLE "Story" ADD CONSTRAINT "Story_mergedIntoId_fkey"
  FOREIGN KEY ("mergedIntoId") REFERENCES "Story"("id") ON DELETE CASCADE ON UPDATE CASCADE;
