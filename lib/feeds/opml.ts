import { generateOpml, parseOpml } from "feedsmith";
import { z } from "zod";
import { decodeDocument } from "./decode-feed";

/** A list of several thousand shows. */
const mostFileBytes = 3_000_000;

/** A subscription as other apps hand it over. */
export interface OpmlShow {
  title: string;
  feedUrl: string;
  /** The innermost group it stands in; empty where there is none. */
  category: string;
}

/** A file that is no list of subscriptions; `message` says what to do. */
export class OpmlError extends Error {
  override name = "OpmlError";
}

const outline = z.object({
  text: z.string().optional(),
  title: z.string().optional(),
  xmlUrl: z.string().optional(),
  outlines: z.array(z.unknown()).catch([]),
});

/**
 * Reads a list of subscriptions, however deep its groups.
 * @throws OpmlError
 */
export function readOpml(source: string): OpmlShow[] {
  let document: unknown;
  try {
    document = parseOpml(source);
  } catch {
    throw new OpmlError("This is no OPML file. Apps for podcasts write one when they export their subscriptions.");
  }
  const body = z.object({ body: outline }).safeParse(document);
  return body.success ? showsIn(body.data.body.outlines, "") : [];
}

/**
 * Reads the file that another app wrote.
 * @throws OpmlError also where it names no show, or is larger than any list is.
 */
export function readOpmlFile(bytes: Uint8Array): OpmlShow[] {
  if (bytes.length > mostFileBytes) throw new OpmlError("This file is larger than any list of subscriptions.");
  const list = readOpml(decodeDocument(Buffer.from(bytes), null));
  if (list.length === 0) throw new OpmlError("This OPML file names no show.");
  return list;
}

function showsIn(outlines: unknown[], category: string): OpmlShow[] {
  return outlines.flatMap((value) => {
    const parsed = outline.safeParse(value);
    if (!parsed.success) return [];
    const { title, text, xmlUrl, outlines: inner } = parsed.data;
    const name = (title || text || "").trim();
    const own = xmlUrl ? [{ title: name, feedUrl: xmlUrl.trim(), category }] : [];
    return [...own, ...showsIn(inner, xmlUrl ? category : name || category)];
  });
}

/**
 * Writes a list of one show or more that every app for podcasts reads.
 * @param shows a show without the address of its feed is named with that of its site.
 */
export function writeOpml(
  shows: { title: string; feedUrl: string | null; link?: string | null }[],
  at: Date,
  title = "Podcasts read by Overheard",
): string {
  return generateOpml({
    head: { title, dateCreated: at },
    body: {
      outlines: shows.map(({ title: name, feedUrl, link }) => ({
        ...{ type: feedUrl === null ? "link" : "rss", text: name, title: name },
        ...(feedUrl === null ? {} : { xmlUrl: feedUrl }),
        ...(link ? { htmlUrl: link } : {}),
      })),
    },
  });
}
