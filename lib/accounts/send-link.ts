import { inDataDir } from "../env";
import type { MailMessage } from "../mail/mail";
import { MailError, sendMail } from "../mail/send-mail";
import type { StageContext } from "../queue/stage";
import { linkMinutes, linkToken } from "./auth";
import { linkUrl, makeLink, readLink } from "./link";
import { loginLinkCommand } from "./login-link-command";
import { authSecret, isOperatorEmail, isReachable } from "./operator";
import {
  forgetOldRequests,
  noteLink,
  noteRequestTrouble,
  openSignInRequest,
  settleSignInRequest,
  standingOf,
} from "./sign-in-store";

/** A link still reaches its reader in time when it was asked for at most so long ago. */
const stillWantedMs = 30 * 60_000;
const linkMs = linkMinutes * 60_000;

/** Writes the email of a link: `sign-in` for readers, `confirm` for newcomers, who confirm their address with it. */
export type RenderLinkEmail = (
  kind: "sign-in" | "confirm",
  link: { url: string; validMinutes: number },
) => Promise<Pick<MailMessage, "subject" | "html" | "text">>;

type Request = NonNullable<Awaited<ReturnType<typeof openSignInRequest>>>;

/**
 * Sends the link that somebody asked for, unless SIGNUP keeps newcomers out. A retry within the link's ten minutes hands over
 * the same bytes under the same key, so that a service that took them already sends nothing again; later it makes another link.
 * What a mail server may have taken is not handed over again.
 * @throws MailError when the email could not be handed over and may be again; the queue tries.
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

  const link = await linkOf(context, request);
  if (!link) return settle("Sent: its link was used.");
  const kind = isReader ? "sign-in" : "confirm";
  const email = await render(kind, { url: link.url, validMinutes: linkMinutes });
  try {
    await sendMail(env, { to: request.email, ...email }, `link-${requestId}-${link.number}-${kind}`);
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    if (!error.mayRetry)
      return settle(`${error.mayBeSent ? "Nobody knows whether it was sent." : "Not sent."} ${error.message}`);
    await noteRequestTrouble(db, requestId, `Not sent yet. ${error.message}`);
    throw error;
  }
  if (env.EMAIL_TRANSPORT !== "outbox") return settle("Sent.");
  log.warn(
    { to: request.email, outbox: inDataDir(env, "outbox") },
    `A sign-in link was written into the outbox; open its newest file, or print a link: ${loginLinkCommand(env, request.email)}`,
  );
  return settle("Written into the outbox.");
}

/**
 * The link of a request: the one that was made for it in the last ten minutes, else a new one.
 * @returns null where the one that was made has been used: then its email has arrived.
 */
async function linkOf(context: StageContext, request: Request): Promise<{ url: string; number: number } | null> {
  const { db, env } = context;
  const now = context.now();
  const age = request.linkMadeAt ? now.getTime() - request.linkMadeAt.getTime() : null;
  const isMade = age !== null && age < linkMs;
  // The tens of minutes between asking and making tell a request's links apart: each lives as long as one of them.
  const madeAt = isMade && request.linkMadeAt ? request.linkMadeAt : now;
  const number = Math.floor(Math.max(0, madeAt.getTime() - request.createdAt.getTime()) / linkMs);
  const token = linkToken(authSecret(env), `${request.id} ${number}`);
  const isThere = (await readLink(db, token, now)) !== null;
  if (isMade && !isThere) return null;
  if (!isThere) await makeLink(db, env, request.email, request.nextPath, token);
  if (!isMade) await noteLink(db, request.id, now);
  return { url: linkUrl(env, token, request.nextPath), number };
}
