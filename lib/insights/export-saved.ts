import { clock } from "../format/durations";
import { playLink } from "../format/links";
import type { SavedTake } from "./saved-views";
import type { TakeView } from "./take";

/** What an export needs beside the insights. */
interface Surroundings {
  /** Where the app is reached, without a trailing slash. */
  appUrl: string;
}

const day = (at: Date) => at.toISOString().slice(0, 10);
const addressOf = (saved: Pick<SavedTake, "take">, { appUrl }: Surroundings) => `${appUrl}/insights/${saved.take.id}`;
const oneLine = (text: string) => text.replace(/\s+/gu, " ").trim();

/** Words of others as Markdown shows them literally: no headings, links, HTML or emphasis come about by accident. */
export function literal(text: string): string {
  return oneLine(text).replace(/[\\`*_[\]<>#|~]/g, "\\$&");
}

/** Who said it where, and the way to the second, in one line of Markdown. */
export function receipt({ quote, show, episode }: TakeView): string {
  const play = playLink(episode.enclosureUrl, quote.startMs);
  const at = clock(quote.startMs);
  return [
    ...(quote.speaker ? [literal(quote.speaker)] : []),
    literal(show.title),
    literal(episode.title),
    day(episode.publishedAt),
    play ? `[${at}](<${play}>)` : at,
  ].join(" · ");
}

function body(saved: SavedTake, surroundings: Surroundings): string {
  return [
    literal(saved.take.body),
    `> ${literal(saved.take.quote.text)}`,
    receipt(saved.take),
    ...(saved.withdrawn === null ? [] : [`**Withdrawn:** ${literal(saved.withdrawn)}`]),
    // A reader's own words stay as they wrote them.
    ...(saved.note ? [`**Note:** ${saved.note.trim()}`] : []),
    `<${addressOf(saved, surroundings)}>`,
  ].join("\n\n");
}

/** All that is kept as a part of a Markdown document. */
export function savedMarkdown(list: SavedTake[], surroundings: Surroundings): string {
  return [
    "## Saved insights",
    ...(list.length === 0 ? ["None."] : []),
    ...list.map((saved) => `### ${literal(saved.take.headline)}\n\n${body(saved, surroundings)}`),
  ].join("\n\n");
}

/** A string as YAML: JSON's strings are YAML's, too. */
const yaml = (text: string) => JSON.stringify(oneLine(text));

/** A name that every file system takes: at most 80 characters, none that Obsidian's links cannot hold. */
function fileName(headline: string, id: string): string {
  const plain = oneLine(headline)
    .replace(/[\\/:*?"<>|#^[\]\p{Cc}]/gu, " ")
    .replace(/\s+/gu, " ")
    .slice(0, 80)
    .replace(/^[. ]+|[. ]+$/g, "");
  return `${plain || "Insight"} ${id.slice(-6)}.md`;
}

/** A note for each insight, with properties in front, as Obsidian keeps them; by file name. */
export function savedNotes(list: SavedTake[], surroundings: Surroundings): Record<string, string> {
  return Object.fromEntries(
    list.map((saved) => {
      const { id, headline, kind, quote, show, episode } = saved.take;
      const properties = [
        `title: ${yaml(headline)}`,
        `show: ${yaml(show.title)}`,
        `episode: ${yaml(episode.title)}`,
        ...(quote.speaker ? [`speaker: ${yaml(quote.speaker)}`] : []),
        `published: ${day(episode.publishedAt)}`,
        `saved: ${day(saved.savedAt)}`,
        `kind: ${kind}`,
        `source: ${yaml(addressOf(saved, surroundings))}`,
        "tags:",
        "  - overheard",
        ...saved.topics.map(
          (topic) =>
            `  - ${yaml(
              topic
                .toLowerCase()
                .replace(/[^\p{L}\p{N}]+/gu, "-")
                .replace(/^-|-$/g, ""),
            )}`,
        ),
      ];
      const text = `---\n${properties.join("\n")}\n---\n\n# ${literal(headline)}\n\n${body(saved, surroundings)}\n`;
      return [fileName(headline, id), text];
    }),
  );
}

/** A value of a CSV file; one that a spreadsheet would take for a formula is marked as text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What Readwise keeps of an insight: one that was saved, or was among a day's five. */
export type Highlight = Pick<SavedTake, "take" | "note" | "savedAt">;

/** Insights as Readwise's import takes them: https://readwise.io/import_bulk, dates in UTC, places in seconds. */
export function highlightsCsv(list: Highlight[], surroundings: Surroundings): string {
  const rows = list.map((saved) => {
    const { headline, body: text, quote, show, episode } = saved.take;
    return [
      oneLine(quote.text),
      oneLine(episode.title),
      oneLine(show.title),
      addressOf(saved, surroundings),
      [
        `${oneLine(headline)}. ${oneLine(text)}`,
        ...(quote.speaker ? [`Said by ${oneLine(quote.speaker)}.`] : []),
        saved.note,
      ]
        .filter(Boolean)
        .join("\n"),
      String(Math.floor(quote.startMs / 1000)),
      saved.savedAt.toISOString().slice(0, 19).replace("T", " "),
    ];
  });
  return `${[["Highlight", "Title", "Author", "URL", "Note", "Location", "Date"], ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}
