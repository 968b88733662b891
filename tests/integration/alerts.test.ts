import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { raiseAlert } from "../../lib/mail/alert";
import { startTestStage, type TestStage } from "../support/test-stage";

let stage: TestStage;
const dataDir = mkdtempSync(join(tmpdir(), "overheard alerts "));
const outbox = () => readdirSync(join(dataDir, "outbox")).filter((name) => name.endsWith(".txt"));

beforeAll(async () => {
  stage = await startTestStage({
    ALERT_EMAIL: "operator@example.com",
    DATA_DIR: dataDir,
    APP_URL: "https://example.com",
  });
});
afterAll(async () => {
  await stage.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

it("tells the operator once a kind and day, whoever notices", async () => {
  let now = new Date("2026-11-25T08:00:00Z");
  const context = { ...stage.context, now: () => now };
  const alert = {
    kind: "disk",
    subject: "The disk is nearly full.",
    text: "1 GB is left. <Remove> something: `npm run x`.",
  };
  const sent = await Promise.all(Array.from({ length: 5 }, () => raiseAlert(context, alert)));
  expect(sent.filter(Boolean)).toHaveLength(1);
  expect(await raiseAlert(context, { ...alert, kind: "budget" })).toBe(true);
  now = new Date("2026-11-26T00:01:00Z");
  expect(await raiseAlert(context, alert)).toBe(true);
  expect(outbox()).toHaveLength(3);
  const [first = ""] = outbox();
  expect(readFileSync(join(dataDir, "outbox", first), "utf8")).toContain("Subject: Overheard: ");
  const html = readFileSync(join(dataDir, "outbox", first.replace(".txt", ".html")), "utf8");
  expect(html).not.toContain("<Remove>");
  expect(html).toContain("something: <code>npm run x</code>.");
  expect(readFileSync(join(dataDir, "outbox", first), "utf8")).toContain("something: npm run x.");
});

it("only logs where no address is set", async () => {
  const { ALERT_EMAIL: _, ...env } = stage.context.env;
  expect(await raiseAlert({ ...stage.context, env }, { kind: "other", subject: "S.", text: "T." })).toBe(false);
});
