import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importText, readListFile } from "../../jobs/import-shows";
import { removeShow } from "../../jobs/remove-show";
import { buildDigest } from "../../lib/digests/build-digest";
import { digestByDate } from "../../lib/digests/views";
import { importShows } from "../../lib/feeds/import-shows";
import { writeOpml } from "../../lib/feeds/opml";
import { listShows } from "../../lib/feeds/views";
import { assignStories } from "../../lib/stories/assign-stories";
import { tell } from "../support/stage-rows";
import { startTestStage, type TestStage } from "../support/test-stage";

describe("subscriptions", () => {
  let stage: TestStage;
  const folder = mkdtempSync(join(tmpdir(), "overheard opml "));
  beforeAll(async () => {
    stage = await startTestStage();
  });
  afterAll(async () => {
    await stage.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("are imported, a thousand at once, and exported again", async () => {
    const file = join(folder, "shows.opml");
    const outlines = Array.from(
      { length: 1000 },
      (_, i) => `<outline text="Show ${i}" type="rss" xmlUrl="https://show-${i % 990}.example/feed.xml"/>`,
    );
    writeFileSync(
      file,
      `<opml version="2.0"><body><outline text="All">${outlines.join("")}<outline text="Bad" xmlUrl="nonsense"/></outline></body></opml>`,
    );
    const seen: number[] = [];
    const result = await importShows(stage.context, readListFile(file), (done) => seen.push(done));
    expect(importText(result)).toBe(
      'Added 990 shows (10 listed twice, 1 refused).\n  "nonsense" is not a feed\'s address. It looks like https://example.com/feed.xml.',
    );
    expect(seen.at(-1)).toBe(1001);
    expect(stage.enqueued.filter((job) => job.name === "poll-feeds")).toHaveLength(990);

    writeFileSync(file, writeOpml(await listShows(stage.db), new Date()));
    const again = await importShows(stage.context, readListFile(file), () => {});
    expect(again).toMatchObject({ added: [], listedTwice: [], refused: [] });
    expect(again.alreadyThere).toHaveLength(990);
  });

  it("go with everything made from them, while others' stories are told on", async () => {
    const publishedAt = new Date(Date.now() - 3600_000);
    const body = "Corvid Launch flew the same upper stage twice in 19 days, for 900 dollars a kilogram.";
    const headline = "Corvid Launch flew the same upper stage twice";
    await tell(stage.db, { show: "Gone", publishedAt, headline: `${headline} in 19 days`, body, quality: 0.9 });
    await tell(stage.db, { show: "Stays", publishedAt, headline, body, quality: 0.7 });
    await tell(stage.db, {
      show: "Gone",
      publishedAt,
      headline: "Sourdough rises slowly",
      body: "Sourdough rises slowly because wild yeast shares its flour with bacteria, for 14 hours.",
    });
    // Those that were imported above have been read: stories wait for feeds that were not.
    await stage.db.feed.updateMany({ data: { lastCheckedAt: new Date() } });
    await assignStories(stage.context);
    const date = new Date().toISOString().slice(0, 10);
    await buildDigest(stage.context, { date });
    expect((await digestByDate(stage.db, date))?.items).toHaveLength(2);

    const gone = await stage.db.show.findFirstOrThrow({ where: { title: "Gone" } });
    for (const title of ["Gone", "Stays"]) {
      const episode = await stage.db.episode.findFirstOrThrow({ where: { show: { title } } });
      const paid = { purpose: "transcription", model: "m", costMicroUsd: 9_000, startedAt: new Date() };
      await stage.db.paidCall.create({
        data: { ...paid, key: title, episodeId: episode.id, response: ["words"], answeredAt: new Date() },
      });
    }
    expect(await removeShow(stage.context, gone.id)).toBe("Gone");
    // What it cost stays counted; the words that were paid for go with the show.
    expect(await stage.db.paidCall.aggregate({ _sum: { costMicroUsd: true } })).toEqual({
      _sum: { costMicroUsd: 18_000 },
    });
    expect((await stage.db.paidCall.findMany()).filter(({ response }) => response !== null)).toMatchObject([
      { key: "Stays" },
    ]);
    expect(await stage.db.paidCall.count({ where: { key: "Gone" } })).toBe(0);
    expect(await removeShow(stage.context, gone.id)).toBeNull();
    expect(
      (await stage.db.story.findMany({ include: { insights: true } })).map((story) => [
        story.title,
        story.insights.length,
      ]),
    ).toEqual([[headline, 1]]);
    expect(await stage.db.episode.count()).toBe(1);
    expect((await digestByDate(stage.db, date))?.items).toEqual([]);
  });
});
