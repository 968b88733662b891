-- An index for counting what is retracted. Workers of an older version do not look at it.
-- Undo: DROP INDEX "Insight_retractedAt_idx";

-- CreateIndex
CREATE INDEX "Insight_retractedAt_idx" ON "Insight"("retractedAt");
