"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { database } from "../../lib/db/client";
import { changeMailByLink, mailWish } from "../../lib/delivery/leave-mail";
import { recordMailFeedback } from "../../lib/delivery/mail-feedback";
import { env } from "../../lib/env";
import { fieldsOf } from "./act";

const token = z.string().min(1).max(600);
const leaving = z.object({ t: token, wish: mailWish });
const feedback = z.object({ t: token, say: z.enum(["more", "less"]), undo: z.literal("yes").optional() });

/** Leaves, pauses, gets fewer emails or has them again, by an email's link and without signing in. Fields: `t`, `wish`. */
export async function changeMail(form: FormData): Promise<void> {
  const parsed = leaving.safeParse(fieldsOf(form));
  if (!parsed.success) redirect("/unsubscribe");
  const { t, wish } = parsed.data;
  await changeMailByLink(database(), env(), { token: t, wish, now: new Date() });
  redirect(`/unsubscribe?${new URLSearchParams({ done: wish, t })}`);
}

/** Says more or less of an insight, or takes that back, by an email's link. Fields: `t`, `say`, `undo`. */
export async function sayByMail(form: FormData): Promise<void> {
  const parsed = feedback.safeParse(fieldsOf(form));
  if (!parsed.success) redirect("/feedback");
  const { t, say, undo } = parsed.data;
  const done = await recordMailFeedback(database(), env(), {
    token: t,
    kind: say,
    isTakenBack: undo === "yes",
    now: new Date(),
  });
  const outcome = done ? (undo ? "undone" : "noted") : "gone";
  redirect(`/feedback?${new URLSearchParams({ done: outcome, say, t })}`);
}
