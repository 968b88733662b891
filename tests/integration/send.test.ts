import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildDigest } from "../../lib/digests/build-digest";
import { addPlacedInsights, addReaders } from "../support/mail-readers";
import { runJob } from "../support/run-job";
import { testSettings } from "../support/test-pipeline";
import { startTestStage, type TestStage } from "../support/test-stage";

let stage: TestStage;
const date = new Date().toISOString().slice(0, 10);
const outbox = () => {
  const folder = join(stage.dataDir, "outbox");
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".txt")) : [];
};
const send = async (...args: string[]) => {
  const settings = { ...testSettings(stage.dataDir), DIGEST_RECIPIENTS: "", APP_URL: "https://overheard.example" };
  const job = runJob("cli.ts", ["send", ...args], settings);
  return { code: await job.ended, output: job.output() };
};

beforeAll(async () => {
  stage = await startTestStage();
  await addPlacedInsights(stage.db, new Date(Date.now() - 3600_000));
});
afterAll(() => stage.stop());

it("writes the email as HTML and text to look at, and sends nothing", async () => {
  const before = await send("--preview");
  expect(before).toMatchObject({ code: 1, output: expect.stringContaining("There is no digest yet.") });
  await buildDigest(stage.context, { date });
  const { code, output } = await send("--preview");
  expect(code).toBe(0);
  expect(output).toMatch(/^Subject {2}Harbour number 1 scrapped its parking rule, and four more$/mu);
  const file = join(stage.dataDir, "preview", `${date}.html`);
  expect(output).toContain(file);
  expect(readFileSync(file, "utf8")).toContain("Harbour number 1 scrapped its parking rule");
  expect(readFileSync(file.replace(/html$/u, "txt"), "utf8")).toContain("That is all for today.");
  expect((await send("--preview", "--date", "2001-01-01")).output).toContain("There is no digest of 2001-01-01.");
  expect(outbox()).toEqual([]);
  expect(await stage.db.delivery.count()).toBe(0);
});

it("says who is due and sends nothing, then sends it once", async () => {
  const scheduleFrom = new Date();
  scheduleFrom.setUTCMinutes(0, 0, 0);
  const emailHour = scheduleFrom.getUTCHours();
  await addReaders(stage.db, [
    { email: "due@example.com", emailHour, scheduleFrom },
    { email: "other-day@example.com", emailHour, scheduleFrom, emailDays: [] },
  ]);
  const dry = await send("--dry-run");
  expect(dry.output).toContain("1 email by outbox; nothing was sent:");
  expect(dry.output).toContain("due@example.com: their edition of");
  expect(outbox()).toEqual([]);
  const sent = await send();
  expect(sent.output).toContain("1 in all, 1 accepted, 0 uncertain, 0 failed, 0 left out, 0 under way");
  expect(outbox()).toHaveLength(1);
  expect((await send("--dry-run")).output).toContain("Nothing is due.");
  await send();
  expect(outbox()).toHaveLength(1);
  expect(await stage.db.delivery.count()).toBe(1);
});
