import { unstable_cache } from "next/cache";
import { pageTags } from "../../lib/digests/page-tags";

/**
 * Names what the page that is being made shows (`pageTags`): it is kept until one of these changes. Next has tags for what is
 * fetched only, and hands them on to the page: so each page "fetches" nothing under its names. On pages that are not kept it
 * does nothing.
 */
export async function tagPage(...tags: string[]): Promise<void> {
  const all = [...new Set([pageTags.everything, ...tags])];
  await unstable_cache(async () => null, all, { tags: all })();
}
