-- The search: words of insights and of stretches of transcripts as PostgreSQL's own full text keeps them, the dictionary
-- of words that were said with their trigrams (kept as an array, so that it needs no extension and is the same on every
-- server), who was heard in which episode, and when an episode was last taken in. All of it is derived and is made again
-- by the next run. To undo: drop the four tables, the column and the two indexes.

ALTER TABLE "Episode" ADD COLUMN "searchedAt" TIMESTAMPTZ(3);

CREATE INDEX "Insight_speaker_idx" ON "Insight"("speaker");
CREATE INDEX "Insight_placedAt_idx" ON "Insight"("placedAt");

CREATE TABLE "SearchInsight" (
    "insightId" UUID NOT NULL,
    "showId" UUID NOT NULL,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL,
    "kind" "InsightKind" NOT NULL,
    "words" tsvector NOT NULL,
    CONSTRAINT "SearchInsight_pkey" PRIMARY KEY ("insightId"),
    CONSTRAINT "SearchInsight_insightId_fkey" FOREIGN KEY ("insightId") REFERENCES "Insight"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "SearchInsight_words_idx" ON "SearchInsight" USING GIN ("words");

CREATE TABLE "SearchPassage" (
    "episodeId" UUID NOT NULL,
    "firstSegment" INTEGER NOT NULL,
    "lastSegment" INTEGER NOT NULL,
    "showId" UUID NOT NULL,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL,
    "words" tsvector NOT NULL,
    CONSTRAINT "SearchPassage_pkey" PRIMARY KEY ("episodeId", "firstSegment"),
    CONSTRAINT "SearchPassage_episodeId_fkey" FOREIGN KEY ("episodeId") REFERENCES "Episode"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "SearchPassage_segments_check" CHECK ("lastSegment" >= "firstSegment")
);
CREATE INDEX "SearchPassage_words_idx" ON "SearchPassage" USING GIN ("words");

CREATE TABLE "SearchTerm" (
    "term" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "trigrams" TEXT[],
    CONSTRAINT "SearchTerm_pkey" PRIMARY KEY ("term")
);
CREATE INDEX "SearchTerm_trigrams_idx" ON "SearchTerm" USING GIN ("trigrams");
CREATE INDEX "SearchTerm_term_idx" ON "SearchTerm"("term" text_pattern_ops);

CREATE TABLE "PersonEpisode" (
    "slug" TEXT NOT NULL,
    "episodeId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    CONSTRAINT "PersonEpisode_pkey" PRIMARY KEY ("slug", "episodeId"),
    CONSTRAINT "PersonEpisode_episodeId_fkey" FOREIGN KEY ("episodeId") REFERENCES "Episode"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "PersonEpisode_episodeId_idx" ON "PersonEpisode"("episodeId");
