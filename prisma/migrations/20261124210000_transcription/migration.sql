-- Paid calls are kept with their answers, so that none is paid twice, and counted against the day's budget. Shows say whether
-- their recordings may be transcribed, and waiting episodes what they wait for. To undo: drop the table, the columns and the
-- type.

CREATE TYPE "TranscriptionPolicy" AS ENUM ('always', 'publisherOnly', 'never');
CREATE TYPE "WaitReason" AS ENUM ('publisher', 'service', 'later');

ALTER TABLE "Show" ADD COLUMN "transcription" "TranscriptionPolicy" NOT NULL DEFAULT 'always';
ALTER TABLE "Episode" ADD COLUMN "waitsFor" "WaitReason";
UPDATE "Episode" SET "waitsFor" = 'service' WHERE "stage" = 'waiting';

CREATE TABLE "PaidCall" (
    "key" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "episodeId" UUID,
    "costMicroUsd" INTEGER NOT NULL,
    "response" JSONB,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "answeredAt" TIMESTAMPTZ(3),

    CONSTRAINT "PaidCall_pkey" PRIMARY KEY ("key")
);

CREATE INDEX "PaidCall_startedAt_idx" ON "PaidCall"("startedAt");
CREATE INDEX "PaidCall_episodeId_idx" ON "PaidCall"("episodeId");

ALTER TABLE "PaidCall" ADD CONSTRAINT "PaidCall_episodeId_fkey" FOREIGN KEY ("episodeId") REFERENCES "Episode"("id") ON DELETE SET NULL ON UPDATE CASCADE;
