-- A show may have a longest recording of its own that is transcribed, since how long an episode is worth paying for differs
-- from show to show; without one TRANSCRIBE_MAX_MINUTES holds. To undo: drop the column.

ALTER TABLE "Show" ADD COLUMN "transcribeMaxMinutes" INTEGER;
