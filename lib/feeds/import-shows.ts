import type { StageContext } from "../queue/stage";
import type { OpmlShow } from "./opml";
import { FeedAddressError, subscribeShow } from "./subscribe-show";

/** What became of each show of a list, by address. */
export interface ImportResult {
  added: string[];
  alreadyThere: string[];
  listedTwice: string[];
  refused: { feedUrl: string; why: string }[];
}

/** Subscribes to every show of a list; one that cannot be subscribed to stops none of the others. */
export async function importShows(
  context: StageContext,
  list: OpmlShow[],
  onProgress: (done: number, all: number) => void,
): Promise<ImportResult> {
  const result: ImportResult = { added: [], alreadyThere: [], listedTwice: [], refused: [] };
  const seen = new Set<string>();
  for (const [index, { feedUrl, title }] of list.entries()) {
    onProgress(index + 1, list.length);
    if (seen.has(feedUrl)) {
      result.listedTwice.push(feedUrl);
      continue;
    }
    seen.add(feedUrl);
    try {
      const { created } = await subscribeShow(context, { url: feedUrl, ...(title ? { title } : {}) });
      (created ? result.added : result.alreadyThere).push(feedUrl);
    } catch (error) {
      if (!(error instanceof FeedAddressError)) throw error;
      result.refused.push({ feedUrl, why: error.message });
    }
  }
  return result;
}
