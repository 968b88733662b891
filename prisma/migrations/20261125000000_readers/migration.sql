-- Readers, their sessions, what they follow and mute, what they keep and what they said of insights. A follow names exactly
-- one thing, an hour is one of the day. To undo: drop the tables and the type.

CREATE TYPE "ReactionKind" AS ENUM ('more', 'less', 'report');

CREATE TABLE "Reader" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "timeZone" TEXT NOT NULL DEFAULT 'UTC',
    "emailHour" INTEGER NOT NULL DEFAULT 7,
    "emailDays" INTEGER[] DEFAULT ARRAY[1, 2, 3, 4, 5, 6, 7]::INTEGER[],
    "pausedUntil" TIMESTAMPTZ(3),
    "pauseReason" TEXT,
    "unsubscribedAt" TIMESTAMPTZ(3),
    "languages" TEXT[] DEFAULT ARRAY['en']::TEXT[],
    "isFilled" BOOLEAN NOT NULL DEFAULT false,
    "feedToken" TEXT NOT NULL,
    "learningResetAt" TIMESTAMPTZ(3),
    "onboardedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Reader_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Session" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "token" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Account" (
    "id" UUID NOT NULL,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" TIMESTAMPTZ(3),
    "refreshTokenExpiresAt" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Verification" (
    "id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Verification_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Follow" (
    "id" UUID NOT NULL,
    "readerId" UUID NOT NULL,
    "topicSlug" TEXT,
    "showId" UUID,
    "phrase" TEXT,
    "isMuted" BOOLEAN NOT NULL DEFAULT false,
    "weight" DOUBLE PRECISION NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Follow_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "SavedInsight" (
    "readerId" UUID NOT NULL,
    "insightId" UUID NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SavedInsight_pkey" PRIMARY KEY ("readerId","insightId")
);

CREATE TABLE "Reaction" (
    "readerId" UUID NOT NULL,
    "insightId" UUID NOT NULL,
    "kind" "ReactionKind" NOT NULL,
    "comment" TEXT NOT NULL DEFAULT '',
    "features" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Reaction_pkey" PRIMARY KEY ("readerId","insightId","kind")
);

CREATE UNIQUE INDEX "Reader_email_key" ON "Reader"("email");

CREATE UNIQUE INDEX "Reader_feedToken_key" ON "Reader"("feedToken");

CREATE INDEX "Reader_emailHour_timeZone_idx" ON "Reader"("emailHour", "timeZone");

CREATE UNIQUE INDEX "Session_token_key" ON "Session"("token");

CREATE INDEX "Session_userId_idx" ON "Session"("userId");

CREATE INDEX "Account_userId_idx" ON "Account"("userId");

CREATE INDEX "Verification_identifier_idx" ON "Verification"("identifier");

CREATE INDEX "Follow_showId_idx" ON "Follow"("showId");

CREATE INDEX "Follow_topicSlug_idx" ON "Follow"("topicSlug");

CREATE UNIQUE INDEX "Follow_readerId_topicSlug_key" ON "Follow"("readerId", "topicSlug");

CREATE UNIQUE INDEX "Follow_readerId_showId_key" ON "Follow"("readerId", "showId");

CREATE UNIQUE INDEX "Follow_readerId_phrase_key" ON "Follow"("readerId", "phrase");

CREATE INDEX "SavedInsight_insightId_idx" ON "SavedInsight"("insightId");

CREATE INDEX "Reaction_insightId_idx" ON "Reaction"("insightId");

ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "Reader"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Account" ADD CONSTRAINT "Account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "Reader"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Follow" ADD CONSTRAINT "Follow_readerId_fkey" FOREIGN KEY ("readerId") REFERENCES "Reader"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Follow" ADD CONSTRAINT "Follow_topicSlug_fkey" FOREIGN KEY ("topicSlug") REFERENCES "Topic"("slug") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Follow" ADD CONSTRAINT "Follow_showId_fkey" FOREIGN KEY ("showId") REFERENCES "Show"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "SavedInsight" ADD CONSTRAINT "SavedInsight_readerId_fkey" FOREIGN KEY ("readerId") REFERENCES "Reader"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "SavedInsight" ADD CONSTRAINT "SavedInsight_insightId_fkey" FOREIGN KEY ("insightId") REFERENCES "Insight"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Reaction" ADD CONSTRAINT "Reaction_readerId_fkey" FOREIGN KEY ("readerId") REFERENCES "Reader"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Reaction" ADD CONSTRAINT "Reaction_insightId_fkey" FOREIGN KEY ("insightId") REFERENCES "Insight"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Follow" ADD CONSTRAINT "Follow_names_one_thing" CHECK (num_nonnulls("topicSlug", "showId", "phrase") = 1);
ALTER TABLE "Follow" ADD CONSTRAINT "Follow_weight_bounds" CHECK ("weight" BETWEEN 0.5 AND 2);
ALTER TABLE "Reader" ADD CONSTRAINT "Reader_email_hour" CHECK ("emailHour" BETWEEN 0 AND 23);
