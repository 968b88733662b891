import { createTransport } from "nodemailer";
import { Resend } from "resend";
import type { Env } from "../env";
import { domainOf, senderAddress } from "./address";

type MailEnv = Pick<
  Env,
  "EMAIL_TRANSPORT" | "EMAIL_FROM" | "RESEND_API_KEY" | "RESEND_BASE_URL" | "SMTP_URL" | "DATA_DIR"
>;

const answerWithinMs = 10_000;

/**
 * Asks the mail service whether it would take emails as the settings have them, without sending one.
 * @returns what is wrong and what to do; null when nothing is.
 */
export async function whatIsWrongWithMail(env: MailEnv): Promise<string | null> {
  if (env.EMAIL_TRANSPORT === "resend") return whatResendSays(env);
  if (env.EMAIL_TRANSPORT === "smtp") return whatMailServerSays(env);
  return null;
}

async function whatMailServerSays(env: MailEnv): Promise<string | null> {
  const transporter = createTransport({
    url: env.SMTP_URL ?? "",
    connectionTimeout: answerWithinMs,
    greetingTimeout: answerWithinMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transporter.verify();
    return null;
  } catch (error) {
    return `The mail server does not let us in: ${error instanceof Error ? error.message : error}. Check SMTP_URL.`;
  } finally {
    transporter.close();
  }
}

async function whatResendSays(env: MailEnv): Promise<string | null> {
  const client = new Resend(env.RESEND_API_KEY, env.RESEND_BASE_URL ? { baseUrl: env.RESEND_BASE_URL } : {});
  const { data, error } = await client.domains.list();
  // A key that may only send is the better one to have; it may not list domains.
  if (error?.name === "restricted_api_key") return null;
  if (error) return `Resend says: ${error.message} Check RESEND_API_KEY.`;
  const domain = domainOf(senderAddress(env.EMAIL_FROM) ?? "");
  const known = data?.data.find(({ name }) => domain === name || domain.endsWith(`.${name}`));
  if (!known) return `Resend does not know the domain ${domain} of EMAIL_FROM. Add it at resend.com/domains.`;
  if (known.status === "verified") return null;
  return `The domain ${domain} is "${known.status}" at Resend. Finish its DNS records at resend.com/domains.`;
}
