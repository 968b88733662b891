import type { Env } from "../env";
import type { MailTransport } from "./mail";
import { outboxTransport } from "./outbox";
import { resendTransport } from "./resend";
import { smtpTransport } from "./smtp";

/** What a transport is made from. */
export type MailEnv = Pick<
  Env,
  "EMAIL_TRANSPORT" | "EMAIL_FROM" | "DATA_DIR" | "RESEND_API_KEY" | "RESEND_BASE_URL" | "SMTP_URL"
>;

/** The transport that the settings choose; close it when done. */
export function createTransport(env: MailEnv): MailTransport {
  if (env.EMAIL_TRANSPORT === "resend") return resendTransport(env);
  if (env.EMAIL_TRANSPORT === "smtp") return smtpTransport(env);
  return outboxTransport(env);
}
