import { literal, receipt, savedMarkdown, savedNotes } from "../insights/export-saved";
import type { ReaderExport, SentEmail } from "./export-reader";

interface Surroundings {
  /** Where the app is reached, without a trailing slash. */
  appUrl: string;
}

const day = (at: Date) => at.toISOString().slice(0, 10);
const minute = (at: Date) => at.toISOString().slice(0, 16).replace("T", " ");
const list = (lines: string[]) => (lines.length === 0 ? "None." : lines.map((line) => `- ${line}`).join("\n"));
const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** Everything that is kept of a reader as one Markdown document. */
export function everythingMarkdown(all: ReaderExport, surroundings: Surroundings): string {
  return [
    `# What Overheard keeps of ${literal(all.settings.email)}`,
    savedMarkdown(all.saved, surroundings),
    "## Past fives",
    ...(all.fives.length === 0 ? ["None."] : all.fives.map((five) => `### ${five.date}\n\n${fiveMarkdown(five)}`)),
    aboutMarkdown(all),
  ]
    .join("\n\n")
    .concat("\n");
}

/** The same as notes for Obsidian, by path: one for each insight that is kept, one for each day, one for the rest. */
export function everythingNotes(all: ReaderExport, surroundings: Surroundings): Record<string, string> {
  return {
    ...savedNotes(all.saved, surroundings),
    ...Object.fromEntries(
      all.fives.map((five) => [
        `Fives/${five.date}.md`,
        `---\ndate: ${five.date}\nsource: ${JSON.stringify(five.url)}\ntags:\n  - overheard\n  - overheard-five\n---\n\n# The five of ${five.date}\n\n${fiveMarkdown(five)}\n`,
      ]),
    ),
    "What Overheard keeps.md": `# What Overheard keeps of ${literal(all.settings.email)}\n\n${aboutMarkdown(all)}\n`,
  };
}

function fiveMarkdown({ items, isQuiet }: ReaderExport["fives"][number]): string {
  return [
    ...(isQuiet ? ["A quiet day: there were fewer than five."] : []),
    ...items.map(({ rank, take, update, url }) =>
      [
        `${rank}. **${literal(take.headline)}**`,
        literal(take.body),
        ...(update ? [`What is new: ${literal(update)}`] : []),
        `> ${literal(take.quote.text)}`,
        receipt(take),
        `<${url}>`,
      ].join("\n\n   "),
    ),
  ].join("\n\n");
}

/** Settings, follows, what the reader said, emails, browsers and suggestions. */
function aboutMarkdown(all: ReaderExport): string {
  const { settings, follows, reactions, emails, sessions, suggestions } = all;
  return [
    "## What you follow",
    list(
      follows.map((follow) => {
        const what = follow.topicSlug ?? follow.show?.title ?? `“${follow.phrase}”`;
        return `${literal(what)}: ${follow.isMuted ? "never" : `followed, weight ${follow.weight}`}, since ${day(follow.createdAt)}`;
      }),
    ),
    "## What you said of insights",
    list(
      reactions.map(({ kind, insight, comment, createdAt }) => {
        const said = { more: "more like this", less: "less like this", report: "reported" }[kind];
        return `${day(createdAt)}: ${said}: ${literal(insight.headline)}${comment ? ` (“${literal(comment)}”)` : ""}`;
      }),
    ),
    "## Emails",
    list(emails.map(emailInWords)),
    "## Settings",
    list([
      `Account since ${day(settings.createdAt)}`,
      settings.unsubscribedAt
        ? `No emails since ${day(settings.unsubscribedAt)}`
        : `Emails at ${String(settings.emailHour).padStart(2, "0")}:00, ${settings.timeZone}, on ${settings.emailDays.map((at) => weekdays[at - 1]).join(", ") || "no day"}`,
      ...(settings.pausedUntil ? [`Paused until ${day(settings.pausedUntil)}`] : []),
      `Languages: ${settings.languages.join(", ") || "all"}`,
      settings.isFilled ? "Quiet days are filled with the best of the rest" : "Only what you follow",
    ]),
    "## Where you are signed in",
    list(sessions.map(({ userAgent, createdAt }) => `${literal(userAgent ?? "A browser")}, since ${day(createdAt)}`)),
    "## Shows you suggested",
    list(suggestions.map(({ wanted, createdAt }) => `${day(createdAt)}: ${literal(wanted)}`)),
  ].join("\n\n");
}

function emailInWords({ date, address, state, settledAt, deliveredAt, bouncedAt, openedAt }: SentEmail): string {
  const at = settledAt ? ` at ${minute(settledAt)} UTC` : "";
  return [
    `${date} to ${literal(address)}: ${state}${at}`,
    ...(deliveredAt ? ["arrived"] : []),
    ...(bouncedAt ? ["came back"] : []),
    ...(openedAt ? ["opened"] : []),
  ].join(", ");
}
