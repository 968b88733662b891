/** Requests at once to one host, whatever number of feeds it serves. */
const slotsPerHost = 2;

interface Host {
  active: number;
  waiting: (() => void)[];
}

const hosts = new Map<string, Host>();

/** Runs work that asks a host, once fewer than two others of this process do. First come, first served. */
export async function withHostSlot<T>(host: string, work: () => Promise<T>): Promise<T> {
  const slots = hosts.get(host) ?? { active: 0, waiting: [] };
  hosts.set(host, slots);
  if (slots.active >= slotsPerHost) await new Promise<void>((resolve) => slots.waiting.push(resolve));
  else slots.active++;
  try {
    return await work();
  } finally {
    const next = slots.waiting.shift();
    // Who waits takes the place over; it is never free in between.
    if (next) next();
    else if (--slots.active === 0) hosts.delete(host);
  }
}
