/** How long a process may take to finish what it is doing before it is ended anyway. */
export const graceMs = 8_000;

/**
 * Calls `stop` once when this process is asked to end: by SIGTERM, by Ctrl-C when it stands alone, or because the
 * supervisor that started it is gone. A supervised process leaves Ctrl-C to its supervisor, which stops all in order.
 */
export function onStopSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const end = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), graceMs).unref();
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", () => {
    if (!process.connected) end();
  });
  process.on("disconnect", end);
}
