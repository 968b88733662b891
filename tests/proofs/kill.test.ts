import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openWorkplace } from "../../jobs/context";
import { type Publisher, startPublisher } from "../../jobs/demo/publisher";
import { readEnv } from "../../lib/env";
import { runJob } from "../support/run-job";
import { testSettings } from "../support/test-pipeline";

const startedAt = new Date();

async function addShows(publisher: Publisher, settings: Record<string, string>): Promise<void> {
  const added = runJob("cli.ts", ["shows", "add", ...publisher.feeds.map((feed) => feed.url)], settings);
  expect(await added.ended, added.output()).toBe(0);
}

/** What a reader could see, without the ids, which differ from run to run. */
async function contentOf(settings: Record<string, string>) {
  const workplace = await openWorkplace(readEnv(settings), "test");
  const { db } = workplace.context;
  try {
    const insights = await db.insight.findMany({
      include: { episode: true, story: true },
      orderBy: [{ episode: { guid: "asc" } }, { key: "asc" }],
    });
    const items = await db.digestItem.findMany({
      include: { insight: { include: { episode: true } } },
      orderBy: { rank: "asc" },
    });
    return {
      episodes: await db.episode.count(),
      segments: await db.segment.count(),
      insights: insights.map((insight) => `${insight.episode.guid} ${insight.key} ${insight.headline}`),
      stories: await db.story.count(),
      digests: await db.digest.count(),
      items: items.map((item) => `${item.rank} ${item.insight.episode.guid} ${item.insight.key}`),
      deliveries: await db.delivery.count({ where: { state: "accepted" } }),
    };
  } finally {
    await workplace.close();
  }
}

it("finishes the work without duplicates when it is killed again and again", { timeout: 240_000 }, async () => {
  const publisher = await startPublisher(startedAt);
  const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), "overheard kill ")));
  const [calm = {}, killed = {}] = folders.map(testSettings);
  try {
    for (const settings of [calm, killed]) await addShows(publisher, settings);
    const undisturbed = runJob("cli.ts", ["run"], calm);
    expect(await undisturbed.ended, undisturbed.output()).toBe(0);

    for (const afterMs of [1_500, 2_500, 3_200, 4_000, 4_700]) {
      const run = runJob("cli.ts", ["run"], killed);
      const timer = setTimeout(() => run.child.kill("SIGKILL"), afterMs);
      await run.ended;
      clearTimeout(timer);
    }
    const last = runJob("cli.ts", ["run"], killed);
    expect(await last.ended, last.output()).toBe(0);
    const expected = await contentOf(calm);
    expect(expected.items).toHaveLength(5);
    expect(await contentOf(killed)).toEqual(expected);
  } finally {
    await publisher.stop();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
});
