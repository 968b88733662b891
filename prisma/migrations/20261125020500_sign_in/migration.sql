-- Asking for a sign-in link, invitations, shows that readers suggest, and reports that the operator has looked at: limits and
-- lists that several web processes share. To undo: drop the three tables and Reaction.settledAt.

CREATE TABLE "SignInRequest" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "nextPath" TEXT NOT NULL DEFAULT '/',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settledAt" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "isWaiting" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "SignInRequest_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Invitation" (
    "email" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("email")
);

CREATE TABLE "ShowSuggestion" (
    "id" UUID NOT NULL,
    "readerId" UUID NOT NULL,
    "wanted" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settledAt" TIMESTAMPTZ(3),
    "wasAdded" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "ShowSuggestion_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "Reaction" ADD COLUMN "settledAt" TIMESTAMPTZ(3);

CREATE INDEX "SignInRequest_email_createdAt_idx" ON "SignInRequest"("email", "createdAt");

CREATE INDEX "SignInRequest_network_createdAt_idx" ON "SignInRequest"("network", "createdAt");

CREATE INDEX "SignInRequest_createdAt_idx" ON "SignInRequest"("createdAt");

CREATE UNIQUE INDEX "ShowSuggestion_readerId_wanted_key" ON "ShowSuggestion"("readerId", "wanted");

CREATE INDEX "ShowSuggestion_settledAt_idx" ON "ShowSuggestion"("settledAt");

ALTER TABLE "ShowSuggestion" ADD CONSTRAINT "ShowSuggestion_readerId_fkey" FOREIGN KEY ("readerId") REFERENCES "Reader"("id") ON DELETE CASCADE ON UPDATE CASCADE;
