import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Env, inDataDir } from "../env";
import type { MailTransport } from "./mail";

const folderOf = (env: Pick<Env, "DATA_DIR">) => inDataDir(env, "outbox");
/** The bundler is not to look for what may lie there. */
const fileIn = (folder: string, name: string) => join(/* turbopackIgnore: true */ folder, name);

/** A file's name for a key; what could lead out of the folder is replaced. */
const fileName = (key: string) => key.replace(/[^A-Za-z0-9@._-]+/g, "_").replace(/^\.+/, "_");

/** Writes each email as an HTML and a text file into `outbox` in the data directory; nothing leaves the machine. */
export function outboxTransport(env: Pick<Env, "DATA_DIR">): MailTransport {
  return {
    name: "outbox",
    hasIdempotencyKeys: true,
    async send(message, idempotencyKey) {
      const folder = folderOf(env);
      await mkdir(folder, { recursive: true });
      const name = fileName(idempotencyKey);
      for (const [extension, content] of [
        ["txt", `To: ${message.to}\nSubject: ${message.subject}\n\n${message.text}`],
        ["html", message.html],
      ] as const) {
        const file = fileIn(folder, `${name}.${extension}`);
        await writeFile(`${file}.part`, content);
        await rename(`${file}.part`, file);
      }
      return { outcome: "accepted", providerId: fileIn(folder, `${name}.html`) };
    },
    close() {},
  };
}

/** An email in the outbox. */
export interface OutboxMail {
  /** Its files' name without extension. */
  name: string;
  to: string;
  subject: string;
  writtenAt: Date;
}

/** What stands in the outbox, latest first. */
export async function listOutbox(env: Pick<Env, "DATA_DIR">, most: number): Promise<OutboxMail[]> {
  const names = await readdir(/* turbopackIgnore: true */ folderOf(env)).catch(() => []);
  const files = await Promise.all(
    names
      .filter((name) => name.endsWith(".txt"))
      .map(async (name) => ({ name, writtenAt: (await stat(fileIn(folderOf(env), name))).mtime })),
  );
  files.sort((a, b) => b.writtenAt.getTime() - a.writtenAt.getTime());
  return Promise.all(
    files.slice(0, most).map(async ({ name, writtenAt }) => {
      const head = await readFile(fileIn(folderOf(env), name), "utf8");
      const [, to = "", subject = ""] = /^To: (.*)\nSubject: (.*)\n/u.exec(head) ?? [];
      return { name: name.replace(/\.txt$/u, ""), to, subject, writtenAt };
    }),
  );
}

/** One email of the outbox as HTML and text; null when there is none of that name. */
export async function readOutboxMail(
  env: Pick<Env, "DATA_DIR">,
  name: string,
): Promise<{ html: string; text: string } | null> {
  if (fileName(name) !== name) return null;
  try {
    const [html, text] = await Promise.all(
      ["html", "txt"].map((extension) => readFile(fileIn(folderOf(env), `${name}.${extension}`), "utf8")),
    );
    return { html: html ?? "", text: text ?? "" };
  } catch {
    return null;
  }
}

/** Deletes the emails to an address. */
export async function removeFromOutbox(env: Pick<Env, "DATA_DIR">, to: string): Promise<void> {
  for (const mail of await listOutbox(env, Number.POSITIVE_INFINITY)) {
    if (mail.to.toLowerCase() !== to) continue;
    for (const extension of ["txt", "html"])
      await rm(fileIn(folderOf(env), `${mail.name}.${extension}`), { force: true });
  }
}
