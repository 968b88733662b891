import type { PGlite } from "@electric-sql/pglite";
import { withOverrides } from "./with-overrides";

/** Messages that end a client's batch: Sync, a simple Query, Terminate. https://www.postgresql.org/docs/18/protocol-message-formats.html */
const ending = new Set(["S", "Q", "X"].map((type) => type.charCodeAt(0)));
/** Messages of the extended protocol, which rely on what the same client sent before them. */
const continuing = new Set(["P", "B", "D", "E", "C", "H"].map((type) => type.charCodeAt(0)));
const sync = Uint8Array.of("S".charCodeAt(0), 0, 0, 0, 4);

/**
 * Makes pglite-socket run each client's Parse, Bind, Execute and Sync without another client's in between. All clients
 * share one session, hence one unnamed statement, and pglite-socket keeps them apart only within transactions; so an open
 * batch is reported to it as a transaction.
 */
export function keepBatchesWhole(database: PGlite): PGlite {
  let open = false;
  const overrides: Partial<PGlite> = {
    isInTransaction: () => open || database.isInTransaction(),
    async execProtocolRawStream(message, options) {
      const type = message[0] ?? 0;
      if (continuing.has(type)) open = true;
      await database.execProtocolRawStream(message, options);
      if (ending.has(type)) open = false;
    },
    // Called for a client that left: its batch is ended before its transaction is rolled back.
    async exec(query, options) {
      if (open) await database.execProtocolRaw(sync);
      open = false;
      return database.exec(query, options);
    },
  };
  return withOverrides(database, overrides);
}
