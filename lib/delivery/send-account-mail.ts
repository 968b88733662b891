import { renderConfirmEmail, renderSignInEmail } from "../../emails/account-emails";
import type { Env } from "../env";
import type { MailEnv } from "../mail/create-transport";
import { sendMail } from "../mail/send-mail";

type AccountMailEnv = MailEnv & Pick<Env, "APP_URL" | "POSTAL_ADDRESS">;

/** A link that an email carries. */
export interface MailedLink {
  to: string;
  url: string;
  validMinutes: number;
  /** The same for every try of the same link, so that it is sent once; never the token itself. */
  key: string;
}

const surroundings = (env: AccountMailEnv) => ({ appUrl: env.APP_URL, postalAddress: env.POSTAL_ADDRESS });

/** Sends the link that signs somebody in. @throws MailError with a sentence for people when it could not be handed over. */
export async function sendSignInMail(env: AccountMailEnv, link: MailedLink): Promise<void> {
  await sendMail(env, { to: link.to, ...(await renderSignInEmail(surroundings(env), link)) }, `sign-in/${link.key}`);
}

/** Asks whether an address belongs to who entered it. @throws MailError as `sendSignInMail` does. */
export async function sendConfirmMail(env: AccountMailEnv, link: MailedLink): Promise<void> {
  await sendMail(env, { to: link.to, ...(await renderConfirmEmail(surroundings(env), link)) }, `confirm/${link.key}`);
}
