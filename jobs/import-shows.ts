import { readFileSync } from "node:fs";
import { decodeDocument } from "../lib/feeds/decode-feed";
import { type OpmlShow, readOpml } from "../lib/feeds/opml";
import { FeedAddressError, subscribeShow } from "../lib/feeds/subscribe-show";
import { counted } from "../lib/format/counts";
import type { StageContext } from "../lib/queue/stage";
import { UserError } from "./report-failure";

/** What became of each show of a list, by address. */
export interface ImportResult {
  added: string[];
  alreadyThere: string[];
  listedTwice: string[];
  refused: { feedUrl: string; why: string }[];
}

/** Reads a file as a list of subscriptions. @throws UserError, OpmlError */
export function readListFile(file: string): OpmlShow[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    throw new UserError(`The file "${file}" cannot be read. Check its name.`);
  }
  return readOpml(decodeDocument(bytes, null));
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

/** The result in lines for a person. */
export function importText({ added, alreadyThere, listedTwice, refused }: ImportResult): string {
  const others = [
    ...(alreadyThere.length > 0 ? [`${alreadyThere.length} already there`] : []),
    ...(listedTwice.length > 0 ? [`${listedTwice.length} listed twice`] : []),
    ...(refused.length > 0 ? [`${refused.length} refused`] : []),
  ];
  const first = `Added ${counted(added.length, "show")}${others.length > 0 ? ` (${others.join(", ")})` : ""}.`;
  return [first, ...refused.map(({ why }) => `  ${why}`)].join("\n");
}
