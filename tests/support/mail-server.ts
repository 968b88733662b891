import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** How a mail server treats a message, by its receiver. */
export type SmtpTreatment =
  | "accept"
  | "refuse"
  | "later"
  | "refuse-after-data"
  | "cut-before-answer"
  | "cut-after-accepting";

/** A mail server on loopback with what it accepted. */
export interface MailServer {
  url: string;
  port: number;
  accepted: { to: string; raw: string }[];
  stop(): Promise<void>;
}

const answer = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

/** Starts a real SMTP server; `treat` decides by receiver. It takes "user" with "secret" where anybody signs in. */
export async function startMailServer(
  treat: (to: string) => SmtpTreatment,
  onAccepted: (mail: { to: string; raw: string }) => void = () => {},
): Promise<MailServer> {
  const accepted: MailServer["accepted"] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === "user" && password === "secret"
        ? done(null, { user: username })
        : done(answer(535, "Wrong password")),
    onRcptTo({ address }, _session, done) {
      const how = treat(address);
      if (how === "refuse") return done(answer(550, "No such mailbox"));
      if (how === "later") return done(answer(451, "Come back later"));
      done();
    },
    onData(stream, session, done) {
      const to = session.envelope.rcptTo[0]?.address ?? "";
      const how = treat(to);
      let raw = "";
      stream.on("data", (chunk) => {
        raw += chunk;
      });
      stream.on("end", () => {
        if (how === "refuse-after-data") return done(answer(554, "It looks like spam"));
        if (how === "accept" || how === "cut-after-accepting") {
          accepted.push({ to, raw });
          onAccepted({ to, raw });
        }
        if (how === "accept") return done();
        for (const connection of server.connections) connection._socket.destroy();
      });
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    accepted,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
