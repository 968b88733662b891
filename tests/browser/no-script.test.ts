import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FilledSite, startFilledSite } from "../support/filled-site";
import { openPage, phone } from "../support/look-at";

/** What a page says, and where it leads. */
const contentOf = (page: Page) =>
  page.locator("main").evaluate((main) => ({
    headings: [...main.querySelectorAll("h1, h2, h3")].map((one) => one.textContent),
    links: [...main.querySelectorAll("a")].map((one) => one.getAttribute("href")),
    quotes: [...main.querySelectorAll("blockquote, .segment")].map((one) => one.textContent),
    fields: [...main.querySelectorAll("input:not([type=hidden]), select, textarea")]
      .filter((one) => one.closest(".find-words") === null)
      .map((one) => one.getAttribute("name")),
  }));

describe("the pages for visitors, without scripts", () => {
  let site: FilledSite;
  const open = (path: string, javaScriptEnabled: boolean) =>
    openPage(site.browser, site.web.origin + path, { javaScriptEnabled, viewport: phone });

  beforeAll(async () => {
    site = await startFilledSite();
  });
  afterAll(() => site?.stop());

  it("say the same and lead to the same as with them", async () => {
    const { ids, yesterday, topic, person } = site;
    for (const path of [
      "/",
      `/digests/${yesterday}`,
      "/digests",
      `/insights/${ids.insight}`,
      `/insights/${ids.dissent}`,
      `/insights/${ids.withdrawn}`,
      `/stories/${ids.story}`,
      `/episodes/${ids.episode}`,
      `/episodes/${ids.waitingEpisode}`,
      "/shows",
      `/shows/${ids.show}`,
      "/topics",
      `/topics/${topic}`,
      `/people/${person}`,
      "/search",
      "/search?q=batteries",
      "/signin",
      "/nothing-here",
    ]) {
      const [bare, scripted] = [await open(path, false), await open(path, true)];
      const content = await contentOf(bare.page);
      expect(content.headings.length, path).toBeGreaterThan(0);
      expect(content, path).toEqual(await contentOf(scripted.page));
      // Nothing is offered that only a script could do.
      for (const name of ["Copy the link", "Keys", "Follow along", "Share with an app"])
        expect(await bare.page.getByRole("button", { name }).count(), `${name} on ${path}`).toBe(0);
      expect([...bare.problems, ...scripted.problems], path).toEqual([]);
      await bare.close();
      await scripted.close();
    }
  });

  it("let a quote be heard, an insight be passed on and reasons be read", async () => {
    const { page, problems, close } = await open("/", false);
    const play = page.locator("article a[data-play]").first();
    expect(await play.getAttribute("href")).toMatch(/\/audio\.wav#t=6$/);
    await page.getByRole("button", { name: "Share" }).first().click();
    const address = `${site.web.origin}/insights/${site.ids.insight}`;
    await page.getByRole("link", { name: address }).waitFor();
    await page.getByRole("link", { name: "Save as a picture" }).first().waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("Why it is first").click();
    await page.locator("article details[open]").first().waitFor();
    await page.getByRole("link", { name: "Save", exact: true }).first().click();
    await page.waitForURL(`**/signin?for=saving&next=/insights/${site.ids.insight}`);
    await page.getByLabel("Your email address").waitFor();
    expect(problems).toEqual([]);
    await close();
  });
});
