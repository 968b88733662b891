-- What the last check of a feed found, and from when its publisher allows the next one, so that operators can ask for one.
-- Workers of an older version leave both empty.
-- Undo: ALTER TABLE "Feed" DROP COLUMN "lastFound", DROP COLUMN "allowedFrom";

-- AlterTable
ALTER TABLE "Feed" ADD COLUMN     "allowedFrom" TIMESTAMPTZ(3),
ADD COLUMN     "lastFound" INTEGER;
