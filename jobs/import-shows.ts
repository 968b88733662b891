import { readFileSync } from "node:fs";
import { decodeDocument } from "../lib/feeds/decode-feed";
import type { ImportResult } from "../lib/feeds/import-shows";
import { type OpmlShow, readOpml } from "../lib/feeds/opml";
import { counted } from "../lib/format/counts";
import { UserError } from "./report-failure";

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
