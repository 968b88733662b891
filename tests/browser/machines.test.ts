import { parseAtomFeed, parseJsonFeed } from "feedsmith";
import type { APIRequestContext, Page } from "playwright-core";
import RssParser from "rss-parser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { digestByDate } from "../../lib/digests/views";
import { type FilledSite, startFilledSite } from "../support/filled-site";
import { openPage } from "../support/look-at";

/** What machines read of a page's head. */
const headOf = (page: Page) =>
  page.evaluate(() => {
    const meta = (name: string) =>
      document.head.querySelector(`meta[property="${name}"], meta[name="${name}"]`)?.getAttribute("content") ?? null;
    const links = (selector: string) =>
      [...document.head.querySelectorAll<HTMLLinkElement>(selector)].map((link) => link.getAttribute("href"));
    return {
      title: document.title,
      heading: document.querySelector("h1")?.textContent ?? "",
      description: meta("description"),
      canonical: links("link[rel=canonical]"),
      feeds: links("link[rel=alternate]"),
      og: {
        title: meta("og:title"),
        description: meta("og:description"),
        url: meta("og:url"),
        site: meta("og:site_name"),
        image: meta("og:image"),
        size: [meta("og:image:width"), meta("og:image:height")],
      },
      card: meta("twitter:card"),
      robots: meta("robots"),
      data: [...document.querySelectorAll('script[type="application/ld+json"]')].map((one) => one.textContent ?? ""),
    };
  });

/** Every address in a sitemap or list of them. Fails where it is no well-formed XML. */
async function addressesIn(page: Page, xml: string): Promise<string[]> {
  const read = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, "application/xml");
    const error = parsed.querySelector("parsererror");
    return error ? error.textContent : [...parsed.querySelectorAll("loc")].map((loc) => loc.textContent ?? "");
  }, xml);
  if (!Array.isArray(read)) throw new Error(`This is no XML: ${read}`);
  return read;
}

describe("what machines read of the pages", () => {
  let site: FilledSite;
  let request: APIRequestContext;
  let origin: string;
  let headlines: string[];

  beforeAll(async () => {
    site = await startFilledSite();
    ({ request } = await site.browser.newContext());
    ({ origin } = site.web);
    const digest = await digestByDate(site.installation.workplace.context.db, site.today);
    headlines = (digest?.items ?? []).map(({ take }) => take.headline);
    expect(headlines).toHaveLength(5);
  });
  afterAll(() => site?.stop());

  const pages = (): [path: string, hasPicture: boolean, hasData: boolean][] => [
    ["/", true, true],
    [`/digests/${site.yesterday}`, true, true],
    [`/insights/${site.ids.insight}`, true, true],
    [`/insights/${site.ids.arabic}`, true, true],
    [`/insights/${site.ids.long}`, true, true],
    [`/stories/${site.ids.story}`, true, true],
    ["/digests", false, false],
    ["/shows", false, false],
    [`/shows/${site.ids.show}`, false, false],
    ["/topics", false, false],
    [`/topics/${site.topic}`, false, false],
    [`/people/${site.person}`, false, false],
  ];

  it("names each public page: its one address, its title, what it is about, its feeds, its picture", async () => {
    const titles = new Set<string>();
    const pictures = new Set<string>();
    for (const [path, hasPicture] of pages()) {
      const { page, close } = await openPage(site.browser, `${origin}${path}?utm_source=elsewhere`);
      const head = await headOf(page);
      const own = path === "/" ? [origin, `${origin}/`] : [origin + path];
      expect(head.canonical, path).toHaveLength(1);
      expect(own, path).toContain(head.canonical[0]);
      expect(own, path).toContain(head.og.url);
      expect(head.feeds, path).toEqual([`${origin}/feed.xml`, `${origin}/feed.json`]);
      expect(titles, path).not.toContain(head.title);
      titles.add(head.title);
      expect(head.title, path).toContain("Overheard");
      expect(head.title, path).toContain(head.og.title);
      expect(head.description?.length, path).toBeGreaterThan(20);
      expect(head.description?.length, path).toBeLessThanOrEqual(210);
      expect([head.og.description, head.og.site], path).toEqual([head.description, "Overheard"]);
      expect(head.robots, path).toBeNull();
      expect(head.card, path).toBe(hasPicture ? "summary_large_image" : "summary");
      expect(head.og.image !== null, path).toBe(hasPicture);
      if (head.og.image) {
        expect(head.og.size, path).toEqual(["1200", "630"]);
        pictures.add(head.og.image);
      }
      await close();
    }
    for (const address of pictures) {
      const picture = await request.get(address);
      expect([picture.status(), picture.headers()["content-type"]], address).toEqual([200, "image/png"]);
      const bytes = await picture.body();
      expect(bytes.subarray(1, 4).toString(), address).toBe("PNG");
      expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], address).toEqual([1200, 630]);
    }
    expect(pictures.size).toBeGreaterThan(3);
  });

  it("describes what stands on a page as schema.org does, in the words that stand there", async () => {
    for (const [path, , hasData] of pages()) {
      const { page, close } = await openPage(site.browser, origin + path);
      const { data, heading, canonical } = await headOf(page);
      expect(data.length, path).toBe(hasData ? 1 : 0);
      if (!hasData) {
        await close();
        continue;
      }
      const described = JSON.parse(data[0] ?? "");
      expect(described["@context"], path).toBe("https://schema.org");
      if (path.startsWith("/insights/")) {
        const text = (await page.getByRole("main").textContent()) ?? "";
        expect(described).toMatchObject({ "@type": "Quotation", name: heading, url: canonical[0] });
        expect(text).toContain(described.text);
        expect(text).toContain(described.creator.name);
        expect(text).toContain(described.isPartOf.name);
        expect(text).toContain(described.isPartOf.partOfSeries.name);
        expect(Number.isNaN(Date.parse(described.datePublished))).toBe(false);
      } else {
        const listed = described.itemListElement as { position: number; name: string; url: string }[];
        expect(described, path).toMatchObject({ "@type": "ItemList", name: heading, numberOfItems: listed.length });
        expect(listed.map(({ position }) => position)).toEqual(listed.map((_, at) => at + 1));
        for (const { name, url } of listed) {
          // A story's own headline stands above, and is not repeated.
          expect(await page.locator(`main a[href="${new URL(url).pathname}"]`).count(), url).toBeGreaterThan(0);
          expect(await page.getByRole("main").textContent()).toContain(name);
        }
      }
      await close();
    }
  });

  it("keeps what is one reader's, or was withdrawn, from search engines", async () => {
    for (const [path, reader] of [
      [`/insights/${site.ids.withdrawn}`, undefined],
      ["/search?q=batteries", undefined],
      ["/signin", undefined],
      ["/saved", site.ada],
      ["/settings", site.ada],
      ["/admin", site.operator],
    ] as const) {
      const { page, close } = await openPage(site.browser, origin + path, reader ? { cookie: reader.cookie } : {});
      expect((await headOf(page)).robots, path).toContain("noindex");
      await close();
    }
    const episode = await request.get(`${origin}/episodes/${site.ids.episode}`);
    expect(episode.headers()["x-robots-tag"]).toBe("noindex");
  });

  it("feeds readers of both formats with all five in full, everybody's and a reader's own", async () => {
    const { feedToken } = await site.installation.workplace.context.db.reader.findUniqueOrThrow({
      where: { id: site.ada.id },
    });
    for (const [path, own] of [
      ["/feed", false],
      [`/feed/${feedToken}`, true],
    ] as const) {
      const atom = await (await request.get(`${origin}${path}.xml`)).text();
      const parsed = parseAtomFeed(atom);
      expect(parsed.links?.find(({ rel }) => rel === "self")?.href).toBe(`${origin}${path}.xml`);
      const byOther = await new RssParser().parseString(atom);
      expect(byOther.items.map(({ title }) => title)).toEqual(parsed.entries?.map(({ title }) => title?.value));
      const json = await request.get(`${origin}${path}.json`);
      expect(json.headers()["content-type"]).toContain("application/feed+json");
      const feed = parseJsonFeed(await json.text());
      expect(feed.feed_url).toBe(`${origin}${path}.json`);
      expect(feed.items?.length).toBe(parsed.entries?.length);
      const [entry] = parsed.entries ?? [];
      const [item] = feed.items ?? [];
      expect(item?.content_html).toBe(entry?.content?.value);
      const { page, close } = await openPage(site.browser, `${origin}/`);
      const shown = await page.evaluate((html) => {
        const parsedHtml = new DOMParser().parseFromString(html, "text/html");
        return {
          headlines: [...parsedHtml.querySelectorAll("h2")].map((one) => one.textContent),
          quotes: parsedHtml.querySelectorAll("blockquote").length,
          scripts: parsedHtml.querySelectorAll("script, img, [onerror]").length,
          relative: [...parsedHtml.querySelectorAll("a")].filter((a) => !/^https?:/u.test(a.getAttribute("href") ?? ""))
            .length,
        };
      }, item?.content_html ?? "");
      if (own) expect(headlines).toEqual(expect.arrayContaining(shown.headlines));
      else expect(shown.headlines).toEqual(headlines);
      expect(shown).toMatchObject({ quotes: shown.headlines.length, scripts: 0, relative: 0 });
      const link = new URL(item?.url ?? "");
      const who: Record<string, string> = own ? { cookie: `${site.ada.cookie.name}=${site.ada.cookie.value}` } : {};
      expect((await request.get(link.href, { headers: who })).status()).toBe(200);
      await close();
    }
  });

  it("lists every public page in the sitemap that robots.txt names, each of which is there", async () => {
    const robots = await (await request.get(`${origin}/robots.txt`)).text();
    expect(robots).toMatch(/^User-Agent: \*$/mu);
    for (const path of ["/api/", "/search", "/saved", "/settings", "/admin", "/signin", "/feed/"])
      expect(robots).toContain(`Disallow: ${path}`);
    const [, sitemap = ""] = /^Sitemap: (\S+)$/mu.exec(robots) ?? [];
    expect(sitemap).toBe(`${origin}/sitemap.xml`);
    const { page, close } = await openPage(site.browser, `${origin}/`);
    const listed: string[] = [];
    for (const part of await addressesIn(page, await (await request.get(sitemap)).text()))
      listed.push(...(await addressesIn(page, await (await request.get(part)).text())));
    await close();
    expect(new Set(listed).size).toBe(listed.length);
    const { ids, today, yesterday, topic } = site;
    for (const path of ["/", "/digests", "/shows", "/topics", `/topics/${topic}`, `/digests/${today}`])
      expect(listed).toContain(origin + path);
    for (const path of [`/digests/${yesterday}`, `/insights/${ids.insight}`, `/stories/${ids.story}`])
      expect(listed).toContain(origin + path);
    expect(listed.filter((url) => /episodes|withdrawn|saved|settings|admin|signin|search/u.test(url))).toEqual([]);
    expect(listed).not.toContain(`${origin}/insights/${ids.withdrawn}`);
    for (const url of listed) expect((await request.get(url)).status(), url).toBe(200);
  });
});
