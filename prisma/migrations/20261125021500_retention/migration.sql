-- Transcripts that are past the operator's retention keep only what insights cite, and say so. To undo: drop the column.

ALTER TABLE "Transcript" ADD COLUMN "trimmedAt" TIMESTAMPTZ(3);
CREATE INDEX "Transcript_trimmedAt_createdAt_idx" ON "Transcript"("trimmedAt", "createdAt");
