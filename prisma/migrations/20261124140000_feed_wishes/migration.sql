-- A feed's own wishes (ttl, skipHours, skipDays) are kept with it, since most checks bring no document that would repeat
-- them. Feeds that are there have none until their document changes. To undo: drop the three columns.

ALTER TABLE "Feed" ADD COLUMN "ttlMinutes" INTEGER,
ADD COLUMN "skipHours" INTEGER[],
ADD COLUMN "skipDays" INTEGER[];
