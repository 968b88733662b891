import { createHash } from "node:crypto";
import { inDataDir } from "../env";
import type { MailMessage } from "../mail/mail";
import { sendMail } from "../mail/send-mail";
import type { StageContext } from "../queue/stage";
import { linkMinutes } from "./auth";
import { makeLink } from "./link";
import { isOperatorEmail, isReachable } from "./operator";
import { forgetOldRequests, openSignInRequest, settleSignInRequest, standingOf } from "./sign-in-store";

/** A link still reaches its reader in time when it was asked for at most so long ago. */
const stillWantedMs = 30 * 60_000;

/** Writes the email of a link: `sign-in` for readers, `confirm` for newcomers, who confirm their address with it. */
export type RenderLinkEmail = (
  kind: "sign-in" | "confirm",
  link: { url: string; validMinutes: number },
) => Promise<Pick<MailMessage, "subject" | "html" | "text">>;

/**
 * Sends the link that somebody asked for, unless SIGNUP keeps newcomers out. A retry makes another link; each works.
 * @throws Error when the email could not be handed over; the queue tries again.
 */
export async function sendLink(
  context: StageContext,
  { requestId }: { requestId: string },
  render: RenderLinkEmail,
): Promise<void> {
  const { db, env, log } = context;
  const request = await openSignInRequest(db, requestId);
  if (!request) return;
  const settle = (outcome: string, isWaiting = false) =>
    settleSignInRequest(db, requestId, { outcome, isWaiting, now: context.now() });
  await forgetOldRequests(db, context.now());
  if (context.now().getTime() - request.createdAt.getTime() > stillWantedMs)
    return settle("Not sent: it came too late to be of use.");

  const { isReader, isInvited } = await standingOf(db, request.email);
  const isLetIn =
    isReader || isOperatorEmail(request.email, env) || env.SIGNUP === "open" || (env.SIGNUP === "invite" && isInvited);
  if (!isLetIn) {
    const isWaiting = env.SIGNUP === "invite";
    return settle(
      isWaiting ? "Would like to join, and waits for an invitation." : "Not let in: SIGNUP is closed.",
      isWaiting,
    );
  }
  if (!isReachable(request.email)) return settle("Not sent: no email reaches this address.");

  const url = await makeLink(db, env, request.email, request.nextPath);
  // Each link is an email of its own, and a second try of the same one is not.
  const key = `${requestId}-${createHash("sha256").update(url).digest("hex").slice(0, 12)}`;
  const email = await render(isReader ? "sign-in" : "confirm", { url, validMinutes: linkMinutes });
  await sendMail(env, { to: request.email, ...email }, `link-${key}`);
  if (env.EMAIL_TRANSPORT !== "outbox") return settle("Sent.");
  log.warn(
    { to: request.email, outbox: inDataDir(env, "outbox") },
    "A sign-in link was written into the outbox; open its newest file, or print a link: npm run cli -- login-link EMAIL",
  );
  return settle("Written into the outbox.");
}
