import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildDigest, buildDigests } from "../../lib/digests/build-digest";
import { explainLearning } from "../../lib/digests/explain-learning";
import { openDigestSession } from "../../lib/digests/open-session";
import { askForOwnEdition } from "../../lib/digests/own-edition";
import { previewDigest, previewEdition } from "../../lib/digests/preview-digest";
import { digestByDate } from "../../lib/digests/views";
import { localDate } from "../../lib/format/dates";
import type { StageContext } from "../../lib/queue/stage";
import { assignStories } from "../../lib/stories/assign-stories";
import { retractInsight } from "../../lib/stories/retract-insight";
import { runJob } from "../support/run-job";
import { tell } from "../support/stage-rows";
import { testSettings } from "../support/test-pipeline";
import { startTestStage, type TestStage } from "../support/test-stage";

const subjects = [
  ["Sourdough rises slowly", "Sourdough rises slowly because wild yeast shares its flour with bacteria, for 14 hours."],
  ["Corvid Launch flew one stage twice", "Corvid Launch flew the same rocket stage twice in 19 days."],
  ["Port Merrow's rents fell", "Port Merrow's rents fell 9 percent after the zoning reform of its parking minimums."],
  [
    "Heat pumps fail because of radiators",
    "Heat pumps fail in winter because of radiators that are 40 percent too small.",
  ],
  [
    "Lunar dust shreds a seal in 300 hours",
    "Lunar dust shreds a rubber seal in 300 hours, since nothing rounds its grains.",
  ],
  ["Generic insulin costs three dollars", "Generic insulin costs three dollars to make and ninety to buy in Clonavar."],
] as const;
const [bread, , rents, pumps, dust] = subjects.map(([headline]) => headline);

describe("readers' own editions", () => {
  let stage: TestStage;
  let context: StageContext;
  let now: Date;
  const at = (time: string) => new Date(`${time}:00Z`);
  const date = "2026-11-24";

  beforeAll(async () => {
    stage = await startTestStage();
    context = { ...stage.context, now: () => now };
  });
  afterAll(() => stage.stop());

  beforeEach(async () => {
    now = at("2026-11-24T06:00");
    stage.enqueued.length = 0;
    await stage.db.digest.deleteMany();
    await stage.db.reader.deleteMany();
    await stage.db.show.deleteMany();
    await stage.db.story.deleteMany();
    for (const [i, [headline, body]] of subjects.entries())
      await tell(stage.db, { show: `Show ${i}`, publishedAt: at("2026-11-23T20:00"), headline, body });
    await assignStories(context);
  });

  let readers = 0;
  const reader = async (
    follows: { topicSlug?: string; showId?: string; phrase?: string; isMuted?: boolean; weight?: number }[],
    settings: { isFilled?: boolean; languages?: string[] } = {},
  ) => {
    readers++;
    const { id } = await stage.db.reader.create({
      data: { email: `r${readers}@example.com`, feedToken: `t${readers}`, ...settings, follows: { create: follows } },
    });
    return id;
  };
  const idOf = async (headline: string | undefined) =>
    (await stage.db.insight.findFirstOrThrow({ where: { headline: headline ?? "" } })).id;
  const showOf = async (i: number) => (await stage.db.show.findFirstOrThrow({ where: { title: `Show ${i}` } })).id;
  const itemsOf = async (edition: string, on = date) => (await digestByDate(stage.db, on, edition))?.items ?? [];
  const headlines = async (edition: string, on = date) =>
    (await itemsOf(edition, on)).map((item) => item.take.headline);

  it("are strict or filled, say why with a link, and are not sent from here", async () => {
    const strict = await reader([{ phrase: "heat pump" }, { showId: await showOf(0) }]);
    const filled = await reader([{ phrase: "heat pump" }], { isFilled: true });
    const german = await reader([], { languages: ["de"] });
    await buildDigests(context, { date, editions: [strict, filled, german] });
    expect((await headlines(strict)).sort()).toEqual([pumps, bread]);
    const items = await itemsOf(filled);
    expect(items).toHaveLength(5);
    expect(items[0]).toMatchObject({ isFill: false, take: { headline: pumps } });
    expect(items[0]?.because[0]).toEqual({ text: "you follow “heat pump”", href: "/search?q=heat%20pump" });
    expect(items[1]).toMatchObject({ isFill: true, why: expect.arrayContaining(["from outside what you follow"]) });
    expect(await digestByDate(stage.db, date, german)).toMatchObject({ items: [], quiet: true });
    expect(stage.enqueued.map((job) => job.name)).not.toContain("deliver-digest");
  });

  it("are built once and then frozen, also by many at the same time", async () => {
    const id = await reader([{ phrase: "heat pump" }]);
    const builds = await Promise.all([1, 2, 3].map(() => buildDigest(context, { date, edition: id })));
    expect(new Set(builds.map((build) => build.digestId)).size).toBe(1);
    expect(builds.filter((build) => build.created)).toHaveLength(1);
    await stage.db.follow.deleteMany();
    expect(await buildDigest(context, { date, edition: id })).toMatchObject({ created: false, items: 1 });
    expect(await headlines(id)).toEqual([pumps]);
  });

  it("are made for who gets no email when they look, from their hour on, and once", async () => {
    const id = await reader([]);
    const settings = { onboardedAt: at("2026-11-20T06:00"), emailDays: [], emailHour: 7, timeZone: "Asia/Tokyo" };
    const asked = () => stage.enqueued.filter((job) => job.name === "build-digest");
    await stage.db.reader.update({ where: { id }, data: settings });
    now = at("2026-11-23T21:59");
    expect(await askForOwnEdition(context, id)).toBe(false);
    expect(asked()).toEqual([]);
    now = at("2026-11-23T22:00");
    expect(await askForOwnEdition(context, id)).toBe(true);
    expect(asked()).toEqual([{ name: "build-digest", data: { date, edition: id } }]);
    await buildDigest(context, { date, edition: id });
    expect(await askForOwnEdition(context, id)).toBe(false);
    expect(await askForOwnEdition(context, crypto.randomUUID())).toBe(false);
    expect(asked()).toHaveLength(1);
  });

  it("are there at once for who leaves the first steps, and made anew for who finishes them", async () => {
    const id = await reader([]);
    await stage.db.reader.update({ where: { id }, data: { emailHour: 23 } });
    now = at("2026-11-24T09:00");
    expect(await askForOwnEdition(context, id)).toBe(true);
    await buildDigest(context, { date, edition: id });
    expect(await headlines(id)).toHaveLength(5);
    expect(await askForOwnEdition(context, id)).toBe(false);
    await stage.db.follow.create({ data: { readerId: id, phrase: "heat pump" } });
    expect(await buildDigest(context, { date, edition: id })).toMatchObject({ created: false });
    await stage.db.reader.update({ where: { id }, data: { onboardedAt: at("2026-11-24T09:05") } });
    now = at("2026-11-24T09:06");
    expect(await buildDigest(context, { date, edition: id })).toMatchObject({ created: true });
    expect(await headlines(id)).toEqual([pumps]);
    expect(await buildDigest(context, { date, edition: id })).toMatchObject({ created: false });
  });

  it("never show a story twice to one reader, whatever others were sent", async () => {
    const one = await reader([]);
    const other = await reader([{ phrase: "heat pump" }]);
    await buildDigests(context, { date, editions: [one, other] });
    now = at("2026-11-25T06:00");
    await buildDigests(context, { date: "2026-11-25", editions: [one, other] });
    expect(await headlines(one)).toHaveLength(5);
    expect(await headlines(one, "2026-11-25")).toHaveLength(1);
    expect(await headlines(other, "2026-11-25")).toEqual([]);
    expect((await digestByDate(stage.db, "2026-11-25", other))?.nearMisses[0]?.keptOutBy).toMatch(
      /digest of 2026-11-24/,
    );
  });

  it("are none for nobody, and none before anything was read", async () => {
    const nobody = "00000000-0000-7000-8000-000000000000";
    expect(await buildDigest(context, { date, edition: nobody })).toEqual({ digestId: null, created: false, items: 0 });
    expect(await previewEdition(context, { edition: nobody, date })).toBeNull();
    const id = await reader([]);
    await stage.db.show.deleteMany();
    expect(await buildDigest(context, { date, edition: id })).toMatchObject({ digestId: null });
  });

  it("come out the same one by one as from a shared session", async () => {
    const ids = [await reader([]), await reader([{ phrase: "rents" }], { isFilled: true })];
    const session = await openDigestSession(stage.db, now);
    await buildDigests(context, { date, editions: ids }, session);
    const shared = [];
    for (const id of ids) shared.push((await digestByDate(stage.db, date, id))?.items);
    await stage.db.digest.deleteMany();
    for (const [i, id] of ids.entries()) {
      await buildDigest(context, { date, edition: id });
      expect((await digestByDate(stage.db, date, id))?.items).toEqual(shared[i]);
    }
  });

  it("are made again on their day when an insight in them is found wrong and nobody was sent them", async () => {
    const id = await reader([]);
    const { digestId } = await buildDigest(context, { date, edition: id });
    const [first] = await headlines(id);
    await retractInsight(context, { insightId: await idOf(first), note: "It was a joke." });
    expect(await buildDigest(context, { date, edition: id })).toMatchObject({ created: true, items: 5 });
    expect(await headlines(id)).not.toContain(first);
    const sent = await digestByDate(stage.db, date, id);
    expect(sent?.id).not.toBe(digestId);
    await stage.db.delivery.create({
      data: { digestId: sent?.id ?? "", address: "r@example.com", date, transport: "outbox" },
    });
    await retractInsight(context, { insightId: await idOf((await headlines(id))[0]), note: "So was this." });
    expect(await buildDigest(context, { date, edition: id })).toMatchObject({ digestId: sent?.id, created: false });
    expect(await headlines(id)).toHaveLength(4);
  });

  it("learn from what their reader says and keeps, say so, and forget on reset", async () => {
    const id = await reader([]);
    const features = { topics: ["housing-cities"], showId: await showOf(2) };
    await stage.db.topic.upsert({
      where: { slug: "housing-cities" },
      create: { slug: "housing-cities", position: 99, name: "Housing", description: "", phrases: ["zoning reform"] },
      update: {},
    });
    await stage.db.insightTopic.deleteMany({ where: { insight: { headline: { in: [rents ?? "", dust ?? ""] } } } });
    await stage.db.insightTopic.create({
      data: { insightId: await idOf(rents), topicSlug: "housing-cities", weight: 1 },
    });
    const others = [await idOf(bread), await idOf(dust), await idOf(pumps)];
    await stage.db.reaction.createMany({
      data: others.map((insightId) => ({
        readerId: id,
        insightId,
        kind: "more" as const,
        features: { ...features, showId: null },
        createdAt: at("2026-11-23T12:00"),
      })),
    });
    await buildDigest(context, { date, edition: id });
    const [first] = await itemsOf(id);
    expect(first).toMatchObject({ take: { headline: rents }, reasons: { affinity: 1.2 } });
    expect(first?.why).toContain("you liked more on Housing");
    expect(await explainLearning(context, id)).toEqual([
      {
        text: "You said “more like this” on 3 insights about Housing: it counts 1.2 times.",
        factor: 1.2,
        topicSlug: "housing-cities",
        showId: null,
      },
    ]);
    await stage.db.reader.update({ where: { id }, data: { learningResetAt: at("2026-11-24T01:00") } });
    expect(await explainLearning(context, id)).toEqual([]);
    await stage.db.savedInsight.create({
      data: { readerId: id, insightId: await idOf(bread), features, createdAt: at("2026-11-24T02:00") },
    });
    expect((await explainLearning(context, id)).map(({ text }) => text)).toEqual([
      "You saved 1 insight about Housing: it counts 1.05 times.",
      "You saved 1 insight from Show 2: it counts 1.05 times.",
    ]);
  });

  it("are printed by their reader's address, built or not", { timeout: 120_000 }, async () => {
    now = new Date();
    await stage.db.episode.updateMany({ data: { publishedAt: new Date(now.getTime() - 5 * 3600_000) } });
    const id = await reader([{ phrase: "heat pump" }]);
    const email = `r${readers}@example.com`;
    const cli = async (...args: string[]) => {
      const job = runJob("cli.ts", ["digest", ...args], testSettings(stage.dataDir));
      return { code: await job.ended, output: job.output() };
    };
    const preview = await cli("--reader", email.toUpperCase());
    expect(preview.output).toMatch(/^It is not built yet; this is what it would be now\.\n[\s\S]*1\. Heat pumps fail/);
    expect(preview.output).toContain("Why: you follow “heat pump” · new today");
    await buildDigest(context, { date: localDate(now, "UTC"), edition: id });
    const printed = JSON.parse((await cli("--reader", email, "--json")).output);
    expect(Object.keys(printed)).toEqual(["date", "edition", "quiet", "items"]);
    expect(printed).toMatchObject({ edition: id, quiet: true, items: [{ rank: 1, headline: pumps }] });
  });

  it("can be tried out before anything is followed, without a trace", async () => {
    const none = { topicSlug: null, showId: null, phrase: null, isMuted: false, weight: 1 };
    const preview = await previewDigest(context, {
      follows: [{ ...none, phrase: "heat pumps" }],
      languages: ["en"],
      isFilled: false,
    });
    expect(preview).toMatchObject({ quiet: true, showCount: 6 });
    expect(preview.items.map((item) => item.take.headline)).toEqual([pumps]);
    expect(await stage.db.digest.count()).toBe(0);
    const id = await reader([]);
    expect((await previewEdition(context, { edition: id, date }))?.items).toHaveLength(5);
    expect(await stage.db.digest.count()).toBe(0);
  });
});
