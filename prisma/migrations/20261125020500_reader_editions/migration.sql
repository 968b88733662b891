-- Readers' own editions: what each item's rank rests on besides its factors, and whether it comes from outside what the
-- reader follows. Topics that the operator edits or removes stay so: what was written from the shipped list is remembered
-- by its hash. Candidates are looked up by when their episode was published.
-- To undo: drop the two columns, the table and the index.

ALTER TABLE "DigestItem" ADD COLUMN "isFill" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "DigestItem" ADD COLUMN "reasons" JSONB NOT NULL DEFAULT '[]';

CREATE TABLE "TopicSeed" (
    "slug" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "TopicSeed_pkey" PRIMARY KEY ("slug")
);

CREATE INDEX "Episode_publishedAt_idx" ON "Episode"("publishedAt");
