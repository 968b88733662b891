import Parser from "rss-parser";
import { z } from "zod";
import { withoutControls } from "./control-characters";
import { episodeIdentity } from "./episode-identity";
import { htmlText } from "./html-text";
import { mendXml } from "./mend-xml";

/** An episode as its feed describes it. */
export interface FeedEpisode {
  guid: string;
  title: string;
  descriptionText: string;
  link: string | null;
  /** Null when the feed gives no date that can be read. */
  publishedAt: Date | null;
  durationSeconds: number | null;
  enclosureUrl: string | null;
  enclosureType: string | null;
  enclosureByteLength: number | null;
  imageUrl: string | null;
  persons: { name: string; role: string }[];
  transcriptRefs: { url: string; type: string; language: string | null }[];
}

/** A feed, parsed. */
export interface ParsedFeed {
  title: string;
  description: string;
  author: string | null;
  /** The owner that the feed names to directories (itunes:owner); else its author. Shows of one owner are one network. */
  network: string | null;
  link: string | null;
  imageUrl: string | null;
  language: string | null;
  repairNote: string | null;
  episodes: FeedEpisode[];
}

/** A document that is no feed; `message` says what it is instead and what to do. */
export class FeedFormatError extends Error {
  override name = "FeedFormatError";
}

const text = (max: number) =>
  z.unknown().transform((value) => {
    const inner = value !== null && typeof value === "object" && "_" in value ? value._ : value;
    return typeof inner === "string" ? withoutControls(inner).replace(/\s+/g, " ").trim().slice(0, max) : "";
  });
const webAddress = z.unknown().transform((value) => {
  if (typeof value !== "string" || value.length > 2_000) return null;
  try {
    const url = new URL(value.trim());
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
});
const attributes = z.object({ $: z.record(z.string(), z.unknown()).catch({}), _: z.unknown().optional() });
const list = z.array(z.unknown()).catch([]);

const parser = new Parser({
  customFields: {
    feed: ["language"],
    item: [
      ["podcast:transcript", "transcripts", { keepArray: true }],
      ["podcast:person", "persons", { keepArray: true }],
    ],
  },
});

/**
 * Parses RSS or Atom with rss-parser. A feed that is not well-formed is mended and parsed again.
 * @throws FeedFormatError
 */
export async function parseFeed(source: string): Promise<ParsedFeed> {
  const start = source.trimStart().slice(0, 2_000);
  if (start === "")
    throw new FeedFormatError("The feed's address answered with an empty document. It will be tried again later.");
  if (!/<(rss|feed|rdf:RDF|[\w-]+:feed)\b/i.test(source.slice(0, 20_000))) {
    throw new FeedFormatError(
      /<(!doctype html|html|body)\b/i.test(start)
        ? "The address leads to a web page, not to a feed. Look on that page for the feed's own address (often called RSS)."
        : "The address does not lead to a feed: what it serves is not RSS or Atom XML. Check the address.",
    );
  }
  try {
    return toFeed(await parser.parseString(source), null);
  } catch (first) {
    const { xml, note } = mendXml(source);
    try {
      return toFeed(await parser.parseString(xml), note ?? "The feed was read at the second try.");
    } catch {
      const reason = first instanceof Error ? first.message.split("\n")[0] : String(first);
      throw new FeedFormatError(
        `The feed is broken XML that could not be mended (${reason}). Its publisher has to repair it; it will be tried again later.`,
      );
    }
  }
}

type RawFeed = Awaited<ReturnType<typeof parser.parseString>>;

function toFeed(raw: RawFeed, repairNote: string | null): ParsedFeed {
  const itunes = z.record(z.string(), z.unknown()).catch({}).parse(raw.itunes);
  const owner = z
    .object({ name: text(200) })
    .catch({ name: "" })
    .parse(itunes.owner).name;
  const author = text(200).parse(itunes.author) || null;
  return {
    title: text(300).parse(raw.title) || "Untitled show",
    description: htmlText(typeof raw.description === "string" ? raw.description : "", 4_000),
    author,
    network: owner || author,
    link: webAddress.parse(raw.link),
    imageUrl: webAddress.parse(itunes.image) ?? webAddress.parse(raw.image?.url),
    language: text(20).parse((raw as { language?: unknown }).language) || null,
    repairNote,
    episodes: raw.items.map(toEpisode),
  };
}

function toEpisode(item: RawFeed["items"][number]): FeedEpisode {
  const fields = item as unknown as Record<string, unknown>;
  const itunes = z.record(z.string(), z.unknown()).catch({}).parse(fields.itunes);
  const enclosure = z
    .object({ url: webAddress, type: text(100), length: z.coerce.number().catch(0) })
    .catch({ url: null, type: "", length: 0 })
    .parse(fields.enclosure);
  const title = htmlText(text(500).parse(fields.title), 500) || "Untitled episode";
  const published = text(100).parse(fields.isoDate) || text(100).parse(fields.pubDate);
  const publishedMs = Date.parse(published);
  const link = webAddress.parse(fields.link);
  const description = [fields.content, fields["content:encoded"], itunes.summary, fields.summary].find(
    (d) => typeof d === "string" && d,
  );
  return {
    guid: episodeIdentity({
      guid: text(4_000).parse(fields.guid ?? fields.id),
      enclosureUrl: enclosure.url ?? undefined,
      link: link ?? undefined,
      title,
      published,
    }),
    title,
    descriptionText: htmlText(typeof description === "string" ? description : "", 10_000),
    link,
    publishedAt: Number.isNaN(publishedMs) ? null : new Date(publishedMs),
    durationSeconds: parseDuration(text(20).parse(itunes.duration)),
    enclosureUrl: enclosure.url,
    enclosureType: enclosure.type || null,
    enclosureByteLength: enclosure.length > 0 && Number.isSafeInteger(enclosure.length) ? enclosure.length : null,
    imageUrl: webAddress.parse(itunes.image),
    persons: list.parse(fields.persons).flatMap((person) => {
      const name = text(200).parse(person);
      const role = text(50).parse(attributes.safeParse(person).data?.$.role).toLowerCase();
      return name ? [{ name, role: role || "host" }] : [];
    }),
    transcriptRefs: list.parse(fields.transcripts).flatMap((reference) => {
      const { $ } = attributes.catch({ $: {}, _: undefined }).parse(reference);
      const url = webAddress.parse($.url);
      return url ? [{ url, type: text(100).parse($.type), language: text(20).parse($.language) || null }] : [];
    }),
  };
}

/** "3600", "59:12" or "1:02:03" as seconds; null when it is none of these. */
export function parseDuration(value: string): number | null {
  if (!/^\d+(\.\d+)?$|^(\d+:)?\d{1,3}:\d{2}$/.test(value)) return null;
  const seconds = value.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return seconds > 0 && seconds < 7 * 24 * 3600 ? Math.round(seconds) : null;
}
