import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { personPage, topicPage } from "../../lib/insights/list-views";
import { indexEpisodes } from "../../lib/search/index-episodes";
import { search } from "../../lib/search/search";
import { isSearchBehind } from "../../lib/search/store";
import { tell } from "../support/stage-rows";
import { startTestStage, type TestStage } from "../support/test-stage";

const everything = { showId: null, topicSlug: null, kind: null, from: null, to: null };
const at = new Date("2026-11-20T08:00:00Z");
const ago = (days: number) => new Date(at.getTime() - days * 24 * 3600_000);

const said = [
  "The grid stores four hours of sun in lithium batteries, and the peaker plants stay cold.",
  "Nobody believed it until the lenders did.",
  "<script>alert(1)</script> is how they labelled the microphone.",
  "Governors signed contracts for twenty years.",
];

describe("the search", () => {
  let stage: TestStage;
  let batteries: string;

  beforeAll(async () => {
    stage = await startTestStage();
    const { db } = stage;
    batteries = await tell(db, {
      show: "Grid & Gain",
      publishedAt: at,
      headline: "Grid batteries now undercut gas peakers",
      body: "Utilities pay less for four-hour batteries than for peaker plants. Lenders did more than cell prices.",
      guests: ["Ada Brandt", "Host"],
    });
    await tell(db, {
      show: "Wet Lab",
      publishedAt: ago(40),
      headline: "A blood test found relapse eleven weeks early",
      body: "Doctors saw most relapses before the scan did. José Núñez ran the trial.",
    });
    const insight = await db.insight.update({ where: { id: batteries }, data: { speaker: "Ada Brandt" } });
    await db.transcript.create({
      data: {
        episodeId: insight.episodeId,
        format: "vtt",
        sourceUrl: "https://example.com/t.vtt",
        timing: "publisher",
        wordCount: 40,
        segments: {
          create: said.map((text, index) => ({
            index,
            startMs: index * 10_000,
            endMs: index * 10_000 + 9_000,
            speaker: "Ada Brandt",
            text,
          })),
        },
      },
    });
    await db.topic.upsert({
      where: { slug: "energy" },
      create: { slug: "energy", position: 99, name: "Energy", description: "Power.", phrases: [] },
      update: {},
    });
    await db.insightTopic.create({ data: { insightId: batteries, topicSlug: "energy", weight: 1 } });
    await db.episode.updateMany({ data: { stage: "placed", stageChangedAt: at } });
    expect(await isSearchBehind(db)).toBe(true);
    expect(await indexEpisodes(stage.context)).toEqual({ indexed: 2 });
  });
  afterAll(() => stage.stop());

  const find = (text: string, filters: Partial<Parameters<typeof search>[1]["filters"]> = {}, isExact = false) =>
    search(stage.db, { text, filters: { ...everything, ...filters }, page: 1, isExact });
  const headlines = async (text: string, filters = {}) =>
    (await find(text, filters))?.insights.items.map(({ take }) => take.headline);

  it("takes an episode in once", async () => {
    expect(await isSearchBehind(stage.db)).toBe(false);
    expect(await indexEpisodes(stage.context)).toEqual({ indexed: 0 });
    await stage.db.episode.updateMany({ where: { show: { title: "Wet Lab" } }, data: { stageChangedAt: new Date() } });
    expect(await indexEpisodes(stage.context)).toEqual({ indexed: 1 });
    expect(await stage.db.searchInsight.count()).toBe(2);
  });

  it("finds other forms of a word, phrases, beginnings and names without their accents", async () => {
    expect(await headlines("battery")).toEqual(["Grid batteries now undercut gas peakers"]);
    expect(await headlines('"gas peakers"')).toHaveLength(1);
    expect(await headlines('"peakers gas"')).toEqual([]);
    expect(await headlines("under*")).toHaveLength(1);
    expect(await headlines("jose nunez")).toEqual(["A blood test found relapse eleven weeks early"]);
    expect(await headlines("relapse -blood")).toEqual([]);
  });

  it("takes a word as it is of which only other forms were said", async () => {
    expect(await find("peaker")).toMatchObject({ query: "peaker", asked: null, insights: { items: [{}] } });
  });

  it("understands slips, says so, and takes them as they are when asked to", async () => {
    const found = await find("baterries peekers");
    expect(found).toMatchObject({ query: "batteries peakers", asked: "baterries peekers" });
    expect(found?.insights.items).toHaveLength(1);
    const exact = await find("baterries peekers", {}, true);
    expect(exact).toMatchObject({ asked: null, insights: { items: [] } });
  });

  it("narrows down by show, topic, kind and date", async () => {
    const show = await stage.db.show.findFirstOrThrow({ where: { title: "Wet Lab" } });
    expect(await headlines("batteries", { showId: show.id })).toEqual([]);
    expect(await headlines("batteries", { topicSlug: "energy" })).toHaveLength(1);
    expect(await headlines("relapse", { topicSlug: "energy" })).toEqual([]);
    expect(await headlines("batteries", { kind: "forecast" })).toEqual([]);
    expect(await headlines("batteries", { from: ago(1) })).toHaveLength(1);
    expect(await headlines("batteries", { to: ago(1) })).toEqual([]);
  });

  it("finds what transcripts say, at its second, with the words marked and nothing taken for markup", async () => {
    const found = await find("governor contract");
    expect(found?.insights.items).toEqual([]);
    const [hit] = found?.passages.items ?? [];
    expect(hit).toMatchObject({ startMs: 0, speaker: "Ada Brandt", show: { title: "Grid & Gain" } });
    const marked = hit?.excerpt.filter((part) => part.isMarked).map((part) => part.text);
    expect(marked).toEqual(["Governors", "contracts"]);
    expect(hit?.excerpt.map((part) => part.text).join("")).toContain("<script>");
  });

  it("has no answer to nothing, and one to every query that anybody can send", async () => {
    expect(await find("")).toBeNull();
    for (const text of [
      "the",
      '\'; DROP TABLE "Insight"; --',
      "a & | ! : <-> b",
      "x".repeat(10_000),
      "\u0000\ud800 ab",
    ])
      expect(await find(text)).toMatchObject({ insights: { items: [] } });
  });

  it("forgets what was retracted, and what was removed", async () => {
    const { db } = stage;
    await db.insight.update({
      where: { id: batteries },
      data: { retractedAt: new Date(), retractionNote: "It was not said." },
    });
    expect(await headlines("batteries")).toEqual([]);
    await db.insight.update({ where: { id: batteries }, data: { retractedAt: null, retractionNote: null } });
    expect(await headlines("batteries")).toHaveLength(1);
  });

  it("knows who was heard, and has no page for nobody", async () => {
    const person = await personPage(stage.db, "ada-brandt", 1);
    expect(person).toMatchObject({ name: "Ada Brandt", shows: [{ title: "Grid & Gain", episodes: 1 }] });
    expect(person?.takes.items.map((take) => take.id)).toEqual([batteries]);
    expect(await personPage(stage.db, "host", 1)).toBeNull();
    expect((await topicPage(stage.db, "energy", 7))?.takes).toMatchObject({ number: 1, pages: 1, total: 1 });
  });

  it("removes a show from itself with everything else", async () => {
    const { db } = stage;
    await db.show.deleteMany({ where: { title: "Grid & Gain" } });
    expect(await headlines("batteries")).toEqual([]);
    expect(await db.searchPassage.count()).toBe(0);
    expect(await db.personEpisode.count()).toBe(0);
  });
});
