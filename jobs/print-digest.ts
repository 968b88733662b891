import type { DigestItemView, DigestView } from "../lib/digests/views";
import { passageOf } from "../lib/format/passage";

/** A digest as it is printed, built or not. */
export type PrintedDigest = Pick<DigestView, "date" | "edition" | "quiet" | "items" | "episodeCount" | "showCount">;

type Paint = (text: string) => string;

interface Palette {
  bold: Paint;
  dim: Paint;
  accent: Paint;
}

const plain: Palette = { bold: (t) => t, dim: (t) => t, accent: (t) => t };
const coloured: Palette = {
  bold: (t) => `\x1b[1m${t}\x1b[22m`,
  dim: (t) => `\x1b[2m${t}\x1b[22m`,
  accent: (t) => `\x1b[33m${t}\x1b[39m`,
};

/** Breaks text into lines of at most `width` characters at spaces. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  if (line) lines.push(line);
  return lines;
}

/** A position in an episode as players show it: "4:07", "1:02:33". */
export function clockTime(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, "0"))).join(":");
}

function itemText(item: DigestItemView, width: number, { bold, dim, accent }: Palette): string {
  const { take, story } = item;
  const indent = "   ";
  const passage = passageOf(take);
  // A text in the speaker's own words holds the quote: the two are printed as one.
  const body = passage ? [] : wrap(take.body, width - 3).map((line) => indent + line);
  const words = passage ? passage.before + passage.quote + passage.after.trimEnd() : take.quote.text;
  const quote = wrap(`“${words}”`, width - 5).map((line) => dim(`${indent}│ ${line}`));
  const who = [take.quote.speaker, take.show.title, `at ${clockTime(take.quote.startMs)}`].filter(Boolean).join(", ");
  const others = story.otherShows.length > 0 ? [dim(`${indent}  Also on ${story.otherShows.join(", ")}`)] : [];
  const dissent = story.dissenting.map((d) => dim(`${indent}  ${d.showTitle} disagrees`));
  const why =
    item.why.length > 0 ? wrap(`Why: ${item.why.join(" · ")}`, width - 5).map((line) => dim(`${indent}  ${line}`)) : [];
  const headline = wrap(`${item.updateText ? "Update: " : ""}${take.headline}`, width - 3);
  return [
    `${accent(`${item.rank}.`)} ${bold(headline[0] ?? "")}`,
    ...headline.slice(1).map((line) => indent + bold(line)),
    ...body,
    ...quote,
    `${indent}${dim("│")} ${who}`,
    ...others,
    ...dissent,
    ...why,
  ].join("\n");
}

/**
 * A digest for the terminal: the five, each with its receipt.
 * @param options.colour whether the terminal shows colours; `width` in characters.
 */
export function digestText(
  digest: PrintedDigest,
  options: { colour: boolean; width: number; timeZone: string },
): string {
  const palette = options.colour ? coloured : plain;
  const width = Math.max(40, Math.min(options.width, 96));
  const date = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeZone: "UTC" }).format(
    new Date(`${digest.date}T12:00Z`),
  );
  const count = digest.items.length;
  const title =
    count === 0
      ? "Nothing above the floor"
      : digest.quiet
        ? `A quiet day: ${count} ${count === 1 ? "insight" : "insights"}`
        : `The top ${count}`;
  const from = `from ${digest.episodeCount} ${digest.episodeCount === 1 ? "episode" : "episodes"} of ${digest.showCount} ${digest.showCount === 1 ? "show" : "shows"}`;
  return [
    `${palette.bold(date)}\n${title}, ${from}`,
    ...digest.items.map((item) => itemText(item, width, palette)),
  ].join("\n\n");
}
