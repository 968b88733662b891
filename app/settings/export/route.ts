import { strToU8, zipSync } from "fflate";
import { exportReader } from "../../../lib/accounts/export-store";
import { currentReader } from "../../../lib/accounts/session";
import { database } from "../../../lib/db/client";
import { env } from "../../../lib/env";
import { savedCsv, savedMarkdown, savedNotes } from "../../../lib/insights/export-saved";
import { savedTakes } from "../../../lib/insights/saved-views";

export const dynamic = "force-dynamic";

const kinds = {
  json: ["overheard.json", "application/json"],
  markdown: ["overheard.md", "text/markdown"],
  obsidian: ["overheard-obsidian.zip", "application/zip"],
  readwise: ["overheard-readwise.csv", "text/csv"],
} as const;

/** What is a reader's own as a file: `?form=json` (everything), `markdown`, `obsidian` or `readwise` (what they keep). */
export async function GET(request: Request): Promise<Response> {
  const reader = await currentReader();
  if (!reader) return new Response("Sign in first; this is a reader's own.\n", { status: 401 });
  const form = new URL(request.url).searchParams.get("form") ?? "json";
  if (!(form in kinds))
    return new Response(`There are these forms: ${Object.keys(kinds).join(", ")}.\n`, { status: 404 });
  const kind = form as keyof typeof kinds;
  const db = database();
  const surroundings = { appUrl: env().APP_URL };
  const { saved } = await savedTakes(db, reader.id);
  const body = {
    json: async () =>
      JSON.stringify(
        {
          ...(await exportReader(db, reader.id)),
          saved: saved.map((row) => ({ ...row, url: `${surroundings.appUrl}/insights/${row.take.id}` })),
        },
        null,
        2,
      ),
    markdown: async () => savedMarkdown(saved, surroundings),
    obsidian: async () =>
      new Uint8Array(
        zipSync(
          Object.fromEntries(
            Object.entries(savedNotes(saved, surroundings)).map(([name, text]) => [`Overheard/${name}`, strToU8(text)]),
          ),
        ),
      ),
    readwise: async () => savedCsv(saved, surroundings),
  }[kind];
  const [name, type] = kinds[kind];
  return new Response(await body(), {
    headers: {
      "content-type": type === "application/zip" ? type : `${type}; charset=utf-8`,
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "private, no-store",
    },
  });
}
