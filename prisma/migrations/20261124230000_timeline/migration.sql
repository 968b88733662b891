-- An episode's chapters are kept with it, and whether its transcript's times may be off in the recording that listeners get.
-- To undo: drop the two columns.

ALTER TABLE "Episode" ADD COLUMN "chapters" JSONB NOT NULL DEFAULT '[]';
ALTER TABLE "Transcript" ADD COLUMN "isApproximate" BOOLEAN NOT NULL DEFAULT false;
