import { createTransport, type NodemailerError } from "nodemailer";
import type { Env } from "../env";
import { domainOf, senderAddress } from "./address";
import type { MailResult, MailTransport } from "./mail";

/** Codes of nodemailer that say that no message was under way yet. */
const beforeTheMessage = new Set(["EDNS", "ETLS", "EENVELOPE", "ECONFIG", "EPROXY"]);

/**
 * What a failed send means. Once a message was begun, a connection that is lost without an answer leaves it unknown
 * (RFC 5321, 4.5.3.2.6 speaks of just this gap); an answer of 4xx or 5xx is a refusal at any point.
 */
function problemOf(error: NodemailerError, isBegun: boolean): MailResult {
  const sentence = `The mail server did not take it: ${error.response ?? error.message}`;
  if (error.code === "EAUTH" || error.code === "ENOAUTH" || error.code === "ECONFIG")
    return { outcome: "misconfigured", error: `${sentence} Check SMTP_URL.` };
  if (error.responseCode !== undefined)
    return error.permanent
      ? { outcome: "refused", error: sentence }
      : { outcome: "try-later", error: sentence, afterMs: null };
  if (error.code === "EENVELOPE") return { outcome: "refused", error: sentence };
  if (!isBegun || beforeTheMessage.has(error.code ?? ""))
    return { outcome: "try-later", error: sentence, afterMs: null };
  return { outcome: "unknown", error: `The connection was lost before the mail server had answered: ${error.message}` };
}

/** Sends through a mail server. SMTP knows no idempotency keys: what is unknown must not be handed over again. */
export function smtpTransport(env: Pick<Env, "SMTP_URL" | "EMAIL_FROM">): MailTransport {
  const transporter = createTransport({
    url: env.SMTP_URL ?? "",
    pool: true,
    maxConnections: 3,
    // By itself it would hand over again what was under way when a connection closed.
    maxRequeues: 0,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const begun = new Set<string>();
  transporter.use("stream", (mail, done) => {
    const messageId = String(mail.data.messageId);
    const read = mail.message.createReadStream.bind(mail.message);
    mail.message.createReadStream = (options) => {
      begun.add(messageId);
      return read(options);
    };
    done();
  });
  const domain = domainOf(senderAddress(env.EMAIL_FROM) ?? "");
  return {
    name: "smtp",
    hasIdempotencyKeys: false,
    async send({ id, ...message }, idempotencyKey) {
      const messageId = `<${(id ?? idempotencyKey).replace(/[^A-Za-z0-9._-]+/g, "-")}@${domain}>`;
      try {
        const sent = await transporter.sendMail({ ...message, messageId });
        return { outcome: "accepted", providerId: sent.messageId };
      } catch (error) {
        return problemOf(error as NodemailerError, begun.has(messageId));
      } finally {
        begun.delete(messageId);
      }
    },
    close: () => transporter.close(),
  };
}
