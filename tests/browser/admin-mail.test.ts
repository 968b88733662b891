import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { faultsEverywhere, openPage } from "../support/look-at";
import { startInstallation, type TestInstallation } from "../support/test-pipeline";
import { signInReader, type TestReader } from "../support/test-readers";
import { startSite, type TestSite } from "../support/test-site";
import type { TestWeb } from "../support/test-web";

const operatorEmail = "op@example.com";
const date = "2026-11-24";
const at = (minutes: number) => new Date(Date.parse(`${date}T07:00:00Z`) + minutes * 60_000);
const counts = { accepted: 130, uncertain: 3, failed: 2, excluded: 4, pending: 5, sending: 1 } as const;

describe("the operator’s page of mail", () => {
  let installation: TestInstallation;
  let site: TestSite | undefined;
  let web: TestWeb;
  let browser: Browser;
  let operator: TestReader;
  const db = () => installation.workplace.context.db;
  const open = (path: string, options: Parameters<typeof openPage>[2] = {}) =>
    openPage(browser, web.origin + path, { cookie: operator.cookie, ...options });

  beforeAll(async () => {
    installation = await startInstallation({ ADMIN_EMAILS: operatorEmail });
    const open = await db().mailBatch.create({
      data: {
        transport: "resend",
        emailCount: 1,
        calls: 3,
        nextCallAt: at(9),
        maybeTakenAt: at(1),
        body: Buffer.from("x"),
      },
    });
    const closed = await db().mailBatch.create({
      data: {
        transport: "resend",
        emailCount: 145,
        calls: 2,
        createdAt: at(0),
        firstCalledAt: at(1),
        settledAt: at(2),
      },
    });
    const reasons = {
      accepted: null,
      uncertain: "Resend did not say within a day whether it took it. Its dashboard knows; so may a webhook.",
      failed: "Resend did not take it: Invalid `to` field.",
      excluded: "A quiet day: nothing cleared the bar.",
      pending: null,
      sending: null,
    };
    const rows = Object.entries(counts).flatMap(([name, count]) => {
      const state = name as keyof typeof counts;
      const isOpen = state === "pending" || state === "sending";
      return Array.from({ length: count }, (_, n) => ({
        address: `${state}-${String(n).padStart(3, "0")}@example.com`,
        date,
        dueAt: at(n / 60),
        createdAt: at(n / 60),
        transport: "resend",
        state,
        error: reasons[state],
        settledAt: isOpen ? null : at(2),
        // One of the uncertain ones is still asked about by itself.
        batchId: state === "uncertain" && n === 0 ? open.id : closed.id,
        position: n,
        providerId: state === "accepted" ? `email-${n}` : null,
        deliveredAt: state === "accepted" && n < 120 ? at(3) : null,
        bouncedAt: state === "accepted" && n === 120 ? at(4) : null,
        isHardBounce: state === "accepted" && n === 120 ? true : null,
        complainedAt: state === "accepted" && n === 121 ? at(5) : null,
      }));
    });
    await db().delivery.createMany({ data: rows });
    await db().delivery.create({
      data: {
        address: `${"long".repeat(12)}@example.com`,
        date: "2026-11-23",
        dueAt: at(-1440),
        transport: "smtp",
        providerId: "<0198@mail.example.com>",
        state: "accepted",
      },
    });
    await db().suppression.create({
      data: { address: "accepted-120@example.com", reason: "bounced", detail: "No such mailbox." },
    });
    await db().mailGate.create({
      data: {
        transport: "outbox",
        spacingMs: 200,
        problem: "Resend did not take it: API key is invalid. Check RESEND_API_KEY and EMAIL_FROM.",
        problemSince: at(0),
        lastProblemAt: at(0),
      },
    });
    operator = await signInReader(installation, operatorEmail);
    site = await startSite(installation);
    ({ web, browser } = site);
  });
  afterAll(() => (site ?? installation).stop());

  it("counts each day’s candidates by what became of them, and they add up", async () => {
    const { page, problems, close } = await open("/admin/mail");
    await page.getByRole("alert").getByText("No email can be sent.").waitFor();
    const table = page.getByRole("region", { name: "Emails by day" });
    expect(await table.locator("thead th").allTextContents()).toEqual([
      "For",
      "Candidates",
      "Accepted",
      "Uncertain",
      "Failed",
      "Left out",
      "Under way",
      "Delivered",
      "Bounced",
      "Spam",
    ]);
    const rows = table.locator("tbody tr");
    const [day, candidates, ...parts] = await rows.first().locator("th, td").allInnerTexts();
    expect([day, candidates]).toEqual(["Tuesday 24 November", "145"]);
    expect(parts).toEqual(["130", "3", "2", "4", "6", "120", "1", "1"]);
    expect(parts.slice(0, 5).reduce((sum, part) => sum + Number(part), 0)).toBe(Number(candidates));
    await rows.first().getByRole("link", { name: "4", exact: true }).click();
    await page.getByText("4 emails").waitFor();
    const listed = page.getByRole("region", { name: "Single emails" }).locator("tbody tr");
    expect(await listed.count()).toBe(4);
    expect(await listed.first().textContent()).toContain("A quiet day: nothing cleared the bar.");
    expect(problems).toEqual([]);
    await close();
  });

  it("finds, sorts and pages single emails", async () => {
    const { page, close } = await open(`/admin/mail?date=${date}`);
    const listed = page.getByRole("region", { name: "Single emails" }).locator("tbody tr");
    expect(await listed.count()).toBe(100);
    await page.getByRole("link", { name: "To", exact: true }).click();
    await page.locator('th[aria-sort="ascending"]').waitFor();
    expect(await listed.first().locator("td").first().textContent()).toBe("accepted-000@example.com");
    await page.getByRole("link", { name: "Older →" }).click();
    await page.getByText("Page 2 of 2").waitFor();
    expect(await listed.last().locator("td").first().textContent()).toBe("uncertain-002@example.com");
    await page.getByLabel("A part of the address").fill("ACCEPTED-12");
    await page.getByRole("button", { name: "Find" }).click();
    await page.getByText("10 emails to addresses with “ACCEPTED-12”").waitFor();
    await page.getByRole("link", { name: "accepted-120@example.com" }).click();
    await page.getByRole("heading", { name: "To accepted-120@example.com" }).waitFor();
    const text = (await page.getByRole("main").textContent()) ?? "";
    for (const part of [
      "email-120",
      "place 121 of 145",
      "The address bounced for good. No such mailbox.",
      "Bounced for good",
    ])
      expect(text).toContain(part);
    expect((await page.goto(`${web.origin}/admin/mail/deliveries/no-id`))?.status()).toBe(404);
    // What makes no sense is passed over.
    expect((await page.goto(`${web.origin}/admin/mail?date=x&state=x&sort=x&page=-1&q=%00`))?.status()).toBe(200);
    await close();
  });

  for (const [index, javaScriptEnabled] of [true, false].entries()) {
    it(`lets the operator say what became of an uncertain one, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
      const address = `uncertain-00${index + 1}@example.com`;
      const { page, problems, close } = await open("/admin/mail?state=uncertain", { javaScriptEnabled });
      // The one that is still asked about is not for the operator to settle.
      const row = (of: string) => page.getByRole("row").filter({ hasText: of });
      expect(await row("uncertain-000@example.com").getByRole("button").count()).toBe(0);
      if (index === 0) await row(address).getByRole("button", { name: "It arrived" }).click();
      else {
        await row(address).getByRole("link").click();
        await page.getByRole("heading", { name: "What became of it?" }).waitFor();
        await page.getByRole("button", { name: "It did not" }).click();
      }
      await expect
        .poll(async () => (await db().delivery.findFirstOrThrow({ where: { address } })).state)
        .toBe(index === 0 ? "accepted" : "failed");
      await page.goto(`${web.origin}/admin/mail?state=uncertain`);
      expect(await row(address).count()).toBe(0);
      expect(problems).toEqual([]);
      await close();
    });
  }

  it("invites somebody, and says what becomes of the email that tells them", async () => {
    const { page, close } = await open("/admin/people");
    await page.getByLabel("Their email address").fill("Guest@Example.com");
    await page.getByRole("button", { name: "Invite", exact: true }).click();
    await page.getByText("They may come in now; an email tells them.").waitFor();
    await page.getByRole("row").filter({ hasText: "guest@example.com" }).getByText("It waits for a worker.").waitFor();
    await close();
  });

  it("looks right in every state, on phone and desktop, light and dark", async () => {
    const one = async (address: string) =>
      `/admin/mail/deliveries/${(await db().delivery.findFirstOrThrow({ where: { address } })).id}`;
    const pages = {
      all: "/admin/mail",
      uncertain: "/admin/mail?state=uncertain",
      none: "/admin/mail?q=nobody",
      bounced: await one("accepted-120@example.com"),
      asked: await one("uncertain-000@example.com"),
      long: await one(`${"long".repeat(12)}@example.com`),
    };
    for (const [name, path] of Object.entries(pages)) {
      const { page, problems, close } = await open(path);
      expect([...(await faultsEverywhere(page, `op-${name}`)), ...problems]).toEqual([]);
      await close();
    }
  });
});
