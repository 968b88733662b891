"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { changeFollows } from "../../lib/accounts/follow-store";
import { type ActionResult, timeZoneName } from "../../lib/accounts/reader";
import * as readers from "../../lib/accounts/reader-store";
import { forgetSession } from "../../lib/accounts/session";
import { forgetReader } from "../../lib/delivery/forget-reader";
import { localDate, startOfDay } from "../../lib/format/dates";
import { act } from "../_actions/act";
import { followFields, several } from "../_actions/act-fields";

const nothing = z.object({}).loose();

/** Follows, weighs and mutes several topics, shows or phrases at once. Fields: `how.<kind>.<which>`. */
export async function saveFollows(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    fields: followFields,
    work: async ({ context, reader, fields }) => {
      const result = await changeFollows(context.db, reader.id, fields);
      return result === "set" ? undefined : result;
    },
  });
}

const languageCode = z.string().regex(/^[a-z]{2,3}$/);

/** Which languages' stories are wanted; all where none is ticked. Fields: `language`, several. */
export async function saveLanguages(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    fields: z.object({ language: several(languageCode) }),
    work: async ({ context, reader, fields }) => {
      await readers.updateReader(context.db, reader.id, { languages: [...new Set(fields.language)].slice(0, 50) });
      return undefined;
    },
  });
}

/** When the email comes and how it is filled. Fields: `emailHour`, `timeZone`, `day` (1 to 7, several), `isFilled` (yes, no). */
export async function saveMornings(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    fields: z.object({
      emailHour: z.coerce.number().int().min(0).max(23),
      timeZone: timeZoneName,
      day: several(z.coerce.number().int().min(1).max(7)),
      isFilled: z.enum(["yes", "no"]),
    }),
    work: async ({ context, reader, fields: { emailHour, timeZone, day, isFilled } }) => {
      const emailDays = [...new Set(day)].sort();
      await readers.updateReader(context.db, reader.id, {
        emailHour,
        timeZone,
        emailDays,
        isFilled: isFilled === "yes",
      });
      return undefined;
    },
  });
}

/** No email before a day; none at all before "9999-12-31" would be what unsubscribing is for. Fields: `until`, a date, or empty. */
export async function pause(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    fields: z.object({ until: z.union([z.literal(""), z.iso.date()]) }),
    work: async ({ context, reader, fields: { until } }) => {
      const { timeZone } = await readers.readReader(context.db, reader.id);
      const isFuture = until > localDate(context.now(), timeZone);
      if (until !== "" && (!isFuture || until > "2099-12-31")) return "invalid";
      await readers.updateReader(context.db, reader.id, {
        pausedUntil: until === "" ? null : startOfDay(until, timeZone),
      });
      return undefined;
    },
  });
}

/** Takes up the email again after unsubscribing, or unsubscribes. Fields: `wants` (yes, no). */
export async function subscribe(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    fields: z.object({ wants: z.enum(["yes", "no"]) }),
    work: async ({ context, reader, fields }) => {
      await readers.setSubscribed(context.db, reader.id, fields.wants === "yes", context.now());
      return undefined;
    },
  });
}

/** Gives the private feed a new address. */
export async function renewFeed(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    fields: nothing,
    work: async ({ context, reader }) => {
      await readers.renewFeedToken(context.db, reader.id);
      return undefined;
    },
  });
}

/** Forgets what saves and reactions have taught the ranking. */
export async function forgetLearning(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    fields: nothing,
    work: async ({ context, reader }) => {
      await readers.resetLearning(context.db, reader.id, context.now());
      return undefined;
    },
  });
}

/** Signs one of the reader's browsers out. Fields: `sessionId`. */
export async function signOutSession(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    fields: z.object({ sessionId: z.uuid() }),
    work: async ({ context, reader, fields }) =>
      (await readers.revokeSession(context.db, reader.id, fields.sessionId)) ? undefined : "not-found",
  });
}

/** Signs all of the reader's browsers out but this one. */
export async function signOutOthers(_before: unknown, form: FormData): Promise<ActionResult> {
  return act({
    form,
    fields: nothing,
    work: async ({ context, reader }) => {
      await readers.revokeOtherSessions(context.db, reader.id, reader.sessionId);
      return undefined;
    },
  });
}

/** Deletes the account with everything that is the reader's. Fields: `confirm`, the reader's own address, typed. */
export async function deleteAccount(_before: unknown, form: FormData): Promise<ActionResult> {
  const result = await act({
    form,
    fields: z.object({ confirm: z.string().trim().toLowerCase().max(254) }),
    leavesPage: true,
    work: async ({ context, reader, fields }) => {
      if (fields.confirm !== reader.email) return "invalid";
      await forgetReader(context, reader.id);
      return undefined;
    },
  });
  if (!result.ok) return result;
  await forgetSession();
  redirect("/signin?account=deleted");
}
