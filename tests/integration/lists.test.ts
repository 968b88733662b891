import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { showPage } from "../../lib/feeds/show-views";
import { listTopics, showTakes, topicPage } from "../../lib/insights/list-views";
import { listEpisodes } from "../../lib/operations/views";
import { startTestStage, type TestStage } from "../support/test-stage";

const dayMs = 24 * 3600_000;

describe("lists of a show and of a topic", () => {
  let stage: TestStage;
  let showId: string;
  /** By day and number, "3/1" for the second insight of the fourth day's episode; day 0 is the newest. */
  const ids = new Map<string, string>();

  beforeAll(async () => {
    stage = await startTestStage();
    const { db } = stage;
    const show = await db.show.create({ data: { title: "Slow Pulse" } });
    const other = await db.show.create({ data: { title: "Peak Load" } });
    showId = show.id;
    const now = Date.now();
    for (let day = 0; day < 13; day++)
      for (const [place, of] of [show.id, other.id].entries()) {
        const episode = await db.episode.create({
          data: {
            ...{ showId: of, guid: `${day}`, title: `Episode ${day}`, stage: "placed" },
            publishedAt: new Date(now - day * dayMs),
          },
        });
        // The newest episode of the show has brought nothing.
        for (let at = 0; at < 2 && (day > 0 || place > 0); at++) {
          const { id } = await db.insight.create({
            data: {
              ...{
                episodeId: episode.id,
                key: `${at}`,
                headline: `Claim ${day}/${at}`,
                body: "It is so.",
                kind: "fact",
              },
              ...{ quoteText: "It is so.", quoteStartMs: 0, quoteEndMs: 1000, firstSegment: 0, lastSegment: 0 },
              ...{ quality: 0.5, scores: {}, extractor: "test" },
              ...(at === 0 && place === 0 ? { topics: { create: { topicSlug: "energy-climate", weight: 1 } } } : {}),
            },
          });
          if (place === 0) ids.set(`${day}/${at}`, id);
        }
        await db.insightDrop.create({
          data: { episodeId: episode.id, extractor: "test", reason: "length", detail: "Too short.", text: "It." },
        });
      }
    const gone = ["1/0", "3/0", "3/1"].map((name) => ids.get(name) ?? "");
    await db.insight.updateMany({
      where: { id: { in: gone } },
      data: { retractedAt: new Date(now), retractionNote: "It was not said." },
    });
  });
  afterAll(() => stage.stop());

  it("count an episode's insights that stand", async () => {
    const page = await showPage(stage.db, showId, 1);
    expect(page?.episodes.items.map(({ insights }) => insights)).toEqual([0, 1, 2, 0, 2, 2, 2, 2, 2, 2, 2, 2, 2]);
  });

  it("begin with a show's newest insights, past what is retracted", async () => {
    const takes = await showTakes(stage.db, showId, 4);
    expect(takes.map(({ headline }) => headline)).toEqual(["Claim 1/1", "Claim 2/1", "Claim 2/0", "Claim 4/1"]);
  });

  it("count and order what stands of a topic", async () => {
    const page = await topicPage(stage.db, "energy-climate", 1);
    expect(page?.takes).toMatchObject({ number: 1, pages: 1, total: 10 });
    expect(page?.takes.items.map(({ headline }) => headline)).toEqual(
      [2, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((day) => `Claim ${day}/0`),
    );
    const listed = await listTopics(stage.db);
    expect(listed.find(({ slug }) => slug === "energy-climate")?.insights).toBe(10);
    expect((await topicPage(stage.db, "history", 1))?.takes).toMatchObject({ total: 0, items: [] });
  });

  it("tell an operator what each episode brought, and what was refused", async () => {
    const rows = await listEpisodes(stage.db, { skip: 0, take: 100 });
    expect(rows.map(({ insights, drops }) => `${insights} ${drops}`).sort()).toEqual(
      ["0 1", ...Array.from({ length: 25 }, () => "2 1")].sort(),
    );
  });
});
