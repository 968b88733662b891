import { strToU8, zipSync } from "fflate";
import { currentReader } from "../../../lib/accounts/session";
import { database } from "../../../lib/db/client";
import { everythingMarkdown, everythingNotes } from "../../../lib/delivery/export-markdown";
import { exportEverything, type ReaderExport } from "../../../lib/delivery/export-reader";
import { env } from "../../../lib/env";
import { highlightsCsv } from "../../../lib/insights/export-saved";

export const dynamic = "force-dynamic";

type Surroundings = { appUrl: string };

/** Each form: the file's name and type, and what it is made of. */
const forms: Record<string, [name: string, type: string, make: (all: ReaderExport, at: Surroundings) => BodyInit]> = {
  json: ["overheard.json", "application/json", (all) => JSON.stringify(all, null, 2)],
  markdown: ["overheard.md", "text/markdown", everythingMarkdown],
  obsidian: ["overheard-obsidian.zip", "application/zip", (all, at) => zipped(everythingNotes(all, at))],
  readwise: ["overheard-readwise.csv", "text/csv", ({ saved }, at) => highlightsCsv(saved, at)],
  "readwise-fives": ["overheard-readwise-fives.csv", "text/csv", (all, at) => highlightsCsv(highlightsOf(all), at)],
};

/**
 * What is a reader's own as a file: `?form=json`, `markdown` or `obsidian` (everything), `readwise` (what they keep) or
 * `readwise-fives` (their past fives).
 */
export async function GET(request: Request): Promise<Response> {
  const reader = await currentReader();
  if (!reader) return new Response("Sign in first; this is a reader's own.\n", { status: 401 });
  const form = new URL(request.url).searchParams.get("form") ?? "json";
  const [name, type, make] = (Object.hasOwn(forms, form) ? forms[form] : undefined) ?? [];
  if (!name || !type || !make)
    return new Response(`There are these forms: ${Object.keys(forms).join(", ")}.\n`, { status: 404 });
  const surroundings = { appUrl: env().APP_URL };
  return new Response(make(await exportEverything(database(), reader.id, surroundings), surroundings), {
    headers: {
      "content-type": type === "application/zip" ? type : `${type}; charset=utf-8`,
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "private, no-store",
    },
  });
}

function zipped(notes: Record<string, string>): Uint8Array<ArrayBuffer> {
  const files = Object.entries(notes).map(([name, text]) => [`Overheard/${name}`, strToU8(text)] as const);
  return new Uint8Array(zipSync(Object.fromEntries(files)));
}

function highlightsOf({ fives }: ReaderExport) {
  return fives.flatMap(({ date, builtAt, items }) =>
    items.map(({ take, rank }) => ({ take, note: `Number ${rank} of your five of ${date}.`, savedAt: builtAt })),
  );
}
