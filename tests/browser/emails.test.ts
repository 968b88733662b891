import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RenderedEmail } from "../../emails/note-email";
import { startBrowser } from "../support/browser";
import { faultsOf } from "../support/look-at";
import { sampleEmails } from "../support/sample-emails";

/** Rules for whole pages; an email is read inside of a program that has its own landmarks. */
const forPages = ["landmark-one-main", "region"];

describe("every email, as a browser shows it", () => {
  let browser: Browser;
  let emails: Record<string, RenderedEmail>;

  beforeAll(async () => {
    browser = await startBrowser();
    emails = await sampleEmails();
  });
  afterAll(() => browser?.close());

  for (const width of [320, 600, 1000]) {
    for (const colorScheme of ["light", "dark"] as const) {
      it(`is readable at ${width} px in ${colorScheme}, without images`, async () => {
        const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
        const page = await context.newPage();
        const asked: string[] = [];
        await page.route("**/*", (route) => {
          asked.push(route.request().url());
          return route.abort();
        });
        for (const [name, { html }] of Object.entries(emails)) {
          await page.setContent(html);
          const faults = await faultsOf(page, `email-${name}-${width}-${colorScheme}`);
          expect(
            faults.filter((fault) => !forPages.some((rule) => fault.startsWith(`${rule}:`))),
            name,
          ).toEqual([]);
          // The preview line of inboxes is not part of what is read.
          expect(await page.getByText("\u200c").filter({ visible: true }).count(), name).toBe(0);
        }
        // Whole without anything from elsewhere: no image, no font, no counting pixel.
        expect(asked).toEqual([]);
        await context.close();
      });
    }
  }

  it("is whole where a program drops style sheets and shows no dark colours", async () => {
    const page = await browser.newPage({ viewport: { width: 320, height: 800 } });
    for (const [name, { html }] of Object.entries(emails)) {
      await page.setContent(html.replace(/<style>.*?<\/style>/gsu, "").replace(/ class="[^"]*"/gu, ""));
      const faults = await faultsOf(page, `email-${name}-plain`);
      expect(
        faults.filter((fault) => !forPages.some((rule) => fault.startsWith(`${rule}:`))),
        name,
      ).toEqual([]);
    }
    await page.close();
  });
});
