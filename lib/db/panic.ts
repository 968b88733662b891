import type { PGlite } from "@electric-sql/pglite";
import { withOverrides } from "./with-overrides";

/** An ErrorResponse of severity PANIC. https://www.postgresql.org/docs/18/protocol-error-fields.html */
const panicMark = Buffer.from("SPANIC\0VPANIC\0C");
/** Until then who asked has been told. */
const tellMs = 200;

/** The sentence of an error response; null where a message is none of a panic. */
function panicIn(data: Uint8Array): string | null {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const at = bytes.indexOf(panicMark);
  if (at < 0) return null;
  const fields = bytes.subarray(at).toString("utf8").split("\0");
  return fields.find((field) => field.startsWith("M"))?.slice(1) ?? "";
}

/**
 * Stops at a PANIC, which PostgreSQL raises where it cannot write its log of changes, most of all for a full disk. A server then
 * ends all its processes and recovers; the embedded one would compute for ever at the next statement. So nothing is asked of
 * it any more.
 * @param onPanic has to end the process; what was acknowledged is there when the directory is opened again.
 */
export function stopAtPanic(database: PGlite, onPanic: (sentence: string) => void): PGlite {
  let panic: string | null = null;
  const assertSound = () => {
    if (panic !== null) throw new Error(`The embedded database has stopped: ${panic}`);
  };
  const overrides: Partial<PGlite> = {
    async execProtocolRawStream(message, options) {
      assertSound();
      await database.execProtocolRawStream(message, {
        ...options,
        onRawData(data) {
          const found = panic === null ? panicIn(data) : null;
          if (found !== null) {
            panic = found;
            setTimeout(() => onPanic(found), tellMs);
          }
          options?.onRawData(data);
        },
      });
    },
    async exec(query, options) {
      assertSound();
      return database.exec(query, options);
    },
    async execProtocolRaw(message, options) {
      assertSound();
      return database.execProtocolRaw(message, options);
    },
    async close() {
      assertSound();
      return database.close();
    },
  };
  return withOverrides(database, overrides);
}
