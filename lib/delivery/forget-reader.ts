import type { ReaderId } from "../accounts/reader";
import { deleteReader } from "../accounts/reader-store";
import { removeEdition } from "../digests/store";
import { removeFromOutbox } from "../mail/outbox";
import type { StageContext } from "../queue/stage";

/** Deletes a reader for real: the account and what hangs on it, their digests, their emails in the outbox. */
export async function forgetReader({ db, env }: Pick<StageContext, "db" | "env">, reader: ReaderId): Promise<void> {
  const email = await db.$transaction(async (tx) => {
    const address = await deleteReader(tx, reader);
    if (address === null) return null;
    await removeEdition(tx, reader);
    await tx.delivery.deleteMany({ where: { address } });
    return address;
  });
  if (email !== null) await removeFromOutbox(env, email);
}
