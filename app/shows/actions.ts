"use server";

import { z } from "zod";
import type { ActionResult } from "../../lib/accounts/reader";
import { followShowsOf } from "../../lib/feeds/follow-list";
import { OpmlError, type OpmlShow, readOpmlFile } from "../../lib/feeds/opml";
import { countedInDigits, listInWords } from "../../lib/format/counts";
import { act } from "../_actions/act";

/** Names of shows that are told; the rest is counted. */
const mostNames = 5;

/** Follows those shows of another app's list (OPML) that are read here; it adds none. Fields: `list`, a file. */
export async function followList(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    fields: z.object({}).loose(),
    work: async ({ context, reader }) => {
      const list = await listIn(form.get("list"));
      if (typeof list === "string") return { problem: "invalid", said: list };
      const { followed, decided, missing, isTooMany } = await followShowsOf(context.db, reader.id, list);
      if (isTooMany) return "too-many";
      return { said: `${followedInWords(followed, decided)} ${missingInWords(missing)}`.trim() };
    },
  });
}

/** The shows of a file, or why there are none. */
async function listIn(file: FormDataEntryValue | null): Promise<OpmlShow[] | string> {
  if (!(file instanceof File) || file.size === 0) return "Choose the file that your app for podcasts exported.";
  try {
    return readOpmlFile(new Uint8Array(await file.arrayBuffer()));
  } catch (error) {
    if (error instanceof OpmlError) return error.message;
    throw error;
  }
}

function followedInWords(followed: number, decided: number): string {
  if (followed === 0 && decided === 0) return "None of these shows is read here yet.";
  if (followed === 0) return "All of them that are read here stand as you had set them before.";
  const kept = decided > 0 ? ` ${countedInDigits(decided, "other")} stayed as you had set them.` : "";
  return `You follow ${countedInDigits(followed, "show")} more.${kept}`;
}

function missingInWords(missing: string[]): string {
  if (missing.length === 0) return "";
  const rest = missing.length - mostNames;
  const names = [...missing.slice(0, mostNames), ...(rest > 0 ? [`${rest} more`] : [])];
  return `Not read here: ${listInWords(names)}. Suggest those that you miss.`;
}
