-- What a model called promotion in a transcript, so that the transcript's page marks it. Older versions leave it empty.
-- Undo: ALTER TABLE "Transcript" DROP COLUMN "promotion";

-- AlterTable
ALTER TABLE "Transcript" ADD COLUMN     "promotion" JSONB NOT NULL DEFAULT '[]';
