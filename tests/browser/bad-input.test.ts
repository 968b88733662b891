import { createServer, connect as openSocket, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FilledSite, startFilledSite } from "../support/filled-site";
import { openPage } from "../support/look-at";
import { startWeb, type TestWeb } from "../support/test-web";
import { hostile } from "../support/told-library";

const insides = /postgres|ECONNREFUSED|prisma|node_modules|\bat \w+ \(/i;

/** Stands between the pages and their database, and can be cut. */
async function startWire(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let isCut = false;
  const server: Server = createServer((near) => {
    if (isCut) return near.destroy();
    const far = openSocket(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
  return {
    url: url.href,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      isCut = false;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe("what nobody should send", () => {
  let site: FilledSite;
  let wire: Awaited<ReturnType<typeof startWire>>;
  let wired: TestWeb;

  beforeAll(async () => {
    site = await startFilledSite();
    wire = await startWire(site.installation.workplace.url);
    wired = await startWeb(site.installation.settings, wire.url);
  });
  afterAll(async () => {
    await wired?.stop();
    await wire?.stop();
    await site?.stop();
  });

  const long = "x".repeat(10_000);
  type Asked = [path: string, who?: "ada" | "operator"];
  /** Every field that a page is asked by, each alone: all together they would be longer than a server reads. */
  const fields: Asked[] = [
    ...["q", "topic", "kind", "show", "from", "to", "page", "exact"].map((name): Asked => [`/search?q=grid&${name}=`]),
    ...["q", "page"].map((name): Asked => [`/shows?${name}=`]),
    ["/?"],
    ...["next", "link", "account", "email"].map((name): Asked => [`/signin?${name}=`]),
    ...["t", "wish", "done"].map((name): Asked => [`/unsubscribe?${name}=`]),
    ...["t", "say", "done"].map((name): Asked => [`/feedback?${name}=`]),
    ...["q", "page"].map((name): Asked => [`/saved?${name}=`, "ada"]),
    ["/welcome?step=", "ada"],
    ...["code", "added", "known"].map((name): Asked => [`/setup?${name}=`, "operator"]),
    ...["stage", "page"].map((name): Asked => [`/admin/episodes?${name}=`, "operator"]),
    ["/admin/feeds?sort=", "operator"],
    ["/admin/refused?reason=", "operator"],
    ...["q", "state", "date", "sort", "page"].map((name): Asked => [`/admin/mail?${name}=`, "operator"]),
  ];

  it.each([
    ["markup", hostile],
    ["10,000 characters", long],
    ["what no text may hold", "\u0000\u0007\u202e\ud83d"],
    ["numbers out of reach", "99999999999999999999"],
    ["less than nothing", "-1"],
    ["a template and a path", "{{7*7}}../../etc/passwd"],
  ])("is passed over in every question of an address: %s", async (_, words) => {
    for (const [path, who] of fields) {
      const cookie = who ? `${site[who].cookie.name}=${site[who].cookie.value}` : "";
      const address = site.web.origin + path + encodeURIComponent(words.toWellFormed());
      const response = await fetch(address, { headers: cookie ? { cookie } : {} });
      expect(response.status, path).toBe(200);
      const html = await response.text();
      expect(html.match(/<h1[ >]/g), path).toHaveLength(1);
      expect(html, path).not.toMatch(insides);
      expect(html, path).not.toContain("<script>window.broken");
    }
  });

  it("does not run in the fields that show it again", async () => {
    for (const [path, who] of fields.filter(([path]) => /[?&](?:q|next|email|code)=$/u.test(path))) {
      const cookie = who ? { cookie: site[who].cookie } : {};
      const { page, problems, close } = await openPage(
        site.browser,
        site.web.origin + path + encodeURIComponent(hostile),
        cookie,
      );
      expect(await page.evaluate(() => "broken" in window), path).toBe(false);
      expect(problems, path).toEqual([]);
      await close();
    }
  });

  it("is no page where an address could be nobody's", async () => {
    for (const place of ["insights", "stories", "episodes", "shows", "topics", "people", "digests", "feed", "signin"])
      for (const name of [long.slice(0, 4_000), "%00", "%E0%A4%A", "..%2f..%2fetc%2fpasswd", "'%20OR%201=1--", "0"]) {
        const response = await fetch(`${site.web.origin}/${place}/${name}`, { redirect: "manual" });
        const path = `/${place}/${name.slice(0, 40)}`;
        // A link to sign in that does not work is said in a page of its own.
        expect(place === "signin" ? [200, 307, 400, 404] : [400, 404], path).toContain(response.status);
        expect(await response.text(), path).not.toMatch(insides);
      }
  });

  it("leads nobody elsewhere after signing in", async () => {
    for (const next of ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"]) {
      const { page, close } = await openPage(
        site.browser,
        `${site.web.origin}/signin?${new URLSearchParams({ next })}`,
      );
      expect(await page.content(), next).not.toMatch(/(?:href|value|action)="[^"]*evil\.example/);
      await close();
    }
  });

  it("meets a sentence while the database is away, and nothing is half done; then goes on by itself", async () => {
    const { db } = site.installation.workplace.context;
    await db.savedInsight.deleteMany({ where: { readerId: site.bob.id } });
    const insight = `/insights/${site.ids.chinese}`;
    const { page, close } = await openPage(site.browser, wired.origin + insight, { cookie: site.bob.cookie });
    wire.cut();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("alert").getByText("That did not work, and nothing was changed.").waitFor();
    const lost = await fetch(`${wired.origin}/search?q=grid`);
    expect(lost.status).toBeGreaterThanOrEqual(500);
    expect(await lost.text()).not.toMatch(insides);
    expect((await fetch(`${wired.origin}/api/health`)).status).toBe(503);
    wire.mend();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Saved", pressed: true }).waitFor();
    expect(await db.savedInsight.count({ where: { readerId: site.bob.id } })).toBe(1);
    expect((await fetch(`${wired.origin}/search?q=grid`)).status).toBe(200);
    expect((await fetch(`${wired.origin}/api/health`)).status).not.toBe(500);
    await close();
  });
});
