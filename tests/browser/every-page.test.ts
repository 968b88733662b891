import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeLink } from "../../lib/accounts/link";
import { type MailToken, signMailToken } from "../../lib/delivery/mail-token";
import { type FilledSite, startFilledSite } from "../support/filled-site";
import { faultsEverywhere, openPage } from "../support/look-at";

/** What the web server of a test signs its links with; see test-web.ts. */
const secret = "the secret of a test";
const nobody = "00000000-0000-4000-8000-000000000000";
let site: FilledSite;

beforeAll(async () => {
  site = await startFilledSite();
});
afterAll(() => site?.stop());

const sign = (token: MailToken) => signMailToken(secret, token);
const link = (email: string) =>
  makeLink(
    site.installation.workplace.context.db,
    { ...site.installation.env, AUTH_SECRET: secret, APP_URL: site.web.origin },
    email,
  );

type Who = "visitor" | "ada" | "newcomer" | "operator";
/** A page, whom it is looked at as, and by which address: [name, its file below app/, who, address, status]. */
const pages: [name: string, route: string, who: Who[], address: () => string | Promise<string>, status?: number][] = [
  ["today", "/front/[edition]", ["visitor"], () => "/"],
  ["today", "/mine", ["ada", "newcomer", "operator"], () => "/"],
  ["day", "/digests/[date]", ["visitor"], () => `/digests/${site.yesterday}`],
  ["day", "/mine/digests/[date]", ["ada"], () => `/digests/${site.today}?edition=own`],
  ["day-to-come", "/mine/digests/[date]", ["ada"], () => `/digests/${dayAfter(site.today)}`],
  ["insight", "/insights/[id]", ["visitor"], () => `/insights/${site.ids.insight}`],
  ["insight", "/mine/insights/[id]", ["ada"], () => `/insights/${site.ids.insight}`],
  ["insight-dissent", "/insights/[id]", ["visitor"], () => `/insights/${site.ids.dissent}`],
  ["insight-arabic", "/mine/insights/[id]", ["ada"], () => `/insights/${site.ids.arabic}`],
  ["insight-chinese", "/insights/[id]", ["visitor"], () => `/insights/${site.ids.chinese}`],
  ["insight-long", "/mine/insights/[id]", ["ada"], () => `/insights/${site.ids.long}`],
  ["withdrawn", "/insights/[id]", ["visitor", "ada"], () => `/insights/${site.ids.withdrawn}`],
  ["story", "/stories/[id]", ["visitor"], () => `/stories/${site.ids.story}`],
  ["story", "/mine/stories/[id]", ["ada"], () => `/stories/${site.ids.story}`],
  ["episode", "/episodes/[id]", ["visitor", "ada"], () => `/episodes/${site.ids.episode}`],
  ["episode-waiting", "/episodes/[id]", ["ada", "operator"], () => `/episodes/${site.ids.waitingEpisode}`],
  ["archive", "/front/[edition]/digests", ["visitor"], () => "/digests"],
  ["archive", "/mine/digests", ["ada"], () => "/digests"],
  ["shows", "/front/[edition]/shows", ["visitor"], () => "/shows"],
  ["shows", "/mine/shows", ["ada", "operator"], () => "/shows"],
  ["show", "/shows/[id]", ["visitor"], () => `/shows/${site.ids.show}`],
  ["show", "/mine/shows/[id]", ["ada", "operator"], () => `/shows/${site.ids.show}`],
  ["topics", "/front/[edition]/topics", ["visitor"], () => "/topics"],
  ["topics", "/mine/topics", ["ada"], () => "/topics"],
  ["topic", "/topics/[slug]", ["visitor"], () => `/topics/${site.topic}`],
  ["topic", "/mine/topics/[slug]", ["ada"], () => `/topics/${site.topic}`],
  ["person", "/people/[slug]", ["visitor"], () => `/people/${site.person}`],
  ["person", "/mine/people/[slug]", ["ada"], () => `/people/${site.person}`],
  ["search", "/search", ["visitor", "ada"], () => "/search?q=batteries"],
  ["search-hints", "/search", ["visitor"], () => "/search"],
  ["search-nothing", "/search", ["ada"], () => "/search?q=submarines&kind=fact"],
  ["signin", "/signin", ["visitor", "ada"], () => "/signin"],
  ["link", "/signin/[token]", ["visitor"], () => link("new@example.com")],
  ["saved", "/saved", ["ada"], () => "/saved"],
  ["saved-nothing", "/saved", ["operator"], () => "/saved"],
  ["saved-not-found", "/saved", ["ada"], () => "/saved?q=submarines"],
  ["settings", "/settings", ["ada", "operator"], () => "/settings"],
  ["welcome", "/welcome", ["newcomer"], () => "/welcome"],
  ["welcome-shows", "/welcome", ["newcomer"], () => "/welcome?step=2"],
  ["welcome-hour", "/welcome", ["newcomer"], () => "/welcome?step=3"],
  [
    "unsubscribe",
    "/unsubscribe",
    ["visitor"],
    () => `/unsubscribe?t=${sign({ purpose: "leave", readerId: site.ada.id })}`,
  ],
  [
    "feedback",
    "/feedback",
    ["visitor"],
    () => `/feedback?t=${sign({ purpose: "feedback", readerId: site.ada.id, insightId: site.ids.long })}&say=more`,
  ],
  ["nothing", "/not-found", ["visitor", "ada"], () => "/nothing-here", 404],
  ["nobodys", "/mine/missing", ["visitor", "ada"], () => `/shows/${nobody}`, 404],
  ["admin-for-readers", "/not-found", ["ada"], () => "/admin", 404],
  ["unavailable", "/unavailable", ["visitor", "ada"], () => "/unavailable"],
  ["setup", "/setup", ["operator"], () => "/setup"],
  ["admin", "/admin", ["operator"], () => "/admin"],
  ["admin-feeds", "/admin/feeds", ["operator"], () => "/admin/feeds"],
  ["admin-feed", "/admin/feeds/[id]", ["operator"], () => `/admin/feeds/${site.ids.show}`],
  ["admin-episodes", "/admin/episodes", ["operator"], () => "/admin/episodes"],
  ["admin-refused", "/admin/refused", ["operator"], () => "/admin/refused"],
  ["admin-reports", "/admin/reports", ["operator"], () => "/admin/reports"],
  ["admin-people", "/admin/people", ["operator"], () => "/admin/people"],
  ["admin-mail", "/admin/mail", ["operator"], () => "/admin/mail"],
  ["admin-email", "/admin/mail/deliveries/[id]", ["operator"], () => `/admin/mail/deliveries/${site.ids.delivery}`],
  ["admin-settings", "/admin/settings", ["operator"], () => "/admin/settings"],
];

const dayAfter = (date: string) => new Date(Date.parse(date) + 24 * 3600_000).toISOString().slice(0, 10);

it("keeps its policy where a browser asks whether its copy is still good", async () => {
  const { request } = await site.browser.newContext();
  const { insight, story } = site.ids;
  for (const path of ["/", `/digests/${site.yesterday}`, `/insights/${insight}`, `/stories/${story}`]) {
    const { etag = "" } = (await request.get(site.web.origin + path)).headers();
    const again = await request.get(site.web.origin + path, { headers: { "if-none-match": etag } });
    // What such an answer says of a policy would replace that of the copy.
    expect([again.status(), again.headers()["content-security-policy"]], path).toEqual([304, undefined]);
  }
});

it("are all of them looked at", () => {
  const folder = join(import.meta.dirname, "../../app");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    /(?:^|\/)page\.tsx$/u.test(file),
  );
  const routes = files.map((file) => `/${file.replace(/\/?page\.tsx$/u, "")}`);
  expect([...new Set(pages.map(([, route]) => route)), "/not-found"].sort()).toEqual(
    expect.arrayContaining(routes.sort()),
  );
});

for (const [name, , everybody, address, wanted = 200] of pages)
  for (const who of everybody)
    it(`shows ${name} to ${who} without a fault, on phone and desktop, light and dark`, async () => {
      const path = await address();
      const reader = { visitor: undefined, ada: site.ada, newcomer: site.bob, operator: site.operator }[who];
      const url = path.startsWith("http") ? path : site.web.origin + path;
      const options = reader ? { cookie: reader.cookie } : {};
      const { page, status, problems, close } = await openPage(site.browser, url, options);
      expect(status).toBe(wanted);
      expect([...(await faultsEverywhere(page, `${name}-${who}`)), ...problems]).toEqual([]);
      expect(await page.evaluate(() => "broken" in window), "ran what a feed wrote").toBe(false);
      expect(await page.locator("a[href^='javascript']").count()).toBe(0);
      await close();
    });
