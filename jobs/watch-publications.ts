import { publicationHeader, publicationKey } from "../lib/accounts/publication-key";
import type { Db } from "../lib/db/types";
import { publicationStamp } from "../lib/digests/archive-views";
import type { Env } from "../lib/env";
import { localDate } from "../lib/format/dates";
import type { Log } from "../lib/log/log";

const everyMs = 2_000;

/**
 * Lets this process make its kept pages anew whenever something was published, withdrawn or removed, or the day has
 * changed. Each web process watches for itself, so that there may be any number of them.
 * @returns stops watching.
 */
export function watchPublications(context: { db: Db; env: Env; log: Log }): () => void {
  const { db, env, log } = context;
  let known: string | null = null;
  let timer: NodeJS.Timeout;
  let stopped = false;

  async function look(): Promise<void> {
    const stamp = `${localDate(new Date(), env.APP_TIMEZONE)} ${await publicationStamp(db)}`;
    if (known !== null && stamp !== known) {
      const response = await fetch(`http://127.0.0.1:${env.PORT}/api/published`, {
        method: "POST",
        headers: { [publicationHeader]: publicationKey(env) },
      });
      if (!response.ok) throw new Error(`The pages were not made anew: ${response.status}`);
    }
    known = stamp;
  }

  function again(): void {
    if (stopped) return;
    timer = setTimeout(
      () =>
        void look()
          // A lost database comes back; until then pages stay as they are.
          .catch((error) => log.warn({ err: error }, "Could not see whether something was published."))
          .finally(again),
      everyMs,
    );
  }
  void look().catch(() => {});
  again();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
