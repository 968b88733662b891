import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import * as disk from "../../lib/operations/disk";
import { watch } from "../../lib/operations/watch";
import { startInstallation, type TestInstallation } from "../support/test-pipeline";

vi.mock("../../lib/operations/disk", { spy: true });

let installation: TestInstallation;

beforeAll(async () => {
  installation = await startInstallation({
    ...{ ALERT_EMAIL: "operator@example.com", EDITION_HOUR: "6", DAILY_BUDGET_USD: "2" },
    APP_URL: "https://example.com",
  });
});
afterAll(() => installation.stop());

const at = new Date("2026-11-26T09:00:00Z");

/** Subjects and texts of the emails that were written. */
function emails(): string[] {
  const outbox = join(installation.dataDir, "outbox");
  return readdirSync(outbox)
    .filter((name) => name.endsWith(".txt"))
    .map((name) => readFileSync(join(outbox, name), "utf8"))
    .sort();
}

it("writes an email of each kind to ALERT_EMAIL, once a day, with what to do", async () => {
  const { context, queue } = installation.workplace;
  const { db } = context;
  vi.mocked(disk.diskSpace).mockResolvedValue({ freeBytes: 0.4e9, totalBytes: 40e9 });
  const show = await db.show.create({ data: { title: "Watched" } });
  await db.episode.create({ data: { showId: show.id, guid: "p", title: "P", publishedAt: at, stage: "placed" } });
  await db.paidCall.create({
    data: { key: "k", purpose: "insights", model: "m", costMicroUsd: 1_990_000, startedAt: at, answeredAt: at },
  });
  for (const n of [1, 2, 3])
    await db.feed.create({
      data: {
        ...{ url: `https://${n}.example/feed`, host: `${n}.example`, errorCount: 5 },
        show: { create: { title: `Failing ${n}` } },
      },
    });
  await db.delivery.create({
    data: {
      ...{ address: "a@example.com", date: "2026-11-25", transport: "resend", state: "uncertain" },
      createdAt: new Date("2026-11-25T07:00:00Z"),
    },
  });
  await queue.boss.send("gave-up", {});
  // Twice, as two workers do, and again the minute after.
  for (const now of [at, at, new Date(at.getTime() + 60_000)]) await watch({ ...context, now: () => now });
  const subjects = [
    "There is no digest of 2026-11-26.",
    "The day's budget is used up.",
    "3 of 3 feeds cannot be read.",
    "1 email may or may not have been sent.",
    "The disk is nearly full.",
    "1 job gave up.",
  ];
  const written = emails();
  for (const subject of subjects)
    expect(
      written.filter((email) => email.includes(`Subject: Overheard: ${subject}`)),
      subject,
    ).toHaveLength(1);
  expect(written).toHaveLength(subjects.length);
  for (const email of written) {
    expect(email).toContain("To: operator@example.com");
    expect(email).toContain("https://example.com/admin");
    expect(email).not.toContain("`");
  }
  await watch({ ...context, now: () => new Date("2026-11-27T09:00:00Z") });
  expect(emails().filter((email) => email.includes("The disk is nearly full."))).toHaveLength(2);
});
