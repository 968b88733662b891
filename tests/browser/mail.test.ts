import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeLink } from "../../lib/accounts/link";
import { deliverMail } from "../../lib/delivery/deliver-mail";
import { type MailToken, signMailToken } from "../../lib/delivery/mail-token";
import { listOutbox, readOutboxMail } from "../../lib/mail/outbox";
import { faultsEverywhere, faultsOf, openPage, ways } from "../support/look-at";
import { addPlacedInsights, addReaders } from "../support/mail-readers";
import { startInstallation, type TestInstallation } from "../support/test-pipeline";
import { signInReader } from "../support/test-readers";
import { startSite, type TestSite } from "../support/test-site";
import type { TestWeb } from "../support/test-web";

/** What the web server of a test signs its links with; see test-web.ts. */
const secret = "the secret of a test";
const nobody = "00000000-0000-4000-8000-000000000000";

describe("the pages that an email’s links open", () => {
  let installation: TestInstallation;
  let site: TestSite | undefined;
  let web: TestWeb;
  let browser: Browser;
  let readerId: string;
  let insightIds: string[];
  const db = () => installation.workplace.context.db;
  const env = () => ({ ...installation.env, APP_URL: web.origin, AUTH_SECRET: secret });
  const sign = (token: MailToken) => signMailToken(secret, token);
  const leaving = () => sign({ purpose: "leave", readerId });
  const feedback = (n = 0) => sign({ purpose: "feedback", readerId, insightId: insightIds[n] ?? "" });
  const open = (path: string, options: Parameters<typeof openPage>[2] = {}) =>
    openPage(browser, path.startsWith("http") ? path : web.origin + path, options);
  const reader = () => db().reader.findUniqueOrThrow({ where: { id: readerId } });

  /** All that a link of an email could change. */
  const standing = async () =>
    JSON.stringify([
      await db().reader.findMany({ orderBy: { id: "asc" }, omit: { updatedAt: true } }),
      await db().reaction.findMany(),
      await db().suppression.findMany(),
      await db().session.count(),
      await db().verification.findMany(),
      await db().signInRequest.count(),
      await db().savedInsight.count(),
    ]);

  beforeAll(async () => {
    installation = await startInstallation({ DIGEST_RECIPIENTS: "" });
    insightIds = await addPlacedInsights(db(), new Date(Date.now() - 600_000));
    [readerId = ""] = await addReaders(db(), [{ email: "ruth@example.com" }]);
    site = await startSite(installation);
    ({ web, browser } = site);
  });
  afterAll(() => (site ?? installation).stop());
  beforeEach(async () => {
    await db().reaction.deleteMany();
    await db().suppression.deleteMany();
    await db().reader.update({
      where: { id: readerId },
      data: { unsubscribedAt: null, pausedUntil: null, pauseReason: null, emailDays: [1, 2, 3, 4, 5, 6, 7] },
    });
  });

  it("are there for every link of a sent email, and opening them changes nothing", async () => {
    const from = new Date();
    from.setUTCMinutes(0, 0, 0);
    await db().reader.update({ where: { id: readerId }, data: { emailHour: from.getUTCHours(), timeZone: "UTC" } });
    await db().reader.update({ where: { id: readerId }, data: { scheduleFrom: from } });
    await deliverMail({ ...installation.workplace.context, env: env() });
    const [sent] = await listOutbox(installation.env, 10);
    expect(sent?.to).toBe("ruth@example.com");
    const { html = "", text = "" } = (await readOutboxMail(installation.env, sent?.name ?? "")) ?? {};
    const inHtml = [...html.matchAll(/href="([^"]+)"/gu)].map(([, url = ""]) => url.replaceAll("&amp;", "&"));
    const inText = text.match(/https?:\/\/\S+/gu) ?? [];
    const links = [...new Set([...inHtml, ...inText])];
    expect(links.every((url) => url.startsWith(web.origin))).toBe(true);
    const kinds = new Set(links.map((url) => new URL(url).pathname.split("/")[1]));
    expect([...kinds].sort()).toEqual(["", "digests", "feedback", "insights", "settings", "shows", "unsubscribe"]);
    expect(links.filter((url) => url.includes("/feedback?"))).toHaveLength(10);

    const before = await standing();
    for (const url of links) {
      for (const method of ["HEAD", "GET"]) expect((await fetch(url, { method })).status, url).toBe(200);
      const { page, problems, close } = await open(url);
      await page.waitForLoadState("networkidle");
      expect([...(await faultsOf(page, "linked")), ...problems], url).toEqual([]);
      await close();
    }
    expect(await standing()).toBe(before);

    // Everybody's five of that date are not there; the reader's own are, for them alone.
    const day = links.find((url) => url.includes("/digests/")) ?? "";
    const visitor = await open(day);
    await visitor.page.getByRole("heading", { level: 1, name: /is still to come$/ }).waitFor();
    await visitor.close();
    const { cookie } = await signInReader({ ...installation, env: env() }, "ruth@example.com");
    const own = await open(day, { cookie });
    await own.page.getByText("These were chosen for you.").waitFor();
    await own.page.getByRole("heading", { name: /^Harbour number 1/ }).waitFor();
    await own.close();
    await db().session.deleteMany();
  });

  for (const { how, way } of ways) {
    it(`let a reader have fewer, pause, leave and come back without signing in, ${how}`, async () => {
      const { page, problems, close } = await open(`/unsubscribe?t=${leaving()}`, way);
      const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
      const says = (text: string) => page.getByRole("status").getByText(text).waitFor();
      await page.getByRole("heading", { name: "Leave the morning email?" }).waitFor();
      await press("Only on weekdays");
      await page.getByRole("heading", { name: "Your morning email comes on weekdays" }).waitFor();
      await says("on weekdays");
      expect((await reader()).emailDays).toEqual([1, 2, 3, 4, 5]);
      await press("Only on Saturdays");
      await says("on Saturdays");
      expect((await reader()).emailDays).toEqual([6]);
      await press("On every day again");
      await page.getByRole("heading", { name: "Your morning email comes every day" }).waitFor();
      expect((await reader()).emailDays).toEqual([1, 2, 3, 4, 5, 6, 7]);
      await press("Pause for a month");
      await page.getByRole("heading", { name: "Your mail is paused" }).waitFor();
      const days = (((await reader()).pausedUntil?.getTime() ?? 0) - Date.now()) / 86_400_000;
      expect(days).toBeGreaterThan(29.9);
      expect(days).toBeLessThanOrEqual(30);
      await press("Send it again from tomorrow");
      await page.getByRole("heading", { name: "Your morning email comes again" }).waitFor();
      expect((await reader()).pausedUntil).toBeNull();
      await press("Unsubscribe");
      await page.getByRole("heading", { name: "You are unsubscribed" }).waitFor();
      expect((await reader()).unsubscribedAt).not.toBeNull();
      await press("Send it again");
      await page.getByRole("heading", { name: "Your morning email comes again" }).waitFor();
      expect((await reader()).unsubscribedAt).toBeNull();

      await page.goto(`${web.origin}/unsubscribe?wish=pause&t=${leaving()}`);
      await page.getByRole("heading", { name: "Pause the morning email?" }).waitFor();
      await press("Pause for a week");
      await page.getByRole("heading", { name: "Your mail is paused" }).waitFor();
      expect((await reader()).pausedUntil).not.toBeNull();
      expect(problems).toEqual([]);
      await close();
    });

    it(`let an address without an account leave and come back, ${how}`, async () => {
      const token = sign({ purpose: "leave-address", address: "list@example.com" });
      const { page, problems, close } = await open(`/unsubscribe?t=${token}`, way);
      expect(await page.getByRole("button").allInnerTexts()).toContain("Unsubscribe");
      expect(await page.getByRole("button", { name: /pause|only on/i }).count()).toBe(0);
      await page.getByRole("button", { name: "Unsubscribe" }).click();
      await page.getByRole("heading", { name: "You are unsubscribed" }).waitFor();
      expect(await db().suppression.findMany()).toMatchObject([{ address: "list@example.com" }]);
      await page.getByRole("button", { name: "Send it again" }).click();
      await page.getByRole("heading", { name: "Your morning email comes again" }).waitFor();
      expect(await db().suppression.count()).toBe(0);
      expect(problems).toEqual([]);
      await close();
    });

    it(`ask before they note more or less of an insight, and take it back, ${how}`, async () => {
      const { page, problems, close } = await open(`/feedback?t=${feedback()}&say=less`, way);
      const said = () => db().reaction.findMany({ select: { readerId: true, insightId: true, kind: true } });
      await page.getByRole("heading", { name: "Less like this?" }).waitFor();
      await page.getByRole("link", { name: /^Harbour number 1/ }).waitFor();
      expect(await said()).toEqual([]);
      await page.getByRole("button", { name: "Less like this" }).click();
      await page.getByRole("status").getByText("your five lean away from").waitFor();
      expect(await said()).toEqual([{ readerId, insightId: insightIds[0], kind: "less" }]);
      await page.getByRole("button", { name: "Take it back" }).click();
      await page.getByRole("status").getByText("Taken back.").waitFor();
      expect(await said()).toEqual([]);
      await page.getByRole("button", { name: "No, more" }).click();
      await page.getByRole("status").getByText("your five lean towards").waitFor();
      expect(await said()).toEqual([{ readerId, insightId: insightIds[0], kind: "more" }]);
      expect(problems).toEqual([]);
      await close();
    });
  }

  it("do nothing by a link that is forged, of another purpose, or of somebody who has gone", async () => {
    const before = await standing();
    const forged = signMailToken("another secret", { purpose: "leave", readerId });
    for (const token of [
      "",
      "nonsense",
      "a".repeat(2_000),
      forged,
      leaving().slice(0, -1),
      leaving().replace(/^l/u, "a"),
      feedback(),
      sign({ purpose: "leave", readerId: nobody }),
    ]) {
      const { page, close } = await open(`/unsubscribe?t=${token}&wish=pause&done=unsubscribe`);
      await page.getByRole("heading", { name: "This link is not complete" }).waitFor();
      expect(await page.getByRole("main").getByRole("button").count(), token).toBe(0);
      await close();
    }
    const forgedFeedback = signMailToken("another secret", {
      purpose: "feedback",
      readerId,
      insightId: insightIds[0] ?? "",
    });
    const ofNothing = sign({ purpose: "feedback", readerId, insightId: nobody });
    for (const token of ["", "nonsense", forgedFeedback, leaving(), ofNothing]) {
      const { page, close } = await open(`/feedback?t=${token}&say=more&done=noted`);
      await page.getByRole("heading", { name: "This is no longer here" }).waitFor();
      expect(await page.getByRole("main").getByRole("button").count(), token).toBe(0);
      await close();
    }
    // A reader who has gone can still open the page of an insight that is there; saying something is of no use.
    const gone = sign({ purpose: "feedback", readerId: nobody, insightId: insightIds[0] ?? "" });
    const { page, close } = await open(`/feedback?t=${gone}&say=more`);
    await page.getByRole("button", { name: "More like this" }).click();
    await page.getByRole("heading", { name: "This is no longer here" }).waitFor();
    await close();
    expect(await standing()).toBe(before);
  });

  it("let mail programs unsubscribe by one post, without cookies, a browser or an origin of ours", async () => {
    const post = (token: string, headers: Record<string, string> = {}) =>
      fetch(`${web.origin}/unsubscribe/one-click?t=${token}`, {
        method: "POST",
        redirect: "manual",
        headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
        body: "List-Unsubscribe=One-Click",
      });
    for (const token of ["", feedback(), signMailToken("another secret", { purpose: "leave", readerId })])
      expect((await post(token)).status).toBe(400);
    expect((await reader()).unsubscribedAt).toBeNull();
    const answer = await post(leaving(), { origin: "https://mail.example", "sec-fetch-site": "cross-site" });
    expect([answer.status, await answer.text()]).toEqual([200, "You are unsubscribed."]);
    const at = (await reader()).unsubscribedAt;
    expect(at).not.toBeNull();
    expect((await post(leaving())).status).toBe(200);
    // For those who open it in a browser instead: a page that says how it stands.
    const { page, close } = await open(`/unsubscribe/one-click?t=${leaving()}`);
    await page.getByRole("heading", { name: "You are unsubscribed" }).waitFor();
    await close();
  });

  it("say that a link to sign in has ended, or was cut short, and offer another", async () => {
    const url = await makeLink(db(), env(), "late@example.com");
    await db().verification.updateMany({ data: { expiresAt: new Date(Date.now() - 1_000) } });
    for (const address of [url, url.slice(0, -3), `${web.origin}/signin/${"x".repeat(32)}`]) {
      const { page, close } = await open(address);
      await page.getByRole("heading", { name: "This link no longer works" }).waitFor();
      await page.getByRole("button", { name: "Send me the link" }).waitFor();
      await close();
    }
    expect(await db().reader.count({ where: { email: "late@example.com" } })).toBe(0);
  });

  it("say of an insight that was withdrawn, or is gone, why", async () => {
    const id = insightIds[4] ?? "";
    await db().insight.update({
      where: { id },
      data: { retractedAt: new Date(), retractionNote: "She said nine years, not nineteen." },
    });
    const until = Date.now() + 20_000;
    while ((await (await fetch(`${web.origin}/insights/${id}`)).text()).includes("Harbour number 5 scrapped")) {
      if (Date.now() > until) throw new Error("The page still shows what was withdrawn.");
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const { page, close } = await open(`/insights/${id}`);
    await page.getByText("She said nine years, not nineteen.").waitFor();
    expect(await page.getByText("Harbour number 5 scrapped").count()).toBe(0);
    await page.goto(`${web.origin}/feedback?t=${feedback(4)}&say=more`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await page.getByText("Harbour number 5 scrapped").count()).toBe(0);
    expect((await page.goto(`${web.origin}/insights/${nobody}`))?.status()).toBe(404);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await close();
  });

  it("look right in every state, on phone and desktop, light and dark", async () => {
    const list = sign({ purpose: "leave-address", address: `${"a-very-long-name-".repeat(3)}@example.com` });
    const longest = "Untersuchungskommissionsmitglieder ".repeat(6).trim();
    await db().insight.update({ where: { id: insightIds[2] ?? "" }, data: { headline: longest } });
    const arabic = "المقاهي في المدينة تفتح قبل الفجر بساعتين";
    await db().insight.update({ where: { id: insightIds[3] ?? "" }, data: { headline: arabic } });
    const newcomer = await makeLink(db(), env(), "newcomer@example.com");
    const known = await makeLink(db(), env(), "ruth@example.com");
    const later = new Date(Date.now() + 7 * 86_400_000);
    const refused = "Your mailbox refused our last emails; most often that means that it is full.";
    const states: [name: string, path: string, data?: object][] = [
      ["leave", `/unsubscribe?t=${leaving()}`],
      ["pause", `/unsubscribe?t=${leaving()}&wish=pause`],
      ["fewer", `/unsubscribe?t=${leaving()}&done=saturdays`, { emailDays: [6] }],
      ["paused", `/unsubscribe?t=${leaving()}&done=pause-7`, { pausedUntil: later }],
      ["paused-by-us", `/unsubscribe?t=${leaving()}&wish=resume`, { pausedUntil: later, pauseReason: refused }],
      ["resumed", `/unsubscribe?t=${leaving()}&wish=resume`],
      ["left", `/unsubscribe?t=${leaving()}&done=unsubscribe`, { unsubscribedAt: new Date() }],
      ["leave-address", `/unsubscribe?t=${list}`],
      ["leave-broken", "/unsubscribe?t=l.cut"],
      ["more", `/feedback?t=${feedback(2)}&say=more`],
      ["less", `/feedback?t=${feedback(3)}&say=less`],
      ["noted", `/feedback?t=${feedback(3)}&say=more&done=noted`],
      ["taken-back", `/feedback?t=${feedback()}&say=more&done=undone`],
      ["feedback-broken", "/feedback?t=f.cut"],
      ["confirm", newcomer],
      ["sign-in", known],
      ["link-spent", `/signin/${"x".repeat(32)}`],
      ["withdrawn", `/insights/${insightIds[4]}`],
      ["not-found", `/insights/${nobody}`],
      ["day-to-come", `/digests/${new Date().toISOString().slice(0, 10)}?edition=own`],
    ];
    for (const [name, path, data] of states) {
      await db().reader.update({
        where: { id: readerId },
        data: {
          unsubscribedAt: null,
          pausedUntil: null,
          pauseReason: null,
          emailDays: [1, 2, 3, 4, 5, 6, 7],
          ...data,
        },
      });
      const { page, problems, close } = await open(path);
      expect([...(await faultsEverywhere(page, `mail-${name}`)), ...problems]).toEqual([]);
      await close();
    }
  });
});
