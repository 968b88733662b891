-- The pipeline's tables in the order of its data: feeds and shows, episodes with the stage they stand at,
-- transcripts with their segments, insights with their receipts, stories, digests and deliveries.
-- Nothing existed before, so there is nothing to move. To undo: drop the schema.

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "FeedState" AS ENUM ('active', 'gone');

-- CreateEnum
CREATE TYPE "EpisodeStage" AS ENUM ('discovered', 'transcribed', 'extracted', 'placed', 'waiting', 'skipped', 'failed');

-- CreateEnum
CREATE TYPE "TimingSource" AS ENUM ('publisher', 'model', 'interpolated');

-- CreateEnum
CREATE TYPE "InsightKind" AS ENUM ('fact', 'opinion', 'forecast', 'advice');

-- CreateEnum
CREATE TYPE "Stance" AS ENUM ('agrees', 'dissents');

-- CreateEnum
CREATE TYPE "DeliveryState" AS ENUM ('pending', 'sending', 'accepted', 'uncertain', 'failed', 'excluded');

-- CreateTable
CREATE TABLE "Feed" (
    "id" UUID NOT NULL,
    "showId" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "state" "FeedState" NOT NULL DEFAULT 'active',
    "etag" TEXT,
    "lastModified" TEXT,
    "bodyHash" TEXT,
    "nextCheckAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastCheckedAt" TIMESTAMPTZ(3),
    "lastChangedAt" TIMESTAMPTZ(3),
    "errorCount" INTEGER NOT NULL DEFAULT 0,
    "lastError" TEXT,
    "repairNote" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Feed_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Show" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "author" TEXT,
    "network" TEXT,
    "link" TEXT,
    "imageUrl" TEXT,
    "language" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Show_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Episode" (
    "id" UUID NOT NULL,
    "showId" UUID NOT NULL,
    "guid" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "descriptionText" TEXT NOT NULL DEFAULT '',
    "link" TEXT,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL,
    "durationSeconds" INTEGER,
    "enclosureUrl" TEXT,
    "enclosureType" TEXT,
    "enclosureByteLength" BIGINT,
    "imageUrl" TEXT,
    "persons" JSONB NOT NULL DEFAULT '[]',
    "transcriptRefs" JSONB NOT NULL DEFAULT '[]',
    "stage" "EpisodeStage" NOT NULL DEFAULT 'discovered',
    "stageReason" TEXT,
    "failedStage" "EpisodeStage",
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "discoveredAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "stageChangedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Episode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Transcript" (
    "id" UUID NOT NULL,
    "episodeId" UUID NOT NULL,
    "format" TEXT NOT NULL,
    "sourceUrl" TEXT NOT NULL,
    "language" TEXT,
    "timing" "TimingSource" NOT NULL,
    "wordCount" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Transcript_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Segment" (
    "transcriptId" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "startMs" INTEGER NOT NULL,
    "endMs" INTEGER NOT NULL,
    "speaker" TEXT,
    "text" TEXT NOT NULL,

    CONSTRAINT "Segment_pkey" PRIMARY KEY ("transcriptId","index")
);

-- CreateTable
CREATE TABLE "Insight" (
    "id" UUID NOT NULL,
    "episodeId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "headline" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "kind" "InsightKind" NOT NULL,
    "quoteText" TEXT NOT NULL,
    "quoteStartMs" INTEGER NOT NULL,
    "quoteEndMs" INTEGER NOT NULL,
    "speaker" TEXT,
    "firstSegment" INTEGER NOT NULL,
    "lastSegment" INTEGER NOT NULL,
    "quality" DOUBLE PRECISION NOT NULL,
    "scores" JSONB NOT NULL,
    "extractor" TEXT NOT NULL,
    "language" TEXT NOT NULL DEFAULT 'en',
    "embedding" BYTEA,
    "embeddingModel" TEXT,
    "storyId" UUID,
    "stance" "Stance" NOT NULL DEFAULT 'agrees',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "placedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Insight_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "InsightDrop" (
    "id" UUID NOT NULL,
    "episodeId" UUID NOT NULL,
    "extractor" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "InsightDrop_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Topic" (
    "slug" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "phrases" TEXT[],

    CONSTRAINT "Topic_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "InsightTopic" (
    "insightId" UUID NOT NULL,
    "topicSlug" TEXT NOT NULL,
    "weight" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "InsightTopic_pkey" PRIMARY KEY ("insightId","topicSlug")
);

-- CreateTable
CREATE TABLE "Story" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Story_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RelatedInsight" (
    "insightId" UUID NOT NULL,
    "rank" INTEGER NOT NULL,
    "relatedId" UUID NOT NULL,
    "similarity" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "RelatedInsight_pkey" PRIMARY KEY ("insightId","rank")
);

-- CreateTable
CREATE TABLE "Digest" (
    "id" UUID NOT NULL,
    "edition" TEXT NOT NULL,
    "date" TEXT NOT NULL,
    "asOf" TIMESTAMPTZ(3) NOT NULL,
    "builtAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "quiet" BOOLEAN NOT NULL,
    "episodeCount" INTEGER NOT NULL,
    "showCount" INTEGER NOT NULL,
    "nearMisses" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "Digest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DigestItem" (
    "digestId" UUID NOT NULL,
    "rank" INTEGER NOT NULL,
    "insightId" UUID NOT NULL,
    "storyId" UUID NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "factors" JSONB NOT NULL,
    "voices" INTEGER NOT NULL,
    "updateText" TEXT,

    CONSTRAINT "DigestItem_pkey" PRIMARY KEY ("digestId","rank")
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" UUID NOT NULL,
    "digestId" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "date" TEXT NOT NULL,
    "transport" TEXT NOT NULL,
    "state" "DeliveryState" NOT NULL DEFAULT 'pending',
    "providerId" TEXT,
    "error" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ScheduleSlot" (
    "job" TEXT NOT NULL,
    "slot" TEXT NOT NULL,
    "claimedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ScheduleSlot_pkey" PRIMARY KEY ("job","slot")
);

-- CreateIndex
CREATE UNIQUE INDEX "Feed_showId_key" ON "Feed"("showId");

-- CreateIndex
CREATE UNIQUE INDEX "Feed_url_key" ON "Feed"("url");

-- CreateIndex
CREATE INDEX "Feed_state_nextCheckAt_idx" ON "Feed"("state", "nextCheckAt");

-- CreateIndex
CREATE INDEX "Episode_showId_publishedAt_idx" ON "Episode"("showId", "publishedAt");

-- CreateIndex
CREATE INDEX "Episode_stage_idx" ON "Episode"("stage");

-- CreateIndex
CREATE UNIQUE INDEX "Episode_showId_guid_key" ON "Episode"("showId", "guid");

-- CreateIndex
CREATE UNIQUE INDEX "Transcript_episodeId_key" ON "Transcript"("episodeId");

-- CreateIndex
CREATE INDEX "Insight_storyId_idx" ON "Insight"("storyId");

-- CreateIndex
CREATE UNIQUE INDEX "Insight_episodeId_key_key" ON "Insight"("episodeId", "key");

-- CreateIndex
CREATE INDEX "InsightDrop_episodeId_idx" ON "InsightDrop"("episodeId");

-- CreateIndex
CREATE INDEX "InsightTopic_topicSlug_idx" ON "InsightTopic"("topicSlug");

-- CreateIndex
CREATE INDEX "Story_lastSeenAt_idx" ON "Story"("lastSeenAt");

-- CreateIndex
CREATE INDEX "RelatedInsight_relatedId_idx" ON "RelatedInsight"("relatedId");

-- CreateIndex
CREATE UNIQUE INDEX "Digest_edition_date_key" ON "Digest"("edition", "date");

-- CreateIndex
CREATE INDEX "DigestItem_insightId_idx" ON "DigestItem"("insightId");

-- CreateIndex
CREATE INDEX "DigestItem_storyId_idx" ON "DigestItem"("storyId");

-- CreateIndex
CREATE UNIQUE INDEX "DigestItem_digestId_storyId_key" ON "DigestItem"("digestId", "storyId");

-- CreateIndex
CREATE UNIQUE INDEX "Delivery_address_date_key" ON "Delivery"("address", "date");

-- AddForeignKey
ALTER TABLE "Feed" ADD CONSTRAINT "Feed_showId_fkey" FOREIGN KEY ("showId") REFERENCES "Show"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Episode" ADD CONSTRAINT "Episode_showId_fkey" FOREIGN KEY ("showId") REFERENCES "Show"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Transcript" ADD CONSTRAINT "Transcript_episodeId_fkey" FOREIGN KEY ("episodeId") REFERENCES "Episode"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Segment" ADD CONSTRAINT "Segment_transcriptId_fkey" FOREIGN KEY ("transcriptId") REFERENCES "Transcript"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Insight" ADD CONSTRAINT "Insight_episodeId_fkey" FOREIGN KEY ("episodeId") REFERENCES "Episode"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Insight" ADD CONSTRAINT "Insight_storyId_fkey" FOREIGN KEY ("storyId") REFERENCES "Story"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InsightDrop" ADD CONSTRAINT "InsightDrop_episodeId_fkey" FOREIGN KEY ("episodeId") REFERENCES "Episode"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InsightTopic" ADD CONSTRAINT "InsightTopic_insightId_fkey" FOREIGN KEY ("insightId") REFERENCES "Insight"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InsightTopic" ADD CONSTRAINT "InsightTopic_topicSlug_fkey" FOREIGN KEY ("topicSlug") REFERENCES "Topic"("slug") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RelatedInsight" ADD CONSTRAINT "RelatedInsight_insightId_fkey" FOREIGN KEY ("insightId") REFERENCES "Insight"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RelatedInsight" ADD CONSTRAINT "RelatedInsight_relatedId_fkey" FOREIGN KEY ("relatedId") REFERENCES "Insight"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DigestItem" ADD CONSTRAINT "DigestItem_digestId_fkey" FOREIGN KEY ("digestId") REFERENCES "Digest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DigestItem" ADD CONSTRAINT "DigestItem_insightId_fkey" FOREIGN KEY ("insightId") REFERENCES "Insight"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DigestItem" ADD CONSTRAINT "DigestItem_storyId_fkey" FOREIGN KEY ("storyId") REFERENCES "Story"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_digestId_fkey" FOREIGN KEY ("digestId") REFERENCES "Digest"("id") ON DELETE CASCADE ON UPDATE CASCADE;
