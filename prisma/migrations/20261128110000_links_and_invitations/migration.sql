-- A request remembers when its link was made, so that a retried send is the same email with the same link. An invitation
-- remembers what became of the email that tells of it. Workers of an older version do not look at either.
-- Undo: ALTER TABLE "SignInRequest" DROP COLUMN "linkMadeAt"; ALTER TABLE "Invitation" DROP COLUMN "outcome";

-- AlterTable
ALTER TABLE "Invitation" ADD COLUMN     "outcome" TEXT;

-- AlterTable
ALTER TABLE "SignInRequest" ADD COLUMN     "linkMadeAt" TIMESTAMPTZ(3);

-- Nobody was told of those by email.
UPDATE "Invitation" SET "outcome" = 'Invited before an email told of it: tell them yourself.';
