import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FilledSite, startFilledSite } from "../support/filled-site";
import { openPage, ways } from "../support/look-at";

const scripted = ways.filter(({ way }) => way.javaScriptEnabled);
const keysAreHeard = (page: Page) => page.waitForFunction(() => document.documentElement.dataset.heard !== undefined);
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent);
/** The recording of the bar at the foot of the window. */
const own = "audio:not([data-recording])";
const seconds = (page: Page) => page.locator(own).evaluate((audio: HTMLAudioElement) => audio.currentTime);

describe("every control of the pages that are read", () => {
  let site: FilledSite;
  const db = () => site.installation.workplace.context.db;
  const open = (path: string, options: Parameters<typeof openPage>[2] = {}) =>
    openPage(site.browser, site.web.origin + path, options);
  const asAda = (way: Parameters<typeof openPage>[2] = {}) => ({ ...way, cookie: site.ada.cookie });

  beforeAll(async () => {
    site = await startFilledSite();
  });
  afterAll(() => site?.stop());
  beforeEach(async () => {
    await db().follow.deleteMany({ where: { showId: { not: null } } });
  });

  it("moves, plays, saves, searches and helps by keys, and takes none that are typed", async () => {
    const { page, problems, close } = await open("/", asAda());
    await keysAreHeard(page);
    const headlines = await page.locator("article h2").allTextContents();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    expect(await focused(page)).toBe(headlines[1]);
    await page.keyboard.press("k");
    expect(await focused(page)).toBe(headlines[0]);
    await page.keyboard.press("k");
    expect(await focused(page)).toBe(headlines[0]);
    await page.keyboard.press("p");
    const player = page.getByRole("region", { name: "Player" });
    await player.getByRole("button", { name: "Pause" }).waitFor();
    await page.keyboard.press("p");
    await player.getByRole("button", { name: "Play", exact: true }).waitFor();
    const first = page.locator("[data-item]").first();
    const before = await db().savedInsight.count();
    await page.keyboard.press("s");
    await first.getByRole("button", { name: "Save", pressed: false }).waitFor();
    expect(await db().savedInsight.count()).toBe(before - 1);
    await page.keyboard.press("s");
    await first.getByRole("button", { name: "Saved", pressed: true }).waitFor();
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: "Keys" });
    await help.waitFor();
    await page.keyboard.press("j");
    expect(await help.isVisible()).toBe(true);
    await page.keyboard.press("?");
    await help.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Keys" }).click();
    await help.waitFor();
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "hidden" });
    await page.keyboard.press("Control+s");
    expect(await first.getByRole("button", { name: "Saved", pressed: true }).count()).toBe(1);
    await page.keyboard.press("/");
    await page.getByRole("heading", { name: "Search", level: 1 }).waitFor();
    const field = page.getByRole("searchbox");
    const hasFocus = () => field.evaluate((input) => input === document.activeElement);
    await expect.poll(hasFocus).toBe(true);
    await page.keyboard.type("jk?s/p");
    expect(await field.inputValue()).toBe("jk?s/p");
    await page.getByRole("heading", { name: "Search", level: 1 }).click();
    expect(await hasFocus()).toBe(false);
    await page.keyboard.press("/");
    expect(await hasFocus()).toBe(true);
    expect(await field.inputValue()).toBe("jk?s/p");
    expect(problems).toEqual([]);
    await close();
  });

  it("leads with the keyboard alone past the head, into menus and out of them", async () => {
    const { page, problems, close } = await open("/", asAda());
    await keysAreHeard(page);
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Skip to the text");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.id === "content");
    const more = page.getByRole("button", { name: "More to do with this insight" }).first();
    await more.focus();
    await page.keyboard.press("Enter");
    const less = page.getByRole("button", { name: "Less like this" }).first();
    await less.waitFor();
    await page.keyboard.press("Tab");
    expect((await focused(page))?.trim()).toBe("More like this");
    await page.keyboard.press("Escape");
    await less.waitFor({ state: "hidden" });
    expect(await more.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(problems).toEqual([]);
    await close();
  });

  for (const { how, way } of scripted) {
    it(`plays just the passage with what surrounds it, and on into the episode, ${how}`, async () => {
      const { page, problems, close } = await open(`/digests/${site.today}`, way);
      const play = page.locator("article a[data-play]").first();
      await play.click();
      const player = page.getByRole("region", { name: "Player" });
      await player.getByRole("button", { name: "Pause" }).waitFor();
      await player.getByText("Grid batteries now undercut").waitFor();
      // The quote is from 6 to 12: four seconds of what it answers are heard before it.
      await page.waitForFunction(
        (selector) => (document.querySelector<HTMLAudioElement>(selector)?.currentTime ?? 0) >= 2,
        own,
      );
      expect(await seconds(page)).toBeLessThan(6);
      await page.locator(own).evaluate((audio: HTMLAudioElement) => {
        audio.currentTime = 17.7;
      });
      await player.getByRole("button", { name: "Go on listening" }).waitFor();
      expect(await seconds(page)).toBeLessThan(19);
      await player.getByRole("button", { name: "Play the passage again" }).click();
      await player.getByRole("button", { name: "Whole episode" }).waitFor();
      expect(await seconds(page)).toBeLessThan(6);
      await player.getByRole("button", { name: "Whole episode" }).click();
      await page.locator(own).evaluate((audio: HTMLAudioElement) => {
        audio.currentTime = 20;
      });
      await page.waitForFunction(
        (selector) => (document.querySelector<HTMLAudioElement>(selector)?.currentTime ?? 0) > 20.2,
        own,
      );
      await player.getByRole("button", { name: "Forward 30 seconds" }).click();
      expect(await seconds(page)).toBeGreaterThan(50);
      await player.getByRole("button", { name: "Back 15 seconds" }).click();
      expect(await seconds(page)).toBeLessThan(45);
      // What plays goes on while somebody reads on.
      await player.getByRole("link", { name: "Grid & Gain" }).click();
      await page.waitForURL(`**/episodes/${site.ids.episode}`);
      await player.getByRole("button", { name: "Pause" }).click();
      await player.getByRole("button", { name: "Play", exact: true }).waitFor();
      await player.getByRole("button", { name: "Close the player" }).click();
      await player.waitFor({ state: "detached" });
      expect(problems).toEqual([]);
      await close();
    });

    it(`says so when a recording does not play, ${how}`, async () => {
      await db().episode.updateMany({
        where: { insights: { some: { id: site.ids.arabic } } },
        data: { enclosureUrl: `${site.web.origin}/no-such-recording.mp3` },
      });
      const { page, close } = await open(`/mine/insights/${site.ids.arabic}`, asAda(way));
      await page.locator("a[data-play]").first().click();
      const alert = page.getByRole("alert").filter({ hasText: "This recording did not play here." });
      await alert.getByRole("link", { name: "Open it at the publisher" }).waitFor();
      await page.getByRole("button", { name: "Close the player" }).click();
      await close();
    });

    it(`passes an insight on as link, text, picture and to an app, ${how}`, async () => {
      const { page, problems, close } = await open(`/insights/${site.ids.insight}`, way);
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      const share = page.getByRole("button", { name: "Share", exact: true });
      const copied = () => page.evaluate(() => navigator.clipboard.readText());
      const address = `${site.web.origin}/insights/${site.ids.insight}`;
      await share.click();
      await page.getByRole("button", { name: "Copy the link" }).click();
      await page.getByText("Copied").waitFor();
      expect(await copied()).toBe(address);
      const openMenu = page.locator(".menu:popover-open");
      await openMenu.waitFor({ state: "detached" });
      await share.click();
      await page.getByRole("button", { name: "Copy as text, with its source" }).click();
      await page.getByText("Copied").waitFor();
      const text = await copied();
      for (const part of ["Grid batteries now undercut", "Tom Ferrer on Grid & Gain, What an evening costs", address])
        expect(text).toContain(part);
      await openMenu.waitFor({ state: "detached" });
      await share.click();
      const [picture] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Save as a picture" }).click(),
      ]);
      expect(picture.suggestedFilename()).toBe(`overheard-${site.ids.insight}.png`);
      expect(
        readFileSync(await picture.path())
          .subarray(1, 4)
          .toString(),
      ).toBe("PNG");
      expect(problems).toEqual([]);
      await close();
      const context = await site.browser.newContext(way);
      await context.addInitScript(() => {
        Object.assign(navigator, { share: async (what: object) => Object.assign(window, { shared: what }) });
      });
      const other = await context.newPage();
      await other.goto(`${site.web.origin}/insights/${site.ids.insight}`);
      await keysAreHeard(other);
      await other.getByRole("button", { name: "Share", exact: true }).click();
      await other.getByRole("button", { name: "Share with an app" }).click();
      expect(await other.evaluate(() => (window as unknown as { shared: object }).shared)).toEqual({
        title: "Grid batteries now undercut gas peakers on a four-hour evening",
        url: address,
      });
      await context.close();
    });

    it(`finds words in a transcript and plays from a sentence, ${how}`, async () => {
      const { page, problems, close } = await open(`/episodes/${site.ids.episode}`, asAda(way));
      await page.getByRole("searchbox", { name: "Find in the transcript" }).fill("coat");
      await page.getByText("1 of 2", { exact: true }).waitFor();
      await page.getByRole("button", { name: "The next one" }).click();
      await page.getByText("2 of 2", { exact: true }).waitFor();
      await page.getByRole("button", { name: "The one before" }).click();
      await page.getByText("1 of 2", { exact: true }).waitFor();
      const along = page.getByRole("button", { name: "Follow along" });
      await along.click();
      expect(await along.getAttribute("aria-pressed")).toBe("false");
      await page.locator(".segment").nth(3).click();
      await page.locator(".segment[data-now]").getByText("Falling cell prices").waitFor();
      expect(problems).toEqual([]);
      await close();
    });
  }

  for (const { how, way } of ways) {
    it(`leads to every part by its links, ${how}`, async () => {
      const { page, problems, close } = await open("/", asAda(way));
      const head = page.getByRole("navigation", { name: "Main" });
      for (const [name, heading] of [
        ["Archive", /^[A-Z][a-z]+ \d{4}$/],
        ["Topics", "Topics"],
        ["Shows", "Shows"],
        ["Search", "Search"],
        ["Saved", "Saved"],
        ["Settings", "Settings"],
      ] as const) {
        await head.getByRole("link", { name, exact: true }).click();
        await page.getByRole("heading", { level: 1, name: heading }).waitFor();
        if (way.javaScriptEnabled) await head.locator("[aria-current=page]").getByText(name, { exact: true }).waitFor();
      }
      await page
        .getByRole("banner")
        .getByRole("link", { name: /heard$/ })
        .click();
      await page.waitForURL(`${site.web.origin}/`);
      expect(problems).toEqual([]);
      await close();
    });

    it(`opens days, takes, reasons and what came close, ${how}`, async () => {
      const { page, problems, close } = await open("/digests", way);
      const day = site.today;
      await page.getByRole("table").locator(`a[href="/digests/${day}"]`).click();
      await page.waitForURL(`**/digests/${day}`);
      await page.getByText("Why it is first").click();
      const factors = await page.locator("article details[open]").textContent();
      expect(factors).toMatch(/Quality× 0\.\d+.*Score/u);
      // Interests of nobody in particular change nothing.
      expect(factors).not.toMatch(/Interests|× 1\.00/u);
      await page.locator("a[rel=prev]").click();
      await page.waitForURL(`**/digests/${site.yesterday}`);
      expect(await page.locator(".reasons").first().textContent()).not.toMatch(/today|yesterday/u);
      await page.locator("a[rel=next]").click();
      await page.waitForURL(`**/digests/${day}`);
      await page.getByRole("link", { name: "Also said on Peak Load" }).click();
      await page.getByRole("heading", { name: "Slow Pulse disagrees" }).waitFor();
      await page.getByText("Three takes on three shows, one disagrees").waitFor();
      await page.getByRole("link", { name: "Slow Pulse disagrees" }).click();
      await page.waitForURL(/#disagree$/);
      await page.getByRole("link", { name: "Tom Ferrer" }).first().click();
      await page.getByRole("heading", { level: 1, name: "Tom Ferrer" }).waitFor();
      await page.getByRole("link", { name: "Grid & Gain" }).first().click();
      await page.getByRole("heading", { level: 1, name: "Grid & Gain" }).waitFor();
      await page.getByRole("link", { name: "Search in this show" }).click();
      await page.waitForURL(`**/search?show=${site.ids.show}`);
      expect(await page.getByLabel("Show").inputValue()).toBe(site.ids.show);
      expect(problems).toEqual([]);
      await close();
    });

    it(`searches and narrows it down, ${how}`, async () => {
      const { page, problems, close } = await open("/search", way);
      await page.getByRole("searchbox").fill("batteries");
      await page.getByRole("button", { name: "Search", exact: true }).click();
      await page.getByRole("heading", { name: "Insights" }).waitFor();
      await page.getByText(/^\w+ insights? and \w+ passages?\.$/u).waitFor();
      expect(await page.locator("mark").first().textContent()).toMatch(/^batter/iu);
      const all = await page.locator("[data-item] h3").count();
      await page.getByText("Narrow it down").click();
      await page.getByLabel("Topic").selectOption(site.topic);
      await page.getByLabel("Kind").selectOption("fact");
      await page.getByLabel("From").fill(site.yesterday);
      await page.getByRole("button", { name: "Search", exact: true }).click();
      await page.waitForURL((url) => url.searchParams.get("topic") === site.topic);
      const narrowed = await page.locator("[data-item] h3").count();
      expect(narrowed).toBeGreaterThan(0);
      expect(narrowed).toBeLessThan(all);
      await page.getByLabel("Kind").selectOption("advice");
      await page.getByRole("button", { name: "Search", exact: true }).click();
      await page.getByText("Nothing like that was said").waitFor();
      await page.getByRole("link", { name: "Search everything" }).click();
      await page.waitForURL((url) => !url.searchParams.has("topic"));
      await page.getByRole("heading", { name: "Insights" }).waitFor();
      expect(problems).toEqual([]);
      await close();
    });

    it(`hides a show and brings it back, ${how}`, async () => {
      const { page, problems, close } = await open(`/insights/${site.ids.insight}`, asAda(way));
      await page.getByRole("button", { name: "More to do with this insight" }).click();
      await page.getByRole("button", { name: "Hide Grid & Gain" }).click();
      const again = { name: "Grid & Gain is hidden: show it again", includeHidden: true };
      await page.getByRole("button", again).waitFor({ state: "attached" });
      await page.goto(`${site.web.origin}/shows/${site.ids.show}`);
      await page.getByRole("button", { name: "Muted", pressed: true }).click();
      await page.getByRole("button", { name: "Mute", exact: true, pressed: false }).waitFor();
      expect(await db().follow.count({ where: { showId: site.ids.show } })).toBe(0);
      expect(problems).toEqual([]);
      await close();
    });

    it(`signs up from the front page with one field, ${how}`, async () => {
      const { page, problems, close } = await open("/", way);
      const email = `${how.replaceAll(" ", "-").toLowerCase()}@example.com`;
      await page.getByLabel("Your email address").fill(email);
      await page.getByRole("button", { name: "Send me tomorrow’s" }).click();
      const answer = page.getByRole("status").getByText(email).first();
      await answer.waitFor();
      const isInSight = () => answer.evaluate((one) => one.getBoundingClientRect().bottom <= innerHeight);
      await expect.poll(isInSight).toBe(true);
      expect(await db().signInRequest.count({ where: { email } })).toBe(1);
      expect(await db().reader.count({ where: { email } })).toBe(0);
      expect(problems).toEqual([]);
      await close();
    });
  }
});
