-- Paid calls say that they are still under way, so that all workers together make no more at once than is set.
-- Workers of an older version do not say so and are not counted; a worker that was killed stops counting by itself.
-- Undo: ALTER TABLE "PaidCall" DROP COLUMN "aliveAt";

-- AlterTable
ALTER TABLE "PaidCall" ADD COLUMN     "aliveAt" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "PaidCall_aliveAt_idx" ON "PaidCall"("aliveAt");
