import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { enqueueEdition } from "../../jobs/enqueue-due";
import { tick } from "../../jobs/scheduler";
import { buildDigest } from "../../lib/digests/build-digest";
import { digestByDate } from "../../lib/digests/views";
import type { StageContext } from "../../lib/queue/stage";
import { assignStories } from "../../lib/stories/assign-stories";
import { retractInsight } from "../../lib/stories/retract-insight";
import { tell } from "../support/stage-rows";
import { startTestStage, type TestStage } from "../support/test-stage";

const subjects = [
  ["Sourdough rises slowly", "Sourdough rises slowly because wild yeast shares its flour with bacteria, for 14 hours."],
  ["Corvid Launch flew one stage twice", "Corvid Launch flew the same upper stage twice in 19 days."],
  [
    "Port Merrow's rents fell",
    "Port Merrow's rents fell 9 percent in the two years after it scrapped parking minimums.",
  ],
  [
    "Heat pumps fail because of radiators",
    "Heat pumps in old houses fail because of radiators that are 40 percent too small.",
  ],
  [
    "Lunar dust shreds a seal in 300 hours",
    "Lunar dust shreds a rubber seal in 300 hours, since nothing ever rounds its grains.",
  ],
  ["Generic insulin costs three dollars", "Generic insulin costs three dollars to make and ninety to buy in Clonavar."],
] as const;

describe("editions", () => {
  let stage: TestStage;
  let now: Date;
  let context: StageContext;
  const at = (time: string) => new Date(`${time}:00Z`);

  beforeEach(async () => {
    stage = await startTestStage({ EDITION_HOUR: "6", DIGEST_RECIPIENTS: "reader@example.com" });
    now = at("2026-11-24T06:00");
    context = { ...stage.context, now: () => now };
  });
  afterEach(() => stage.stop());

  const tellAll = async (publishedAt: Date, list: readonly (readonly [string, string])[] = subjects) => {
    for (const [i, [headline, body]] of list.entries())
      await tell(stage.db, { show: `Show ${i}`, publishedAt, headline, body });
    await assignStories(context);
  };
  const headlinesOf = async (date: string) =>
    (await digestByDate(stage.db, date))?.items.map((item) => item.take.headline) ?? [];

  it("lets one of many schedulers have each minute", async () => {
    const claims = await Promise.all(Array.from({ length: 8 }, () => tick(context)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    now = at("2026-11-24T06:01");
    expect(await tick(context)).toBe(true);
  });

  it("is built once its hour has come, and not before", async () => {
    await tellAll(at("2026-11-23T20:00"));
    await stage.db.show.updateMany({ data: { createdAt: at("2026-11-01T00:00") } });
    now = at("2026-11-24T05:59");
    expect(await enqueueEdition(context)).toBeNull();
    now = at("2026-11-24T06:00");
    expect(await enqueueEdition(context)).toBe("build-digest");
    await buildDigest(context, { date: "2026-11-24" });
    expect(await enqueueEdition(context)).toBe("deliver-digest");
  });

  it("waits for what is being read, at its hour and after the first shows were added, but not for ever", async () => {
    await tellAll(at("2026-11-23T20:00"));
    const [first] = await stage.db.episode.findMany();
    await stage.db.episode.update({ where: { id: first?.id ?? "" }, data: { stage: "transcribed" } });
    const added = (time: string) => stage.db.show.updateMany({ data: { createdAt: at(time) } });
    await added("2026-11-01T00:00");
    expect(await enqueueEdition(context)).toBeNull();
    now = at("2026-11-24T07:00");
    expect(await enqueueEdition(context)).toBe("build-digest");
    await added("2026-11-24T14:00");
    now = at("2026-11-24T14:30");
    expect(await enqueueEdition(context)).toBeNull();
    now = at("2026-11-24T15:01");
    expect(await enqueueEdition(context)).toBe("build-digest");
  });

  it("does not wait in a date's last hour, in which it is due", async () => {
    await tellAll(at("2026-11-23T20:00"));
    const [first] = await stage.db.episode.findMany();
    await stage.db.episode.update({ where: { id: first?.id ?? "" }, data: { stage: "transcribed" } });
    now = at("2026-11-24T23:10");
    const late = { ...context, env: { ...context.env, EDITION_HOUR: 23 } };
    expect(await enqueueEdition(late)).toBe("build-digest");
  });

  it("lets nothing fall between days: late in the evening published and read after the edition, it is in the next", async () => {
    await tellAll(at("2026-11-23T20:00"), subjects.slice(0, 5));
    await buildDigest(context, { date: "2026-11-24" });
    const [headline, body] = subjects[5];
    await tell(stage.db, { show: "Show 5", publishedAt: at("2026-11-23T23:50"), headline, body });
    now = at("2026-11-24T06:10");
    await assignStories(context);
    now = at("2026-11-25T06:00");
    await buildDigest(context, { date: "2026-11-25" });
    expect(await headlinesOf("2026-11-25")).toEqual([headline]);
  });

  it("never shows a story twice, and is a quiet day rather than padded", async () => {
    await tellAll(at("2026-11-23T20:00"));
    await buildDigest(context, { date: "2026-11-24" });
    now = at("2026-11-25T06:00");
    await buildDigest(context, { date: "2026-11-25" });
    const first = await headlinesOf("2026-11-24");
    const second = await headlinesOf("2026-11-25");
    expect(first).toHaveLength(5);
    expect(second).toHaveLength(1);
    expect(first).not.toContain(second[0]);
    expect((await digestByDate(stage.db, "2026-11-25"))?.quiet).toBe(true);
    now = at("2026-11-26T06:00");
    await buildDigest(context, { date: "2026-11-26" });
    expect(await headlinesOf("2026-11-26")).toEqual([]);
  });

  it("shows a story again when another show adds a fact, and names it", async () => {
    await tellAll(at("2026-11-23T20:00"));
    await buildDigest(context, { date: "2026-11-24" });
    const fresh = "Corvid Launch, which flew the same upper stage twice in 19 days, now asks 900 dollars a kilogram.";
    await tell(stage.db, {
      show: "Another show",
      publishedAt: at("2026-11-24T12:00"),
      headline: "Corvid Launch asks 900 dollars a kilogram for the stage",
      body: fresh,
    });
    await assignStories(context);
    now = at("2026-11-25T06:00");
    await buildDigest(context, { date: "2026-11-25" });
    const items = (await digestByDate(stage.db, "2026-11-25"))?.items ?? [];
    const update = items.find((item) => item.take.body === fresh);
    expect(update?.updateText).toBe(fresh);
    expect(update?.story.otherShows).toEqual(["Show 1"]);
  });

  it("does not count a guest's next stop as news", async () => {
    const [headline, body] = subjects[1];
    const told = { headline, body, guests: ["Ann Lee"] };
    await tell(stage.db, { ...told, show: "First stop", publishedAt: at("2026-11-23T20:00") });
    await assignStories(context);
    await buildDigest(context, { date: "2026-11-24" });
    const again = `${body} The fare is 900 dollars a kilogram.`;
    await tell(stage.db, { ...told, body: again, show: "Next stop", publishedAt: at("2026-11-24T20:00") });
    await assignStories(context);
    now = at("2026-11-25T06:00");
    await buildDigest(context, { date: "2026-11-25" });
    expect(await headlinesOf("2026-11-25")).toEqual([]);
  });

  it("keeps a digest as readers saw it when it is built again", async () => {
    await tellAll(at("2026-11-23T20:00"));
    const first = await buildDigest(context, { date: "2026-11-24" });
    await stage.db.insight.updateMany({ data: { quality: 0.6 } });
    expect(await buildDigest(context, { date: "2026-11-24" })).toEqual({ ...first, created: false });
    expect(stage.enqueued.filter((job) => job.name === "deliver-digest")).toHaveLength(1);
  });

  it("is not built before anything was read", async () => {
    expect(await buildDigest(context, { date: "2026-11-24" })).toEqual({ digestId: null, created: false, items: 0 });
    expect(await digestByDate(stage.db, "2026-11-24")).toBeNull();
  });

  it("grows on the first day while nobody was sent it, and never afterwards", async () => {
    await tellAll(at("2026-11-23T20:00"), subjects.slice(0, 2));
    await buildDigest(context, { date: "2026-11-24" });
    expect(await headlinesOf("2026-11-24")).toHaveLength(2);
    expect(await enqueueEdition(context)).toBe("deliver-digest");
    now = at("2026-11-24T06:20");
    await tellAll(at("2026-11-23T21:00"), subjects.slice(2, 4));
    expect(await enqueueEdition(context)).toBe("build-digest");
    expect(await buildDigest(context, { date: "2026-11-24" })).toMatchObject({ created: true, items: 4 });
    expect(await buildDigest(context, { date: "2026-11-24" })).toMatchObject({ created: false, items: 4 });

    const digestId = (await digestByDate(stage.db, "2026-11-24"))?.id ?? "";
    const address = "reader@example.com";
    await stage.db.delivery.create({ data: { digestId, address, date: "2026-11-24", transport: "outbox" } });
    now = at("2026-11-24T06:40");
    await tellAll(at("2026-11-23T22:00"), subjects.slice(4));
    expect(await buildDigest(context, { date: "2026-11-24" })).toMatchObject({ created: false, items: 4 });
    now = at("2026-11-25T06:00");
    expect(await buildDigest(context, { date: "2026-11-25" })).toMatchObject({ created: true, items: 2 });
    now = at("2026-11-25T06:20");
    await tell(stage.db, {
      show: "Late",
      publishedAt: at("2026-11-24T20:00"),
      headline: "Late news is news",
      body: "Late news, told by one show at 8 in the evening, is news all the same.",
    });
    await assignStories(context);
    expect(await buildDigest(context, { date: "2026-11-25" })).toMatchObject({ created: false, items: 2 });
  });

  it("is built again on its day when one of its insights is found wrong before anybody was sent it", async () => {
    await tellAll(at("2026-11-23T20:00"));
    await buildDigest(context, { date: "2026-11-24" });
    const wrong = (await digestByDate(stage.db, "2026-11-24"))?.items[0]?.take;
    await retractInsight(context, { insightId: wrong?.id ?? "", note: "It was a joke." });
    expect(await enqueueEdition(context)).toBe("build-digest");
    expect(await buildDigest(context, { date: "2026-11-24" })).toMatchObject({ created: true, items: 5 });
    expect(await headlinesOf("2026-11-24")).not.toContain(wrong?.headline);
    expect(await enqueueEdition(context)).not.toBe("build-digest");
  });

  it("is the same whichever way its insights arrive", async () => {
    const told = subjects.flatMap(([headline, body], i) => [
      { show: `Show ${i}`, publishedAt: at("2026-11-23T20:00"), headline, body },
      {
        show: `Echo ${i}`,
        publishedAt: at("2026-11-23T21:00"),
        headline: `${headline} again`,
        body: `${body} So they say.`,
        quality: 0.7,
      },
    ]);
    const five = [];
    for (const order of [told, [...told].reverse(), [...told.slice(5), ...told.slice(0, 5)]]) {
      for (const insight of order) {
        await tell(stage.db, insight);
        await assignStories(context);
      }
      await buildDigest(context, { date: "2026-11-24" });
      const digest = await digestByDate(stage.db, "2026-11-24");
      five.push(digest?.items.map((item) => [item.take.headline, item.story.title, item.story.shows]));
      expect(await stage.db.story.count()).toBe(subjects.length);
      await stage.db.digest.deleteMany();
      await stage.db.show.deleteMany();
      await stage.db.story.deleteMany();
    }
    expect(five[1]).toEqual(five[0]);
    expect(five[2]).toEqual(five[0]);
  });
});
