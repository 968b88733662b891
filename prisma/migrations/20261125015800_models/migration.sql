-- Insights say which model and prompt wrote them and what was said for their scores, can be retracted with a note, and saves
-- keep features as reactions do. Episodes say why a model has not read them and when it is asked again. Paid calls keep what
-- was expected beside what was paid. Shows learn how their transcripts misspell names. To undo: drop the table, the columns and
-- the type.

CREATE TYPE "ExtractionState" AS ENUM ('refused', 'truncated', 'invalid', 'rateLimited', 'outOfQuota', 'budgetUsedUp', 'keyRefused', 'unavailable');

ALTER TABLE "Episode" ADD COLUMN "extractionState" "ExtractionState";
ALTER TABLE "Episode" ADD COLUMN "retryAt" TIMESTAMPTZ(3);

ALTER TABLE "Insight" ADD COLUMN "model" TEXT;
ALTER TABLE "Insight" ADD COLUMN "promptVersion" TEXT;
ALTER TABLE "Insight" ADD COLUMN "outdatedWhen" TEXT;
ALTER TABLE "Insight" ADD COLUMN "people" TEXT[];
ALTER TABLE "Insight" ADD COLUMN "organisations" TEXT[];
ALTER TABLE "Insight" ADD COLUMN "freeTopics" TEXT[];
ALTER TABLE "Insight" ADD COLUMN "scoreReasons" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "Insight" ADD COLUMN "retractedAt" TIMESTAMPTZ(3);
ALTER TABLE "Insight" ADD COLUMN "retractionNote" TEXT;
ALTER TABLE "Insight" ADD CONSTRAINT "Insight_retraction_has_a_note" CHECK (("retractedAt" IS NULL) = ("retractionNote" IS NULL));

ALTER TABLE "SavedInsight" ADD COLUMN "features" JSONB NOT NULL DEFAULT '{}';

ALTER TABLE "PaidCall" ADD COLUMN "estimateMicroUsd" INTEGER;
ALTER TABLE "PaidCall" ADD COLUMN "usage" JSONB;

CREATE TABLE "NameAlias" (
    "showId" UUID NOT NULL,
    "heard" TEXT NOT NULL,
    "spelling" TEXT NOT NULL,
    "seenCount" INTEGER NOT NULL DEFAULT 1,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "NameAlias_pkey" PRIMARY KEY ("showId","heard")
);

ALTER TABLE "NameAlias" ADD CONSTRAINT "NameAlias_showId_fkey" FOREIGN KEY ("showId") REFERENCES "Show"("id") ON DELETE CASCADE ON UPDATE CASCADE;
