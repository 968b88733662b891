"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { askForLink as ask } from "../../lib/accounts/ask-link";
import { spendLink } from "../../lib/accounts/link";
import { loginLinkCommand } from "../../lib/accounts/login-link-command";
import { emailAddress, ownPath } from "../../lib/accounts/reader";
import { revokeSession } from "../../lib/accounts/reader-store";
import { currentReader, forgetSession, keepSession } from "../../lib/accounts/session";
import { visitorAddressHeader } from "../../lib/accounts/visitor-address";
import { database } from "../../lib/db/client";
import { env } from "../../lib/env";
import { createLog } from "../../lib/log/log";
import { webContext } from "../../lib/queue/web-context";
import { fieldsOf } from "./act";

/** What the form that asks for a link says afterwards; the same for every address. */
export type AskedForLink =
  | { state: "asking"; email: string; problem: string | null }
  /** With a `command` the link is in a file on the server, because no email is sent from there yet; the command prints one. */
  | { state: "asked"; email: string; command: string | null };

const request = z.object({ email: emailAddress, next: z.string().max(1_000).default("/") });

/** Asks for a sign-in link by email; newcomers confirm their address with it. Fields: `email`, and `next`, where to go then. */
export async function askForLink(_before: AskedForLink, form: FormData): Promise<AskedForLink> {
  const fields = fieldsOf(form);
  const parsed = request.safeParse(fields);
  if (!parsed.success) {
    const typed = typeof fields.email === "string" ? fields.email.slice(0, 254) : "";
    return {
      state: "asking",
      email: typed,
      problem: "This is no email address we can send to. Is there a slip in it?",
    };
  }
  const { email, next } = parsed.data;
  const address = (await headers()).get(visitorAddressHeader) ?? "unknown";
  const result = await webContext()
    .then((context) => ask(context, { email, address, nextPath: next }))
    .catch((error: unknown) => {
      createLog("web", env().LOG_LEVEL).error({ err: error }, "A sign-in link could not be asked for.");
      return "failed" as const;
    });
  if (result === "failed")
    return {
      state: "asking",
      email,
      problem: "Something went wrong on the server, and nothing was sent. Try once more.",
    };
  if (result === "too-many")
    return {
      state: "asking",
      email,
      problem: "Many links were asked for in the last hour. Use one that came, or try again in an hour.",
    };
  return { state: "asked", email, command: env().EMAIL_TRANSPORT === "outbox" ? loginLinkCommand(env(), email) : null };
}

/** Spends the link whose page shows the button. Fields: `token`, `next`. */
export async function signIn(form: FormData): Promise<void> {
  const token = String(form.get("token") ?? "");
  const next = ownPath(form.get("next"));
  const userAgent = (await headers()).get("user-agent") ?? "";
  const spent = await spendLink(database(), env(), token, userAgent);
  if (!spent) {
    // A double click: the first one has signed this browser in.
    const reader = await currentReader();
    if (!reader) redirect("/signin?link=spent");
    redirect(reader.isOnboarded ? next : "/welcome");
  }
  await keepSession(spent.cookie);
  redirect(spent.isOnboarded ? next : "/welcome");
}

/** Signs this browser out. */
export async function signOut(): Promise<void> {
  const reader = await currentReader();
  if (reader) await revokeSession(database(), reader.id, reader.sessionId);
  await forgetSession();
  redirect("/");
}
