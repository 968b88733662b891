import { publicationHeader, publicationKey } from "../lib/accounts/publication-key";
import type { Db } from "../lib/db/types";
import { pageTags } from "../lib/digests/page-tags";
import { type PublishedState, publishedChanges, publishedState } from "../lib/digests/published-changes";
import type { Env } from "../lib/env";
import { localDate } from "../lib/format/dates";
import type { Log } from "../lib/log/log";

const everyMs = 2_000;

/**
 * Lets this process make those of its kept pages anew that show what was published, withdrawn or removed, or the latest day
 * when it has changed. Each web process watches for itself, so that there may be any number of them.
 * @returns stops watching.
 */
export function watchPublications(context: { db: Db; env: Env; log: Log }): () => void {
  const { db, env, log } = context;
  let known: { day: string; state: PublishedState } | null = null;
  let timer: NodeJS.Timeout;
  let stopped = false;

  async function look(): Promise<void> {
    const now = { day: localDate(new Date(), env.APP_TIMEZONE), state: await publishedState(db) };
    const changes = known === null ? [] : await publishedChanges(db, known.state, now.state);
    if (known !== null && known.day !== now.day) changes.push(pageTags.digests);
    if (changes.length > 0) {
      const response = await fetch(`http://127.0.0.1:${env.PORT}/api/published`, {
        method: "POST",
        headers: { [publicationHeader]: publicationKey(env), "content-type": "application/json" },
        body: JSON.stringify(changes),
      });
      if (!response.ok) throw new Error(`The pages were not made anew: ${response.status}`);
      log.debug({ changes: changes.length }, "Pages are made anew.");
    }
    known = now;
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
