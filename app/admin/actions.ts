"use server";

import { z } from "zod";
import { type ActionResult, emailAddress } from "../../lib/accounts/reader";
import { inviteReader } from "../../lib/accounts/send-invitation";
import { removeInvitation } from "../../lib/accounts/sign-in-store";
import { settleUncertain } from "../../lib/delivery/delivery-store";
import { checkNow } from "../../lib/feeds/check-now";
import { retryFailed } from "../../lib/operations/gave-up";
import { settleReports, settleSuggestion } from "../../lib/operations/views";
import { webWorkplace } from "../../lib/queue/web-context";
import { longestRetractionNote, retractInsight } from "../../lib/stories/retract-insight";
import { mostMinutes, setPolicy } from "../../lib/transcripts/set-policy";
import { act } from "../_actions/act";

const who = "operator";

/** Lets an episode or a job that gave up be tried again; all that failed where none is named. Fields: `id`, or nothing. */
export async function retry(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    who,
    fields: z.object({ id: z.uuid().optional() }),
    work: async ({ context, fields: { id } }) => {
      const { queue } = await webWorkplace();
      const { episodes, jobs } = await retryFailed(context, queue, id ? [id] : undefined);
      return episodes + jobs === 0 ? "not-found" : undefined;
    },
  });
}

/** Has a show's feed looked at as soon as its publisher allows it. Fields: `showId`. */
export async function checkFeed(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    who,
    fields: z.object({ showId: z.uuid() }),
    work: async ({ context, fields: { showId } }) => ((await checkNow(context, showId)) ? undefined : "not-found"),
  });
}

/** Withdraws an insight that readers reported. Fields: `insightId`, `note`, which readers see. */
export async function withdraw(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    who,
    fields: z.object({ insightId: z.uuid(), note: z.string().trim().min(1).max(longestRetractionNote) }),
    work: async ({ context, fields }) => {
      const { outcome } = await retractInsight(context, fields);
      if (outcome === "unknown") return "not-found";
      await settleReports(context.db, fields.insightId, context.now());
      return undefined;
    },
  });
}

/** Leaves a reported insight as it is. Fields: `insightId`. */
export async function dismissReports(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    who,
    fields: z.object({ insightId: z.uuid() }),
    work: async ({ context, fields }) =>
      (await settleReports(context.db, fields.insightId, context.now())) ? undefined : "not-found",
  });
}

/** Decides on a suggested show. Fields: `wanted`, `wasAdded` (yes, no). */
export async function decideSuggestion(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    who,
    fields: z.object({ wanted: z.string().min(1).max(500), wasAdded: z.enum(["yes", "no"]) }),
    work: async ({ context, fields: { wanted, wasAdded } }) =>
      (await settleSuggestion(context.db, { wanted, wasAdded: wasAdded === "yes", now: context.now() }))
        ? undefined
        : "not-found",
  });
}

/** Lets somebody become a reader, and tells them. Fields: `email`. */
export async function invite(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    who,
    fields: z.object({ email: emailAddress }),
    work: async ({ context, fields }) => ((await inviteReader(context, fields.email)) ? undefined : "not-found"),
  });
}

/**
 * Decides whether a show's recordings are transcribed. Fields: `showId`, `transcription` (always, publisherOnly, never),
 * `maxMinutes`, empty for what holds for every show.
 */
export async function saveRecordings(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    who,
    fields: z.object({
      showId: z.uuid(),
      transcription: z.enum(["always", "publisherOnly", "never"]),
      maxMinutes: z.union([z.literal("").transform(() => null), z.coerce.number().int().min(1).max(mostMinutes)]),
    }),
    work: async ({ context, fields: { showId, transcription, maxMinutes } }) =>
      (await setPolicy(context, showId, { transcription, transcribeMaxMinutes: maxMinutes })) ? undefined : "not-found",
  });
}

/** Takes an invitation back. Fields: `email`. */
export async function uninvite(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    who,
    fields: z.object({ email: emailAddress }),
    work: async ({ context, fields }) => {
      await removeInvitation(context.db, fields.email);
      return undefined;
    },
  });
}

/** Says what became of an email of which nobody knows it. Fields: `id`, `arrived` (yes, no). */
export async function settleDelivery(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    who,
    fields: z.object({ id: z.uuid(), arrived: z.enum(["yes", "no"]) }),
    work: async ({ context, fields: { id, arrived } }) =>
      (await settleUncertain(context.db, id, arrived === "yes", context.now())) ? undefined : "not-found",
  });
}
