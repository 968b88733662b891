/** Requests at once to one host, whatever number of feeds it serves. */
const slotsPerHost = 2;

interface Host {
  active: number;
  waiting: (() => void)[];
}

const hosts = new Map<string, Host>();

/** Runs work that asks a host, once fewer than two others of this process do. First come, first served. */
export async function withHostSlot<T>(hostname: string, work: () => Promise<T>): Promise<T> {
  const host = hosts.get(hostname) ?? { active: 0, waiting: [] };
  hosts.set(hostname, host);
  if (host.active >= slotsPerHost) await new Promise<void>((resolve) => host.waiting.push(resolve));
  else host.active++;
  try {
    return await work();
  } finally {
    const next = host.waiting.shift();
    // Who waits takes the place over; it is never free in between.
    if (next) next();
    else if (--host.active === 0) hosts.delete(hostname);
  }
}
