import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Env, inDataDir } from "../env";
import type { MailTransport } from "./mail";

/** Writes each email as an HTML and a text file into `outbox` in the data directory; nothing leaves the machine. */
export function outboxTransport(env: Pick<Env, "DATA_DIR">): MailTransport {
  return {
    name: "outbox",
    async send(message, idempotencyKey) {
      const folder = inDataDir(env, "outbox");
      await mkdir(folder, { recursive: true });
      const name = idempotencyKey.replace(/[^A-Za-z0-9@._-]+/g, "_");
      for (const [extension, content] of [
        ["txt", `To: ${message.to}\nSubject: ${message.subject}\n\n${message.text}`],
        ["html", message.html],
      ] as const) {
        const file = join(folder, `${name}.${extension}`);
        await writeFile(`${file}.part`, content);
        await rename(`${file}.part`, file);
      }
      return { outcome: "accepted", providerId: join(folder, `${name}.html`) };
    },
  };
}
