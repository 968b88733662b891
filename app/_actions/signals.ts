"use server";

import { z } from "zod";
import { changeFollows } from "../../lib/accounts/follow-store";
import { type ActionResult, followSubject } from "../../lib/accounts/reader";
import * as signals from "../../lib/accounts/signal-store";
import { insightFeatures } from "../../lib/insights/features";
import { act } from "./act";
import { how } from "./act-fields";

const insight = z.object({ insightId: z.uuid() });

/** Keeps an insight. Fields: `insightId`. */
export async function saveInsight(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    fields: insight,
    work: async ({ context, reader, fields }) =>
      (await signals.saveInsight(context.db, reader.id, fields.insightId)) ? undefined : "not-found",
  });
}

/** No longer keeps an insight. Fields: `insightId`. */
export async function unsaveInsight(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    fields: insight,
    work: async ({ context, reader, fields }) => {
      await signals.unsaveInsight(context.db, reader.id, fields.insightId);
      return undefined;
    },
  });
}

/** Writes the note on a kept insight. Fields: `insightId`, `note` (at most 10,000 characters). */
export async function noteInsight(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    fields: insight.extend({ note: z.string().trim().max(10_000) }),
    work: async ({ context, reader, fields }) =>
      (await signals.noteInsight(context.db, reader.id, fields.insightId, fields.note)) ? undefined : "not-found",
  });
}

const kind = z.enum(["more", "less", "report"]);

/** More like this, less like this, or a report. Fields: `insightId`, `kind`, and with a report `comment`. */
export async function reactToInsight(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    fields: insight.extend({ kind, comment: z.string().trim().max(2_000).default("") }),
    work: async ({ context, reader, fields }) => {
      const features = await insightFeatures(context.db, fields.insightId, reader.id);
      if (!features) return "not-found";
      const isThere = await signals.react(context.db, reader.id, { ...fields, features, now: context.now() });
      return isThere ? undefined : "not-found";
    },
  });
}

/** Takes a reaction back. Fields: `insightId`, `kind`. */
export async function takeBackReaction(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    fields: insight.extend({ kind }),
    work: async ({ context, reader, fields }) => {
      await signals.takeBackReaction(context.db, reader.id, fields.insightId, fields.kind);
      return undefined;
    },
  });
}

/**
 * Follows a topic, show or phrase, mutes it, or neither. Fields: one of `topicSlug`, `showId`, `phrase`; and `how`: `little`,
 * `usual` or `lot` (follow), `mute`, `none`.
 */
export async function followSomething(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    fields: z
      .object({ how })
      .loose()
      .transform(({ how: wish, ...subject }, issues) => {
        const parsed = followSubject.safeParse(subject);
        if (parsed.success) return { how: wish, subject: parsed.data };
        issues.addIssue({ code: "custom", message: "names no topic, show or phrase" });
        return z.NEVER;
      }),
    work: async ({ context, reader, fields }) => {
      const result = await changeFollows(context.db, reader.id, [fields]);
      return result === "set" ? undefined : result;
    },
  });
}

/** Suggests a show to the operator. Fields: `wanted`, an address or a name. */
export async function suggestShow(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    fields: z.object({ wanted: z.string().trim().min(2).max(500) }),
    work: async ({ context, reader, fields }) => {
      const result = await signals.suggestShow(context.db, reader.id, fields.wanted);
      return result === "suggested" ? undefined : result;
    },
  });
}
