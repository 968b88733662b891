import { readFileSync } from "node:fs";
import { parseFeed as parseWithFeedsmith } from "feedsmith";
import RssParser from "rss-parser";
import { decodeDocument } from "../../lib/feeds/decode-feed";
import { parseFeed } from "../../lib/feeds/parse-feed";
import { filesBelow } from "../eval/files-below";
import { noteRatio } from "./ratios";
import { sampleFeed } from "./sample-feed";

const rounds = 5;

const isFeed = (path: string) => /\.(?:xml|rss|atom|rdf|feed)$/i.test(path);

/** Parses the same documents with each parser; of a folder those that all of them read. */
export async function benchParsing(folder: string | undefined, print: (text: string) => void): Promise<void> {
  const rssParser = new RssParser();
  const parsers: Record<string, (xml: string) => unknown> = {
    "rss-parser alone": (xml) => rssParser.parseString(xml),
    "feedsmith alone": (xml) => parseWithFeedsmith(xml),
    "Overheard's": (xml) => parseFeed(xml, "https://example.com/feed.xml"),
  };
  const all = folder
    ? filesBelow(folder)
        .filter(isFeed)
        .map((path) => decodeDocument(readFileSync(path), null))
    : Array.from({ length: 20 }, (_, i) => sampleFeed(i, 0));
  const documents: string[] = [];
  for (const xml of all) {
    const reads = await Promise.all(
      Object.values(parsers).map(async (parse) => {
        try {
          await parse(xml);
          return true;
        } catch {
          return false;
        }
      }),
    );
    if (reads.every(Boolean)) documents.push(xml);
  }
  const megabytes = documents.reduce((sum, xml) => sum + Buffer.byteLength(xml), 0) / 1e6;
  print(`Parsing ${documents.length} feeds of ${megabytes.toFixed(1)} MB, the best of ${rounds} rounds:`);
  const best = new Map<string, number>();
  for (let round = 0; round < rounds; round++)
    for (const [name, parse] of Object.entries(parsers)) {
      const startedAt = performance.now();
      for (const xml of documents) await parse(xml);
      best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, performance.now() - startedAt));
    }
  const own = best.get("rss-parser alone") ?? 1;
  for (const reference of ["rss-parser alone", "feedsmith alone"])
    noteRatio({
      ...{ what: "parsing a feed", reference, better: "less" },
      times: (best.get("Overheard's") ?? 0) / (best.get(reference) ?? 1),
    });
  for (const [name, ms] of best)
    print(
      `  ${name.padEnd(17)} ${(megabytes / (ms / 1000)).toFixed(1).padStart(6)} MB/s  ${(ms / documents.length).toFixed(2).padStart(7)} ms a feed  ${(ms / own).toFixed(2)} × rss-parser`,
    );
}
