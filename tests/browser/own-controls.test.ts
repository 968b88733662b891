import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FilledSite, startFilledSite } from "../support/filled-site";
import { openPage, ways } from "../support/look-at";
import { signInReader, type TestReader } from "../support/test-readers";

describe("the rest of what readers and operators can press", () => {
  let site: FilledSite;
  const db = () => site.installation.workplace.context.db;
  const open = (path: string, who: TestReader, options: Parameters<typeof openPage>[2] = {}) =>
    openPage(site.browser, site.web.origin + path, { cookie: who.cookie, ...options });
  const part = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
  const adasRow = () => db().reader.findUniqueOrThrow({ where: { id: site.ada.id }, include: { sessions: true } });
  const follows = (where: object) => db().follow.findMany({ where: { readerId: site.ada.id, ...where } });

  beforeAll(async () => {
    site = await startFilledSite();
  });
  afterAll(() => site?.stop());

  for (const { how, way } of ways) {
    it(`weighs topics, shows and words, and lets go of them, ${how}`, async () => {
      await db().follow.deleteMany({ where: { readerId: site.ada.id } });
      await db().follow.createMany({
        data: [
          { readerId: site.ada.id, phrase: "heat pumps" },
          { readerId: site.ada.id, showId: site.ids.show },
        ],
      });
      const { page, problems, close } = await open("/settings", site.ada, way);
      const topics = part(page, "Topics");
      const [first, second] = await topics.getByRole("combobox").all();
      await first?.selectOption({ label: "A lot" });
      await second?.selectOption({ label: "A little" });
      await topics.getByRole("button", { name: "Save topics" }).click();
      await topics.getByText("Saved.").waitFor();
      const weights = (await follows({ topicSlug: { not: null } })).map(({ weight }) => weight);
      expect(weights.some((weight) => weight > 1)).toBe(true);
      expect(weights.some((weight) => weight < 1)).toBe(true);
      const shows = part(page, "Shows");
      await shows.getByLabel("Grid & Gain").selectOption({ label: "Never" });
      await shows.getByRole("button", { name: "Save shows" }).click();
      await shows.getByText("Saved.").waitFor();
      expect(await follows({ showId: site.ids.show })).toMatchObject([{ isMuted: true }]);
      await shows.getByLabel("Miss one? Suggest it").fill(`Cold Chain ${how}`);
      await shows.getByRole("button", { name: "Suggest" }).click();
      await shows.getByText("Thank you. The operator sees it with the others.").waitFor();
      const words = part(page, "Words of your own");
      await words.getByLabel("heat pumps").selectOption({ label: "As it comes" });
      await words.getByRole("button", { name: "Save words" }).click();
      await words.getByLabel("heat pumps").waitFor({ state: "detached" });
      expect(await follows({ phrase: { not: null } })).toEqual([]);
      expect(problems).toEqual([]);
      await close();
    });

    it(`ends other sessions, and this one, ${how}`, async () => {
      await db().session.deleteMany({ where: { reader: { email: "sessions@example.com" } } });
      const here = await signInReader(site.installation, "sessions@example.com");
      for (let more = 0; more < 3; more++) await signInReader(site.installation, "sessions@example.com");
      const count = () => db().session.count({ where: { userId: here.id } });
      const { page, problems, close } = await open("/settings", here, way);
      const rows = part(page, "Where you are signed in").getByRole("listitem");
      expect(await rows.count()).toBe(4);
      await rows.filter({ hasNotText: "This browser" }).first().getByRole("button").click();
      await expect.poll(() => rows.count()).toBe(3);
      expect(await count()).toBe(3);
      await page.getByRole("button", { name: "Sign all others out" }).click();
      await expect.poll(() => rows.count()).toBe(1);
      expect(await count()).toBe(1);
      await rows.getByRole("button", { name: "Sign out" }).click();
      await page.waitForURL(`${site.web.origin}/`);
      await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Sign in" }).waitFor();
      expect(await count()).toBe(0);
      expect(problems).toEqual([]);
      await close();
    });

    it(`forgets what it learned, sends again, and gives everything away, ${how}`, async () => {
      await db().reader.update({
        where: { id: site.ada.id },
        data: { learningResetAt: null, unsubscribedAt: new Date() },
      });
      const features = { topics: [site.topic], showId: site.ids.show };
      await db().reaction.deleteMany({ where: { readerId: site.ada.id, kind: "more" } });
      await db().reaction.create({
        data: { readerId: site.ada.id, insightId: site.ids.insight, kind: "more", features },
      });
      const { page, problems, close } = await open("/settings", site.ada, way);
      await part(page, "What was learned").getByRole("button", { name: "Forget all this" }).click();
      await part(page, "What was learned").getByText("Nothing since you had it forgotten.").waitFor();
      await part(page, "Your morning email").getByRole("button", { name: "Send it again" }).click();
      await part(page, "Your morning email").getByLabel("Away? Pause until").waitFor();
      expect(await adasRow()).toMatchObject({ unsubscribedAt: null, learningResetAt: expect.any(Date) });
      const files: string[] = [];
      for (const link of await part(page, "Take it with you").getByRole("link", { name: "Download" }).all()) {
        const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
        expect(await file.failure()).toBeNull();
        files.push(file.suggestedFilename());
      }
      expect(files.map((file) => file.split(".").at(-1))).toEqual(expect.arrayContaining(["json", "md", "zip", "csv"]));
      expect(problems).toEqual([]);
      await close();
    });

    it(`deletes an account once its address is typed, ${how}`, async () => {
      const email = `${how.replaceAll(" ", "-").toLowerCase()}@example.com`;
      const leaver = await signInReader(site.installation, email);
      const { page, problems, close } = await open("/settings", leaver, way);
      const confirm = page.getByLabel(/^To be sure, type/);
      await confirm.fill("somebody-else@example.com");
      await page.getByRole("button", { name: "Delete for good" }).click();
      await page.getByText("Something in this form cannot be right.").waitFor();
      await confirm.fill(email);
      await page.getByRole("button", { name: "Delete for good" }).dblclick();
      await page.getByRole("heading", { name: "Your account is deleted" }).waitFor();
      expect(await db().reader.count({ where: { email } })).toBe(0);
      expect(problems).toEqual([]);
      await close();
    });

    it(`decides on reports, wishes and invitations, ${how}`, async () => {
      await db().reaction.updateMany({ data: { settledAt: null } });
      await db().showSuggestion.deleteMany();
      for (const wanted of ["Cold Chain", "Night Bus"])
        await db().showSuggestion.create({ data: { readerId: site.ada.id, wanted } });
      const guest = "guest@example.com";
      const { page, problems, close } = await open("/admin/reports", site.operator, way);
      await page.getByText("How it was made").click();
      await page.getByText("Made by", { exact: true }).waitFor();
      await page.getByRole("button", { name: /^Leave it/ }).click();
      await page.getByText("No reader says that an insight is wrong.").waitFor();
      await page.getByRole("navigation", { name: "For operators" }).getByRole("link", { name: "People" }).click();
      await page.getByRole("heading", { level: 1, name: "People" }).waitFor();
      await page.getByLabel("Their email address").fill(guest);
      await page.getByRole("button", { name: "Invite", exact: true }).click();
      await page
        .getByRole("row", { name: guest })
        .getByRole("button", { name: /^Take back/ })
        .click();
      await page.getByRole("row", { name: guest }).waitFor({ state: "detached" });
      expect(await db().invitation.count({ where: { email: guest } })).toBe(0);
      await page.getByRole("button", { name: /^It was added.*Cold Chain/ }).click();
      await page.getByRole("row", { name: "Cold Chain" }).waitFor({ state: "detached" });
      await page.getByRole("button", { name: /^No.*Night Bus/ }).click();
      await page.getByRole("row", { name: "Night Bus" }).waitFor({ state: "detached" });
      expect(problems).toEqual([]);
      await close();
    });

    it(`sorts, filters and tries again, ${how}`, async () => {
      await db().episode.updateMany({
        where: { guid: "failed" },
        data: { stage: "failed", failedStage: "discovered" },
      });
      const { page, problems, close } = await open("/admin/feeds", site.operator, way);
      await page.getByRole("link", { name: "Episodes", exact: true }).last().click();
      await page.locator('th[aria-sort="descending"]').getByText("Episodes").waitFor();
      expect(await page.locator("tbody tr").first().textContent()).toContain("Night Bus");
      await page.getByRole("link", { name: "State" }).click();
      await page.locator("tbody tr").first().getByText("It answered 500").waitFor();
      const tabs = page.getByRole("navigation", { name: "For operators" });
      await tabs.getByRole("link", { name: "Refused" }).click();
      await page.getByRole("link", { name: "quote-not-found 1" }).click();
      await page.getByText("The words are not in the transcript.").waitFor();
      await tabs.getByRole("link", { name: "Episodes" }).click();
      await page.getByRole("link", { name: "failed 1" }).click();
      await page.getByRole("link", { name: "An episode that failed" }).waitFor();
      await tabs.getByRole("link", { name: "How it stands" }).click();
      await page.getByRole("button", { name: "Try everything that failed again" }).click();
      await expect
        .poll(async () => (await db().episode.findFirstOrThrow({ where: { guid: "failed" } })).stage)
        .toBe("discovered");
      await tabs.getByRole("link", { name: "Mail" }).click();
      await page.getByRole("link", { name: /^A test/ }).click();
      await page.waitForURL("**/admin/mail/*");
      expect(await page.textContent("body")).toContain("A test");
      expect(problems.filter((problem) => !problem.includes(`/admin/mail/${site.outboxName}`))).toEqual([]);
      await close();
    });

    it(`does once what is pressed twice, ${how}`, async () => {
      const { bob } = site;
      await db().savedInsight.deleteMany({ where: { readerId: bob.id } });
      await db().follow.deleteMany({ where: { readerId: bob.id } });
      await db().showSuggestion.deleteMany({ where: { readerId: bob.id } });
      const { page, problems, close } = await open(`/insights/${site.ids.chinese}`, bob, way);
      await page.getByRole("button", { name: "Save" }).dblclick();
      await page.getByRole("button", { name: "Saved", pressed: true }).waitFor();
      expect(await db().savedInsight.count({ where: { readerId: bob.id } })).toBe(1);
      await page.goto(`${site.web.origin}/topics/${site.topic}`);
      await page.getByRole("button", { name: "Follow", exact: true }).dblclick();
      await page.getByRole("button", { name: "Following", pressed: true }).waitFor();
      expect(await db().follow.count({ where: { readerId: bob.id } })).toBe(1);
      await page.goto(`${site.web.origin}/settings`);
      await part(page, "Words of your own").getByLabel(/^Add/).fill("night trains");
      await part(page, "Words of your own").getByRole("button", { name: "Add" }).dblclick();
      await part(page, "Words of your own").getByLabel("night trains").waitFor();
      expect(await db().follow.count({ where: { readerId: bob.id, phrase: { not: null } } })).toBe(1);
      await part(page, "Shows").getByLabel("Miss one? Suggest it").fill("Night Trains");
      await part(page, "Shows").getByRole("button", { name: "Suggest" }).dblclick();
      await part(page, "Shows").getByText("Thank you.").waitFor();
      expect(await db().showSuggestion.count({ where: { readerId: bob.id } })).toBe(1);
      expect(problems).toEqual([]);
      await close();
      const asked = await openPage(site.browser, `${site.web.origin}/signin`, way);
      const email = `twice-${ways.findIndex((one) => one.how === how)}@example.com`;
      await asked.page.getByLabel("Your email address").fill(email);
      await asked.page.getByRole("button", { name: "Send me the link" }).dblclick();
      await asked.page.getByRole("status").getByText(email).first().waitFor();
      expect(await db().signInRequest.count({ where: { email } })).toBeLessThanOrEqual(2);
      expect(asked.problems).toEqual([]);
      await asked.close();
    });
  }
});
