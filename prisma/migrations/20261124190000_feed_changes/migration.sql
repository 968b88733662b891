-- Feeds are claimed in batches by any number of workers, one worker a host at a time. They move, double and come back.
-- Shows and episodes keep more of what feeds say. An episode's hash tells whether its feed still says the same. The empty
-- one of episodes that are there makes the next reading write them anew. To undo: drop the columns and indexes, and make
-- the index on state and nextCheckAt again.

ALTER TABLE "Feed" ADD COLUMN "host" TEXT NOT NULL DEFAULT '',
ADD COLUMN "claimedUntil" TIMESTAMPTZ(3),
ADD COLUMN "movedToUrl" TEXT,
ADD COLUMN "movedCount" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "otherUrls" TEXT[],
ADD COLUMN "latestPublishedAt" TIMESTAMPTZ(3)[],
ADD COLUMN "showHash" TEXT;

UPDATE "Feed" SET "host" = COALESCE(substring("url" from '^[a-z]+://([^/?#]+)'), '');
ALTER TABLE "Feed" ALTER COLUMN "host" DROP DEFAULT;
-- A feed that is gone is looked at again after a month.
UPDATE "Feed" SET "nextCheckAt" = CURRENT_TIMESTAMP + interval '30 days' WHERE "state" = 'gone';

UPDATE "Feed" f SET "latestPublishedAt" = ARRAY(
  SELECT "publishedAt" FROM "Episode" e WHERE e."showId" = f."showId" ORDER BY "publishedAt" DESC LIMIT 12
);

DROP INDEX "Feed_state_nextCheckAt_idx";
CREATE INDEX "Feed_nextCheckAt_idx" ON "Feed"("nextCheckAt");
CREATE INDEX "Feed_host_claimedUntil_idx" ON "Feed"("host", "claimedUntil");

ALTER TABLE "Show" ADD COLUMN "descriptionHtml" TEXT NOT NULL DEFAULT '',
ADD COLUMN "explicit" BOOLEAN,
ADD COLUMN "categories" TEXT[],
ADD COLUMN "podcastGuid" TEXT;

CREATE INDEX "Show_podcastGuid_idx" ON "Show"("podcastGuid");

ALTER TABLE "Episode" ADD COLUMN "descriptionHtml" TEXT NOT NULL DEFAULT '',
ADD COLUMN "enclosures" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN "season" INTEGER,
ADD COLUMN "number" INTEGER,
ADD COLUMN "explicit" BOOLEAN,
ADD COLUMN "categories" TEXT[],
ADD COLUMN "chaptersUrl" TEXT,
ADD COLUMN "contentHash" TEXT NOT NULL DEFAULT '';
