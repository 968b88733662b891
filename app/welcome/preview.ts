"use server";

import { z } from "zod";
import { listFollows } from "../../lib/accounts/follow-store";
import { readReader } from "../../lib/accounts/reader-store";
import { currentReader } from "../../lib/accounts/session";
import { database } from "../../lib/db/client";
import { previewDigest } from "../../lib/digests/preview-digest";
import { fieldsOf } from "../_actions/act";
import { several } from "../_actions/act-fields";

/** What today's five would have been. */
export interface Preview {
  isQuiet: boolean;
  headlines: { id: string; headline: string; show: string }[];
}

const ticked = z.object({
  topic: several(z.string().max(60)).optional(),
  show: several(z.uuid()).optional(),
  isFilled: z.literal("yes").optional(),
});

/**
 * What today's five would have been with what is ticked in a step's form, and as the other steps stand. Fields: `topic`,
 * `show`, several each, `isFilled`. @returns null for visitors and for a form that cannot be read.
 */
export async function previewFive(form: FormData): Promise<Preview | null> {
  const reader = await currentReader();
  const parsed = ticked.safeParse(fieldsOf(form));
  if (!reader || !parsed.success) return null;
  const db = database();
  const { languages, ...reads } = await readReader(db, reader.id);
  const standing = await listFollows(db, reader.id);
  const step = form.get("step");
  const isFilled = step === "morning" ? parsed.data.isFilled === "yes" : reads.isFilled;
  const nothing = { topicSlug: null, showId: null, phrase: null, isMuted: false, weight: 1 };
  const follows = [
    ...standing.filter((row) =>
      step === "topics" ? row.topicSlug === null : step === "shows" ? row.showId === null : true,
    ),
    ...(step === "topics" ? (parsed.data.topic ?? []).map((topicSlug) => ({ ...nothing, topicSlug })) : []),
    ...(step === "shows" ? (parsed.data.show ?? []).map((showId) => ({ ...nothing, showId })) : []),
  ];
  const { items, quiet } = await previewDigest({ db, now: () => new Date() }, { follows, languages, isFilled });
  return {
    isQuiet: quiet,
    headlines: items.map(({ take }) => ({ id: take.id, headline: take.headline, show: take.show.title })),
  };
}
