import type { Env } from "../env";
import type { MailMessage } from "../mail/mail";
import { MailError, sendMail } from "../mail/send-mail";
import type { StageContext } from "../queue/stage";
import { isReachable } from "./operator";
import { createInvitation, openInvitation, settleInvitation } from "./sign-in-store";

/** Writes the email that tells of an invitation. */
export type RenderInvitationEmail = (invitation: {
  url: string;
}) => Promise<Pick<MailMessage, "subject" | "html" | "text">>;

/** Where somebody who is invited asks for their link; the page has their address already. */
export const invitationUrl = ({ APP_URL }: Pick<Env, "APP_URL">, email: string) =>
  `${APP_URL}/signin?${new URLSearchParams({ email })}`;

/** Lets an address become a reader, and has an email tell them. @returns false when it is one already. */
export function inviteReader({ db, enqueue }: StageContext, email: string): Promise<boolean> {
  return db.$transaction(async (tx) => {
    if (!(await createInvitation(tx, email))) return false;
    await enqueue(tx, "send-invitation", { email });
    return true;
  });
}

/**
 * Tells somebody that they are invited, once an invitation, however often the job is tried; nothing where it was taken back, or
 * they have come in.
 * @throws MailError when the email could not be handed over and may be again; the queue tries.
 */
export async function sendInvitation(
  { db, env }: StageContext,
  { email }: { email: string },
  render: RenderInvitationEmail,
): Promise<void> {
  const invitation = await openInvitation(db, email);
  if (!invitation) return;
  const settle = (outcome: string) => settleInvitation(db, email, outcome);
  if (env.SIGNUP === "closed") return settle("Not sent: SIGNUP is closed.");
  if (!isReachable(email)) return settle("Not sent: no email reaches this address.");
  const message = await render({ url: invitationUrl(env, email) });
  try {
    await sendMail(env, { to: email, ...message }, `invitation/${email}/${invitation.createdAt.getTime()}`);
  } catch (error) {
    if (!(error instanceof MailError) || error.mayRetry) throw error;
    return settle(`${error.mayBeSent ? "Nobody knows whether it was sent." : "Not sent."} ${error.message}`);
  }
  return settle(env.EMAIL_TRANSPORT === "outbox" ? "Written into the outbox: tell them yourself." : "Sent.");
}
