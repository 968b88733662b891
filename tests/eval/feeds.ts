import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { decodeDocument } from "../../lib/feeds/decode-feed";
import { htmlText } from "../../lib/feeds/html-text";
import { parseFeed } from "../../lib/feeds/parse-feed";
import { filesBelow } from "./files-below";

/** What was read of one file. */
interface FeedLine {
  file: string;
  ok: boolean;
  error?: string;
  title: string;
  items: FeedItemLine[];
}

interface FeedItemLine {
  guid: string;
  title: string;
  /** ISO 8601 in UTC. */
  published: string | null;
  enclosure: string | null;
  durationSeconds: number | null;
  transcripts: string[];
}

/** What feedparser read of the same file: see feedparser-oracle.py. */
interface OracleLine {
  file: string;
  title: string;
  items: { title: string; guid: string; enclosures: string[]; dates: number[]; durationSeconds: number | null }[];
}

async function readFeed(root: string, path: string): Promise<FeedLine> {
  const file = relative(root, path);
  try {
    const feed = await parseFeed(decodeDocument(readFileSync(path), null));
    return {
      file,
      ok: true,
      title: feed.title,
      items: feed.episodes.map((episode) => ({
        guid: episode.guid,
        title: episode.title,
        published: episode.publishedAt?.toISOString() ?? null,
        enclosure: episode.enclosureUrl,
        durationSeconds: episode.durationSeconds,
        transcripts: episode.transcriptRefs.map((reference) => reference.url),
      })),
    };
  } catch (error) {
    return { file, ok: false, error: error instanceof Error ? error.message : String(error), title: "", items: [] };
  }
}

const plain = (text: string) => htmlText(text).replace(/\s+/g, " ").trim();

/** The fields in which an item differs from feedparser's; only where feedparser has a value. */
function differences(ours: FeedItemLine, theirs: OracleLine["items"][number]): string[] {
  const seconds = ours.published === null ? null : Math.floor(Date.parse(ours.published) / 1000);
  const found: string[] = [];
  if (theirs.title && plain(theirs.title) !== plain(ours.title)) found.push("titles");
  if (theirs.guid && theirs.guid.trim() !== ours.guid) found.push("guids");
  if (theirs.enclosures.length > 0 && !theirs.enclosures.some((url) => sameUrl(url, ours.enclosure)))
    found.push("enclosures");
  if (theirs.dates.length > 0 && (seconds === null || !theirs.dates.includes(seconds))) found.push("dates");
  if (theirs.durationSeconds !== null && theirs.durationSeconds !== ours.durationSeconds) found.push("durations");
  return found;
}

function sameUrl(a: string, b: string | null): boolean {
  if (b === null) return false;
  try {
    return a === b || new URL(a).href === b;
  } catch {
    return false;
  }
}

function compare(lines: FeedLine[], oracle: OracleLine[], print: (text: string) => void): void {
  const byFile = new Map(lines.map((line) => [line.file, line]));
  const known = oracle.filter((theirs) => theirs.items.length > 0);
  const read = known.filter((theirs) => (byFile.get(theirs.file)?.items.length ?? 0) > 0);
  const counted = read.filter((theirs) => byFile.get(theirs.file)?.items.length === theirs.items.length);
  const wrong = new Map<string, string[]>();
  for (const theirs of counted) {
    const ours = byFile.get(theirs.file);
    const faults = new Set(theirs.items.flatMap((item, i) => (ours?.items[i] ? differences(ours.items[i], item) : [])));
    for (const fault of faults) wrong.set(fault, [...(wrong.get(fault) ?? []), theirs.file]);
  }
  const share = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} % of ${whole}`;
  print(`read        ${share(read.length, known.length)}`);
  print(`count       ${share(counted.length, read.length)}`);
  for (const field of ["titles", "guids", "enclosures", "dates", "durations"])
    print(`${field.padEnd(11)} ${share(counted.length - (wrong.get(field)?.length ?? 0), counted.length)}`);
  for (const theirs of known)
    if (!read.includes(theirs)) print(`  not read: ${theirs.file}: ${byFile.get(theirs.file)?.error ?? "no items"}`);
  for (const theirs of read)
    if (!counted.includes(theirs))
      print(`  count: ${theirs.file}: ${byFile.get(theirs.file)?.items.length} instead of ${theirs.items.length}`);
  for (const [field, files] of wrong) for (const file of files) print(`  ${field}: ${file}`);
}

/**
 * Reads every file below a folder as a feed.
 * @param options.oracle a file of what feedparser reads, to compare with.
 */
export async function evaluateFeeds(options: {
  data: string;
  json: boolean;
  oracle: string | undefined;
  print: (text: string) => void;
}): Promise<void> {
  const { data, print } = options;
  const lines: FeedLine[] = [];
  for (const path of filesBelow(data).filter((file) => !file.endsWith(".md"))) lines.push(await readFeed(data, path));
  if (options.json) {
    for (const line of lines) print(JSON.stringify(line));
    return;
  }
  const failed = lines.filter((line) => !line.ok);
  for (const line of failed) print(`${line.file}: ${line.error}`);
  print(`${lines.length - failed.length} of ${lines.length} files were read as feeds.`);
  if (options.oracle) {
    const oracle = readFileSync(options.oracle, "utf8").trim().split("\n");
    compare(
      lines,
      oracle.map((line) => JSON.parse(line) as OracleLine),
      print,
    );
  }
}
