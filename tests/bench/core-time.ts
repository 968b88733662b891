/**
 * Milliseconds of a core that work takes, in all threads of this process: what else a machine is busy with does not count, and
 * the embedded database, which works in this process, does.
 */
export async function coreMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
