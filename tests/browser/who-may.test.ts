import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildDigest } from "../../lib/digests/build-digest";
import { sendMail } from "../../lib/mail/send-mail";
import { assignStories } from "../../lib/stories/assign-stories";
import { callAction, offeredActions } from "../support/call-action";
import { type Answers, type Role, roles, routeTable } from "../support/route-table";
import { tell } from "../support/stage-rows";
import { startInstallation, type TestInstallation } from "../support/test-pipeline";
import { signInReader, type TestReader } from "../support/test-readers";
import { startWeb, type TestWeb } from "../support/test-web";

const projectRoot = join(import.meta.dirname, "../..");
const nobodys = "00000000-0000-4000-8000-000000000000";
const operatorEmail = "op@example.com";

/** Files below `app/`, relative to the project. */
const sources = (folder = join(projectRoot, "app")): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sources(join(folder, entry.name)) : [relative(projectRoot, join(folder, entry.name))],
  );

/** Every address of the pages and handlers, with parameters in brackets. */
const routes = sources()
  .filter((file) => /(?:^|\/)(?:page|route)\.tsx?$/.test(file))
  .map((file) => file.replace(/^app/, "").replace(/\/(?:page|route)\.tsx?$/, "") || "/");

/** Every function that a browser may call. */
const actions = sources()
  .filter((file) => /\.tsx?$/.test(file) && /^["']use server["']/.test(readFileSync(join(projectRoot, file), "utf8")))
  .flatMap((file) =>
    [...readFileSync(join(projectRoot, file), "utf8").matchAll(/^export (?:async )?(?:function|const) (\w+)/gm)].map(
      ([, name]) => `${file}#${name}`,
    ),
  );

/** What an action answers for a visitor, Ada, Bob and an operator; its fields are about Ada's things. */
interface ActionRow {
  fields?: () => Record<string, string | string[]>;
  answers: Answers;
  /** Without what came before as first argument. */
  isPlain?: boolean;
}

describe("who may see and do what", () => {
  let installation: TestInstallation;
  let web: TestWeb;
  const readers: Partial<Record<Role, TestReader>> = {};
  const parameters: Record<string, string> = {};
  let adasSession: string;
  let isLost = false;
  const db = () => installation.workplace.context.db;
  const headersOf = (role: Role): Record<string, string> => {
    const cookie = readers[role]?.cookie;
    return cookie ? { cookie: `${cookie.name}=${cookie.value}` } : {};
  };

  beforeAll(async () => {
    installation = await startInstallation({ ADMIN_EMAILS: operatorEmail, METRICS_TOKEN: "" });
    const { context } = installation.workplace;
    const insightId = await tell(context.db, {
      show: "Cold Chain",
      publishedAt: new Date(Date.now() - 3600_000),
      headline: "Reefers idle for a third of their lives",
      body: "A refrigerated container stands still for a third of its life, says Ines Marques.",
    });
    await assignStories(context);
    const date = new Date().toISOString().slice(0, 10);
    await buildDigest(context, { date });
    readers.ada = await signInReader(installation, "ada@example.com");
    readers.bob = await signInReader(installation, "bob@example.com");
    readers.operator = await signInReader(installation, operatorEmail);
    const insight = await context.db.insight.findUniqueOrThrow({ where: { id: insightId } });
    const show = await context.db.show.findFirstOrThrow();
    await context.db.feed.create({
      data: { showId: show.id, url: "https://feeds.example/1", host: "feeds.example:443" },
    });
    const { slug } = await context.db.topic.findFirstOrThrow();
    Object.assign(parameters, { showId: show.id, topic: slug });
    Object.assign(parameters, { insightId, episodeId: insight.episodeId, storyId: insight.storyId ?? "", date });
    adasSession = (await context.db.session.findFirstOrThrow({ where: { userId: readers.ada.id } })).id;
    await context.db.savedInsight.create({ data: { readerId: readers.ada.id, insightId, note: "Ada's note" } });
    await context.db.follow.create({ data: { readerId: readers.ada.id, phrase: "heat pumps" } });
    web = await startWeb(installation.settings, installation.workplace.url);
    // An email in the outbox.
    await sendMail(
      installation.env,
      { to: "ada@example.com", subject: "A test", html: "<p>A test</p>", text: "A test" },
      "a-test",
    );
    parameters.mail = "a-test";
    const delivery = await context.db.delivery.create({
      data: { address: "list@example.com", date, transport: "smtp", state: "uncertain" },
    });
    parameters.deliveryId = delivery.id;
  });
  afterAll(async () => {
    await web?.stop();
    if (isLost) rmSync(installation.dataDir, { recursive: true, force: true });
    else await installation.stop();
  });

  const addressOf = (route: string) =>
    route
      .replace("/admin/feeds/[id]", `/admin/feeds/${parameters.showId}`)
      .replace("/admin/mail/deliveries/[id]", `/admin/mail/deliveries/${parameters.deliveryId}`)
      .replace("/admin/mail/[name]", `/admin/mail/${parameters.mail}`)
      .replace("/signin/[token]", `/signin/${"A".repeat(32)}`)
      .replace("/front/[edition]", "/front/everyone")
      .replace("/feed/[file]", `/feed/${"a".repeat(32)}.xml`)
      .replace("/shows/[id]", `/shows/${parameters.showId}`)
      .replace("/topics/[slug]", `/topics/${parameters.topic}`)
      .replace("/insights/[id]", `/insights/${parameters.insightId}`)
      .replace("/episodes/[id]", `/episodes/${parameters.episodeId}`)
      .replace("/stories/[id]", `/stories/${parameters.storyId}`)
      .replace("[date]", parameters.date ?? "");

  it("lists every page and handler there is", () => {
    expect(routes.sort()).toEqual(Object.keys(routeTable).sort());
  });

  it("shows each page to whom it is for", async () => {
    for (const [route, answers] of Object.entries(routeTable)) {
      for (const [column, role] of roles.entries()) {
        const response = await fetch(web.origin + addressOf(route), { redirect: "manual", headers: headersOf(role) });
        const location = response.headers.get("location");
        const answer = location ? decodeURI(location.replace(web.origin, "")) : response.status;
        const expected = answers[column];
        expect(answer, `${route} for ${role}`).toBe(
          typeof expected === "string" ? decodeURI(expected).replace("[id]", parameters.showId ?? "") : expected,
        );
        const text = await response.text();
        if (role === "visitor" || role === "bob") expect(text, `${route} for ${role}`).not.toContain("Ada's note");
      }
    }
  });

  const insight = () => ({ insightId: parameters.insightId ?? "" });
  const signedIn = (bob: string, ada = "ok", operator = bob): Answers => ["signed-out", ada, bob, operator];
  const operators = (answer: string): Answers => ["signed-out", "not-allowed", "not-allowed", answer];

  // Bob and the operator come before Ada, so that what they could do to her things would show in her rows.
  const actionTable: Record<string, ActionRow> = {
    // Who holds a link of an email may do what it is for; a forged one does nothing.
    "app/_actions/mail.ts#changeMail": {
      fields: () => ({ t: "forged", wish: "unsubscribe" }),
      answers: Array(4).fill("/unsubscribe?done=unsubscribe&t=forged") as unknown as Answers,
      isPlain: true,
    },
    "app/_actions/mail.ts#sayByMail": {
      fields: () => ({ t: "forged", say: "more" }),
      answers: Array(4).fill("/feedback?done=gone&say=more&t=forged") as unknown as Answers,
      isPlain: true,
    },
    "app/_actions/sign-in.ts#askForLink": {
      fields: () => ({ email: "x@example.com", next: "/" }),
      answers: ["asked", "asked", "asked", "asked"],
    },
    "app/_actions/sign-in.ts#signIn": {
      fields: () => ({ token: "A".repeat(32), next: "/" }),
      answers: ["/signin?link=spent", "/", "/", "/"],
      isPlain: true,
    },
    "app/_actions/sign-in.ts#signOut": { answers: ["/", "-", "-", "-"], isPlain: true },
    "app/_actions/signals.ts#saveInsight": { fields: insight, answers: signedIn("ok") },
    "app/_actions/signals.ts#unsaveInsight": { fields: insight, answers: ["signed-out", "-", "ok", "ok"] },
    "app/_actions/signals.ts#noteInsight": {
      fields: () => ({ ...insight(), note: "Bob was here" }),
      answers: ["signed-out", "-", "not-found", "not-found"],
    },
    "app/_actions/signals.ts#reactToInsight": {
      fields: () => ({ ...insight(), kind: "more" }),
      answers: signedIn("ok"),
    },
    "app/_actions/signals.ts#takeBackReaction": {
      fields: () => ({ ...insight(), kind: "more" }),
      answers: signedIn("ok"),
    },
    "app/_actions/signals.ts#followSomething": {
      fields: () => ({ phrase: "heat pumps", how: "none" }),
      answers: ["signed-out", "-", "ok", "ok"],
    },
    "app/_actions/signals.ts#suggestShow": { fields: () => ({ wanted: "A show" }), answers: signedIn("ok") },
    "app/settings/actions.ts#saveFollows": {
      fields: () => ({ "how.phrase.heat pumps": "none" }),
      answers: ["signed-out", "-", "ok", "ok"],
    },
    "app/settings/actions.ts#saveLanguages": {
      fields: () => ({ language: "de" }),
      answers: ["signed-out", "-", "ok", "ok"],
    },
    "app/settings/actions.ts#saveMornings": {
      fields: () => ({ emailHour: "3", timeZone: "UTC", day: ["1"], isFilled: "yes" }),
      answers: ["signed-out", "-", "ok", "ok"],
    },
    "app/settings/actions.ts#pause": {
      fields: () => ({ until: "2099-01-01" }),
      answers: ["signed-out", "-", "ok", "ok"],
    },
    "app/settings/actions.ts#subscribe": { fields: () => ({ wants: "no" }), answers: ["signed-out", "-", "ok", "ok"] },
    "app/settings/actions.ts#renewFeed": { answers: ["signed-out", "-", "ok", "ok"] },
    "app/settings/actions.ts#forgetLearning": { answers: ["signed-out", "-", "ok", "ok"] },
    "app/settings/actions.ts#signOutSession": {
      fields: () => ({ sessionId: adasSession }),
      answers: ["signed-out", "-", "not-found", "not-found"],
    },
    "app/settings/actions.ts#signOutOthers": { answers: ["signed-out", "-", "ok", "ok"] },
    "app/settings/actions.ts#deleteAccount": {
      fields: () => ({ confirm: "ada@example.com" }),
      answers: ["signed-out", "-", "invalid", "invalid"],
    },
    // Without a file.
    "app/shows/actions.ts#followList": { answers: signedIn("invalid") },
    "app/setup/actions.ts#setUpShows": {
      fields: () => ({ code: "", addresses: "https://evil.example/feed.xml" }),
      answers: ["Only operators add shows", "Only operators add shows", "Only operators add shows", "-"],
    },
    "app/welcome/actions.ts#chooseTopics": { answers: ["signed-out", "-", "/welcome?step=2", "/welcome?step=2"] },
    "app/welcome/actions.ts#chooseShows": { answers: ["signed-out", "-", "/welcome?step=3", "/welcome?step=3"] },
    "app/welcome/actions.ts#chooseMorning": {
      fields: () => ({ emailHour: "3", timeZone: "UTC" }),
      answers: ["signed-out", "-", "/", "/"],
    },
    "app/welcome/actions.ts#skipSteps": { answers: ["signed-out", "-", "/", "/"] },
    "app/welcome/preview.ts#previewFive": { answers: ["null", "headlines", "headlines", "headlines"], isPlain: true },
    "app/admin/actions.ts#retry": { fields: () => ({ id: nobodys }), answers: operators("not-found") },
    "app/admin/actions.ts#checkFeed": { fields: () => ({ showId: nobodys }), answers: operators("not-found") },
    "app/admin/actions.ts#withdraw": {
      fields: () => ({ insightId: nobodys, note: "Wrong." }),
      answers: operators("not-found"),
    },
    "app/admin/actions.ts#dismissReports": { fields: () => ({ insightId: nobodys }), answers: operators("not-found") },
    "app/admin/actions.ts#decideSuggestion": {
      fields: () => ({ wanted: "No such show", wasAdded: "no" }),
      answers: operators("not-found"),
    },
    "app/admin/actions.ts#invite": { fields: () => ({ email: "carol@example.com" }), answers: operators("ok") },
    "app/admin/actions.ts#saveRecordings": {
      fields: () => ({ showId: nobodys, transcription: "never", maxMinutes: "" }),
      answers: operators("not-found"),
    },
    "app/admin/actions.ts#settleDelivery": {
      fields: () => ({ id: nobodys, arrived: "yes" }),
      answers: operators("not-found"),
    },
    "app/admin/actions.ts#uninvite": { fields: () => ({ email: "carol@example.com" }), answers: operators("ok") },
  };

  it("lists every action there is", () => {
    expect(actions.sort()).toEqual(Object.keys(actionTable).sort());
  });

  it("lets each action be done by whom it is for, and on their own things only", async () => {
    const placeInTable = (name: string) => Object.keys(actionTable).indexOf(name);
    const adasRows = () =>
      db().reader.findUniqueOrThrow({
        where: { id: readers.ada?.id ?? "" },
        include: { follows: true, saves: true, reactions: true, sessions: true, suggestions: true },
      });
    const before = await adasRows();
    const shows = await db().show.count();
    const said: Record<string, Partial<Record<Role, string>>> = {};
    const expected: typeof said = {};
    for (const role of ["visitor", "bob", "operator", "ada"] as const) {
      if (role === "ada") expect(await adasRows(), "Ada's rows after what the others did").toEqual(before);
      // In the table's order: what one does decides what the next one finds.
      for (const action of offeredActions().sort((a, b) => placeInTable(a.name) - placeInTable(b.name))) {
        const row = actionTable[action.name];
        const answer = String(row?.answers[roles.indexOf(role)]);
        if (!row || answer === "-") continue;
        const call = {
          ...action,
          path: addressOf(action.path),
          fields: row.fields?.() ?? {},
          withState: !row.isPlain,
          headers: headersOf(role),
        };
        const { redirect, result, text, status } = await callAction(web.origin, call);
        const found = [result, redirect, ...(text.includes(answer) ? [answer] : [])].includes(answer);
        said[action.name] = {
          ...said[action.name],
          [role]: found ? answer : `${status} ${result} ${redirect} ${text.slice(0, 200)}`,
        };
        expected[action.name] = { ...expected[action.name], [role]: answer };
      }
    }
    expect(said).toEqual(expected);
    expect(await db().show.count()).toBe(shows);
    expect(Object.keys(said).length).toBeGreaterThan(20);
  });

  it("takes neither too much, nor what is no form of ours, nor another page's", async () => {
    const operator = headersOf("operator");
    const call = async (name: string, fields: Record<string, string>, headers: Record<string, string> = operator) => {
      const action = offeredActions().find((offered) => offered.name.endsWith(`#${name}`));
      if (!action) throw new Error(`No page offers ${name}.`);
      return callAction(web.origin, { ...action, path: addressOf(action.path), fields, withState: true, headers });
    };
    const long = "x".repeat(10_001);
    expect((await call("noteInsight", { ...insight(), note: long })).result).toBe("invalid");
    expect((await call("followSomething", { phrase: long, how: "usual" })).result).toBe("invalid");
    expect((await call("followSomething", { phrase: "a b", showId: nobodys, how: "usual" })).result).toBe("invalid");
    expect((await call("followSomething", { showId: "<script>alert(1)</script>", how: "usual" })).result).toBe(
      "invalid",
    );
    expect((await call("saveFollows", { "how.topicSlug.no-such-topic": "usual" })).result).toBe("not-found");
    expect((await call("saveMornings", { emailHour: "24", timeZone: "UTC", isFilled: "yes" })).result).toBe("invalid");
    expect((await call("saveMornings", { emailHour: "7", timeZone: "Mars/Base", isFilled: "yes" })).result).toBe(
      "invalid",
    );
    expect((await call("pause", { until: "2001-01-01" })).result).toBe("invalid");
    expect((await call("suggestShow", { wanted: long })).result).toBe("invalid");
    expect((await call("invite", { email: "no address" })).result).toBe("invalid");
    const recordings = { showId: parameters.showId ?? "", transcription: "always", maxMinutes: "60" };
    expect((await call("saveRecordings", { ...recordings, transcription: "sometimes" })).result).toBe("invalid");
    expect((await call("saveRecordings", { ...recordings, maxMinutes: "100000" })).result).toBe("invalid");
    const forged = await call("renewFeed", {}, { ...operator, origin: "https://evil.example" });
    expect(forged.status).toBe(403);
    const crossSite = await call("renewFeed", {}, { ...operator, "sec-fetch-site": "cross-site" });
    expect(crossSite.status).toBe(403);
  });

  it("says so when the database is lost, and tells nothing of its insides", async () => {
    await installation.workplace.close();
    isLost = true;
    const action = offeredActions().find(({ name }) => name.endsWith("#renewFeed"));
    const headers = headersOf("ada");
    const call = { id: action?.id ?? "", path: "/settings", fields: {}, withState: true, headers };
    expect((await callAction(web.origin, call)).result).toBe("failed");
    for (const path of ["/settings", "/saved", "/admin"]) {
      const response = await fetch(web.origin + path, { headers });
      expect(response.status).toBe(500);
      expect(await response.text()).not.toMatch(/postgres|ECONNREFUSED|prisma/i);
    }
  });
});
