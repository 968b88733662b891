/** What of an error tells that a disk is full: ENOSPC of the system, 53100 of PostgreSQL, which Prisma hands on as its cause. */
interface Telling {
  code?: unknown;
  originalCode?: unknown;
  message?: unknown;
  cause?: unknown;
  meta?: { driverAdapterError?: unknown };
}

/** Whether an error, or what it was caused by, says that a disk is full. */
export function isDiskFull(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { code, originalCode, message, cause, meta } = error as Telling;
  return (
    [code, originalCode].some((one) => one === "ENOSPC" || one === "53100") ||
    /no space left on device|ENOSPC/i.test(String(message ?? "")) ||
    isDiskFull(cause) ||
    isDiskFull(meta?.driverAdapterError)
  );
}
