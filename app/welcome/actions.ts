"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { changeFollows, listFollows } from "../../lib/accounts/follow-store";
import { type ActionResult, type FollowSubject, timeZoneName } from "../../lib/accounts/reader";
import * as readers from "../../lib/accounts/reader-store";
import { localDate } from "../../lib/format/dates";
import { act } from "../_actions/act";
import { several } from "../_actions/act-fields";

const topicSlug = z.string().regex(/^[a-z0-9-]{1,60}$/);

/** The first step: what to follow. Ticked ones are followed, others no longer. Fields: `topic`, several; goes to the next step. */
export async function chooseTopics(_before: unknown, form: FormData): Promise<ActionResult> {
  return follow(
    form,
    "topicSlug",
    z
      .object({ topic: several(topicSlug), offered: several(topicSlug) })
      .transform(({ topic, offered }) => ({ ticked: topic, offered })),
    2,
  );
}

/** The second step: shows that count more. Fields: `show`, several; goes to the next step. */
export async function chooseShows(_before: unknown, form: FormData): Promise<ActionResult> {
  return follow(
    form,
    "showId",
    z
      .object({ show: several(z.uuid()), offered: several(z.uuid()) })
      .transform(({ show, offered }) => ({ ticked: show, offered })),
    3,
  );
}

async function follow(
  form: FormData,
  kind: "topicSlug" | "showId",
  fields: z.ZodType<{ ticked: string[]; offered: string[] }>,
  nextStep: number,
): Promise<ActionResult> {
  const result = await act({
    form,
    fields,
    work: async ({ context, reader, fields: { ticked, offered } }) => {
      const follows = await listFollows(context.db, reader.id);
      const standing = follows.filter(({ isMuted }) => !isMuted).flatMap((row) => row[kind] ?? []);
      const subject = (which: string) => ({ [kind]: which }) as FollowSubject;
      const changed = await changeFollows(context.db, reader.id, [
        ...standing
          .filter((which) => offered.includes(which) && !ticked.includes(which))
          .map((which) => ({ subject: subject(which), how: "none" as const })),
        ...ticked
          .filter((which) => !standing.includes(which))
          .map((which) => ({ subject: subject(which), how: "usual" as const })),
      ]);
      return changed === "set" ? undefined : changed;
    },
  });
  if (result.ok) redirect(`/welcome?step=${nextStep}`);
  return result;
}

/**
 * The last step: the hour and zone of the email, and whether quiet days are filled; the first digest is made. Fields:
 * `emailHour`, `timeZone`, `isFilled` (yes, or not there).
 */
export async function chooseMorning(_before: unknown, form: FormData): Promise<ActionResult> {
  return finish(
    form,
    z.object({
      emailHour: z.coerce.number().int().min(0).max(23),
      timeZone: timeZoneName,
      isFilled: z
        .literal("yes")
        .optional()
        .transform((is) => is === "yes"),
    }),
  );
}

/** Leaves the first steps as they are; the first digest is made. */
export async function skipSteps(_before: unknown, form: FormData): Promise<ActionResult> {
  return finish(
    form,
    z
      .object({})
      .loose()
      .transform(() => null),
  );
}

async function finish(
  form: FormData,
  fields: z.ZodType<{ emailHour: number; timeZone: string; isFilled: boolean } | null>,
): Promise<ActionResult> {
  const result = await act({
    form,
    fields,
    work: async ({ context, reader, fields: morning }) => {
      if (morning) await readers.updateReader(context.db, reader.id, morning);
      const date = localDate(context.now(), morning?.timeZone ?? reader.timeZone);
      await context.db.$transaction(async (tx) => {
        if (await readers.finishOnboarding(tx, reader.id, context.now()))
          await context.enqueue(tx, "build-digest", { date, edition: reader.id });
      });
      return undefined;
    },
  });
  if (result.ok) redirect("/");
  return result;
}
