import { exportReader } from "../accounts/export-store";
import type { ReaderId } from "../accounts/reader";
import type { Db } from "../db/types";
import { type PastFive, pastFives } from "../digests/past-fives";
import { type SavedTake, savedTakes } from "../insights/saved-views";
import { emailsOf } from "./delivery-store";

/** An email that a reader was sent, or should have been. */
export type SentEmail = Awaited<ReturnType<typeof emailsOf>>[number];

/** Everything that is kept of a reader, for taking along. */
export type ReaderExport = Awaited<ReturnType<typeof exportReader>> & {
  saved: (SavedTake & { url: string })[];
  fives: PastFive[];
  emails: SentEmail[];
};

/** Everything that is kept of a reader. @param options.appUrl where the app is reached, without a trailing slash. */
export async function exportEverything(
  db: Db,
  reader: ReaderId,
  { appUrl }: { appUrl: string },
): Promise<ReaderExport> {
  const [own, { saved }, fives, emails] = await Promise.all([
    exportReader(db, reader),
    savedTakes(db, reader),
    pastFives(db, reader, { appUrl }),
    emailsOf(db, reader),
  ]);
  return { ...own, saved: saved.map((row) => ({ ...row, url: `${appUrl}/insights/${row.take.id}` })), fives, emails };
}
