/** So much of a service's patience is waited for at once; what asks for more is tried again much later. */
export const longestPauseMs = 5 * 60_000;

/**
 * When requests to one service may start: so many at a time over all recordings of this process, and none while the service
 * asks to wait. First come, first served.
 */
export class RequestPace {
  #active = 0;
  #waiting: (() => void)[] = [];
  #pausedUntil = 0;

  constructor(readonly atOnce: number) {}

  /** Runs work in its turn. What it holds in memory is thereby held as often as `atOnce` says. */
  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#active >= this.atOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#active++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // Who waits takes the place over; it is never free in between.
      if (next) next();
      else this.#active--;
    }
  }

  /** Lets no request start for a while. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, Date.now() + Math.min(ms, longestPauseMs));
  }

  /** Returns when the service may be asked. */
  async ready(): Promise<void> {
    for (let left = this.#left(); left > 0; left = this.#left())
      await new Promise((resolve) => setTimeout(resolve, left));
  }

  #left = () => this.#pausedUntil - Date.now();
}

const paces = new Map<string, RequestPace>();

/** The pace of a service, the same for everybody in this process who asks with the same key. */
export function paceOf(service: { baseUrl: string; apiKey: string; atOnce: number }): RequestPace {
  const key = JSON.stringify(service);
  const pace = paces.get(key) ?? new RequestPace(service.atOnce);
  paces.set(key, pace);
  return pace;
}
