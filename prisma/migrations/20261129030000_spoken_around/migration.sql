-- What was said around each insight, for telling whether takes tell one story. Insights placed before have none and are compared
-- by their own words, as they were; workers of an older version leave it empty.
-- Undo: ALTER TABLE "Insight" DROP COLUMN "spokenAround";

-- AlterTable
ALTER TABLE "Insight" ADD COLUMN     "spokenAround" TEXT;
