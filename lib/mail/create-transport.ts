import type { Env } from "../env";
import type { MailTransport } from "./mail";
import { outboxTransport } from "./outbox";
import { resendTransport } from "./resend";

/** The transport that the settings choose. */
export function createTransport(
  env: Pick<Env, "EMAIL_TRANSPORT" | "DATA_DIR" | "RESEND_API_KEY" | "RESEND_BASE_URL">,
): MailTransport {
  return env.EMAIL_TRANSPORT === "resend" ? resendTransport(env) : outboxTransport(env);
}
