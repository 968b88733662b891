import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sendConfirmMail, sendSignInMail } from "../../lib/delivery/send-account-mail";
import { readEnv } from "../../lib/env";
import { listOutbox, readOutboxMail } from "../../lib/mail/outbox";

it("writes what a person asked for into the outbox, where the operator finds it", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "overheard outbox "));
  try {
    const env = readEnv({ DATA_DIR: dataDir, APP_URL: "https://overheard.example" });
    expect(await listOutbox(env, 10)).toEqual([]);
    const link = {
      to: "ruth@example.com",
      url: "https://overheard.example/signin/confirm?token=abc",
      validMinutes: 10,
    };
    await sendSignInMail(env, { ...link, key: "one" });
    await sendSignInMail(env, { ...link, key: "one" });
    await sendConfirmMail(env, { ...link, key: "two" });
    const mails = await listOutbox(env, 10);
    expect(mails.map(({ subject }) => subject).sort()).toEqual([
      "Confirm your address for Overheard",
      "Sign in to Overheard",
    ]);
    expect(mails[0]?.to).toBe("ruth@example.com");
    const mail = await readOutboxMail(env, mails[0]?.name ?? "");
    expect(mail?.text).toContain(link.url);
    for (const name of ["../auth-secret", "..", "nothing"]) expect(await readOutboxMail(env, name)).toBeNull();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
