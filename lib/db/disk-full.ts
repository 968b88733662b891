/** What of an error tells that a disk is full: ENOSPC of the system, 53100 of PostgreSQL, which Prisma hands on as its cause. */
interface Telling {
  code?: unknown;
  originalCode?: unknown;
  message?: unknown;
  cause?: unknown;
  meta?: { driverAdapterError?: unknown };
}

/** Where there is no room at all, a server lets nobody in: it writes a file first, and says no more than that it could not. */
const sentences = /no space left on device|ENOSPC|could not write init file/i;

/** Whether an error, or what it was caused by, says that a disk is full. */
export function isDiskFull(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { code, originalCode, message, cause, meta } = error as Telling;
  return (
    [code, originalCode].some((one) => one === "ENOSPC" || one === "53100") ||
    sentences.test(String(message ?? "")) ||
    isDiskFull(cause) ||
    isDiskFull(meta?.driverAdapterError)
  );
}
