import { createHash } from "node:crypto";
import { createTransport } from "../mail/create-transport";
import type { MailMessage } from "../mail/mail";
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
 * @throws Error when the email has to be tried later.
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
  const email = await render(isReader ? "sign-in" : "confirm", { url, validMinutes: linkMinutes });
  const transport = createTransport(env);
  // Each link is an email of its own to the provider, and a second send of the same one is not.
  const key = `link-${requestId}-${createHash("sha256").update(url).digest("hex").slice(0, 12)}`;
  const result = await transport
    .send({ from: env.EMAIL_FROM, to: request.email, ...email }, key)
    .finally(() => transport.close());
  switch (result.outcome) {
    case "accepted":
      if (transport.name === "outbox")
        log.warn(
          { file: result.providerId },
          "A sign-in link was written into the outbox; open that file, or print a link: npm run cli -- login-link EMAIL",
        );
      return settle(transport.name === "outbox" ? `Written into the outbox: ${result.providerId}` : "Sent.");
    case "unknown":
      return settle(`It may have been sent: ${result.error}`);
    case "refused":
      log.error({}, `A sign-in link could not be sent. ${result.error}`);
      return settle(`Not sent: ${result.error}`);
    case "try-later":
    case "misconfigured":
      throw new Error(result.error);
  }
}
