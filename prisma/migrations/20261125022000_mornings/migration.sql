-- When each reader's next email is due, kept on the reader so that a tick asks an index, batches of emails that are frozen
-- before they are handed over, how a mail service is to be called, addresses that get none, and reports already dealt with.
-- A reader gets one delivery a local date. A trigger notes when what decides the next email has changed, whoever changes it.
-- To undo: drop the trigger, its function, the new tables, types and columns, and remove deliveries without a digest.

CREATE TYPE "SuppressionReason" AS ENUM ('bounced', 'complained', 'unsubscribed');

ALTER TABLE "Reader" ADD COLUMN "nextDueAt" TIMESTAMPTZ(3),
ADD COLUMN "nextDueDate" TEXT,
ADD COLUMN "lastDueDate" TEXT,
ADD COLUMN "scheduleFrom" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP;

CREATE INDEX "Reader_nextDueAt_idx" ON "Reader"("nextDueAt");
CREATE INDEX "Reader_scheduleFrom_idx" ON "Reader"("scheduleFrom");

CREATE TABLE "MailBatch" (
    "id" UUID NOT NULL,
    "transport" TEXT NOT NULL,
    "body" BYTEA,
    "emailCount" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimedUntil" TIMESTAMPTZ(3),
    "nextCallAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "firstCalledAt" TIMESTAMPTZ(3),
    "maybeTakenAt" TIMESTAMPTZ(3),
    "error" TEXT,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "MailBatch_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "MailBatch_settledAt_nextCallAt_idx" ON "MailBatch"("settledAt", "nextCallAt");

CREATE TABLE "MailGate" (
    "transport" TEXT NOT NULL,
    "nextCallAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "spacingMs" DOUBLE PRECISION NOT NULL,
    "problem" TEXT,
    "problemSince" TIMESTAMPTZ(3),
    "lastProblemAt" TIMESTAMPTZ(3),

    CONSTRAINT "MailGate_pkey" PRIMARY KEY ("transport")
);

CREATE TABLE "Suppression" (
    "address" TEXT NOT NULL,
    "reason" "SuppressionReason" NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Suppression_pkey" PRIMARY KEY ("address")
);

CREATE TABLE "MailEvent" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "MailEvent_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "MailEvent_receivedAt_idx" ON "MailEvent"("receivedAt");

ALTER TABLE "Delivery" ALTER COLUMN "digestId" DROP NOT NULL,
ADD COLUMN "readerId" UUID,
ADD COLUMN "dueAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN "claimedUntil" TIMESTAMPTZ(3),
ADD COLUMN "batchId" UUID,
ADD COLUMN "position" INTEGER,
ADD COLUMN "attemptedAt" TIMESTAMPTZ(3),
ADD COLUMN "deliveredAt" TIMESTAMPTZ(3),
ADD COLUMN "delayedAt" TIMESTAMPTZ(3),
ADD COLUMN "bouncedAt" TIMESTAMPTZ(3),
ADD COLUMN "isHardBounce" BOOLEAN,
ADD COLUMN "complainedAt" TIMESTAMPTZ(3),
ADD COLUMN "openedAt" TIMESTAMPTZ(3),
ADD COLUMN "clickCount" INTEGER NOT NULL DEFAULT 0;

CREATE UNIQUE INDEX "Delivery_readerId_date_key" ON "Delivery"("readerId", "date");
CREATE INDEX "Delivery_state_dueAt_idx" ON "Delivery"("state", "dueAt");
CREATE INDEX "Delivery_batchId_idx" ON "Delivery"("batchId");
CREATE INDEX "Delivery_providerId_idx" ON "Delivery"("providerId");
CREATE INDEX "Delivery_digestId_idx" ON "Delivery"("digestId");

ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_readerId_fkey" FOREIGN KEY ("readerId") REFERENCES "Reader"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_batchId_fkey" FOREIGN KEY ("batchId") REFERENCES "MailBatch"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "Delivery" DROP CONSTRAINT IF EXISTS "Delivery_digestId_fkey";
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_digestId_fkey" FOREIGN KEY ("digestId") REFERENCES "Digest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_accepted_has_id" CHECK ("state" <> 'accepted' OR "providerId" IS NOT NULL) NOT VALID;

-- What was owed already stays owed: the next email is worked out from the earlier of now and the one that was due.
CREATE FUNCTION reader_schedule_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."timeZone", NEW."emailHour", NEW."emailDays", NEW."pausedUntil", NEW."unsubscribedAt", NEW."emailVerified")
    IS DISTINCT FROM
     (OLD."timeZone", OLD."emailHour", OLD."emailDays", OLD."pausedUntil", OLD."unsubscribedAt", OLD."emailVerified")
  THEN
    NEW."scheduleFrom" := coalesce(OLD."scheduleFrom", least(clock_timestamp(), OLD."nextDueAt"));
    NEW."nextDueAt" := NULL;
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER reader_schedule_changed BEFORE UPDATE ON "Reader" FOR EACH ROW EXECUTE FUNCTION reader_schedule_changed();
