import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checkNow } from "../../lib/feeds/check-now";
import { pollFeeds } from "../../lib/feeds/poll-feeds";
import { subscribeShow } from "../../lib/feeds/subscribe-show";
import { listShows } from "../../lib/feeds/views";
import { startServer, type TestServer } from "../support/test-server";
import { startTestStage, type TestStage } from "../support/test-stage";

const minuteMs = 60_000;
const episode = (name: string) =>
  `<item><title>${name}</title><guid>${name}</guid><enclosure url="https://media.example/${name}.mp3" type="audio/mpeg" length="1"/></item>`;
const xml = (episodes: string, wishes = "") =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Cold Chain</title>${wishes}${episodes}</channel></rss>`;

describe("an operator who has a feed looked at", () => {
  let stage: TestStage;
  let server: TestServer;
  let body = "";
  let headers: Record<string, string> = {};
  let status = 200;

  beforeAll(async () => {
    stage = await startTestStage();
    server = await startServer();
    server.routes.set("/feed.xml", (_, response) => {
      response.writeHead(status, headers);
      response.end(body);
    });
  });
  afterAll(async () => {
    await stage.stop();
    await server.stop();
  });
  beforeEach(async () => {
    await stage.db.show.deleteMany();
    server.requests.length = 0;
    headers = {};
    status = 200;
    body = xml(episode("one"));
  });

  const at = (instant: Date) => ({ ...stage.context, now: () => instant });
  const later = (from: Date, minutes: number) => new Date(from.getTime() + minutes * minuteMs);
  /** A show whose feed was read once. */
  async function added(): Promise<{ showId: string; checkedAt: Date }> {
    await subscribeShow(stage.context, { url: `${server.origin}/feed.xml` });
    const checkedAt = new Date();
    await pollFeeds(at(checkedAt));
    stage.enqueued.length = 0;
    return { showId: (await row()).id, checkedAt };
  }
  const row = async (now?: Date) => {
    const [show] = await listShows(stage.db, now);
    if (!show) throw new Error("There is no show.");
    return show;
  };
  const jobs = () => stage.enqueued.map(({ name }) => name);

  it("gets it looked at at once, and sees what came of it", async () => {
    const { showId, checkedAt } = await added();
    expect((await row()).lastFound).toBe(1);
    const now = later(checkedAt, 6);
    expect((await row(now)).nextCheckAt > now).toBe(true);
    expect(await checkNow(at(now), showId)).toEqual(now);
    expect(jobs()).toEqual(["poll-feeds"]);
    body = xml(episode("one") + episode("two") + episode("three"));
    expect(await pollFeeds(at(now))).toEqual({ polled: 1, failed: 0, newEpisodes: 2 });
    expect(await row()).toMatchObject({ lastFound: 2, lastError: null });
    expect(await checkNow(at(later(now, 6)), showId)).toEqual(later(now, 6));
    await pollFeeds(at(later(now, 6)));
    expect(await row()).toMatchObject({ lastFound: 0 });
    expect(server.requests).toHaveLength(3);
  });

  it("waits as long as the publisher asks, and five minutes at least", async () => {
    for (const [asked, minutes] of [
      [{}, 5],
      [{ "cache-control": "max-age=1800" }, 30],
    ] as const) {
      await stage.db.show.deleteMany();
      headers = asked;
      const { showId, checkedAt } = await added();
      const now = later(checkedAt, 1);
      expect(await checkNow(at(now), showId)).toEqual(later(checkedAt, minutes));
      expect((await row(now)).mayCheckAt).toEqual(later(checkedAt, minutes));
      expect(jobs()).toEqual([]);
      server.requests.length = 0;
      await pollFeeds(at(now));
      expect(server.requests).toHaveLength(0);
      await pollFeeds(at(later(checkedAt, minutes)));
      expect(server.requests).toHaveLength(1);
    }
    expect(await row()).toMatchObject({ lastFound: 0 });
  });

  it("waits for a feed's time to live, and as long as it asks after a failure", async () => {
    body = xml(episode("one"), "<ttl>120</ttl>");
    const { showId, checkedAt } = await added();
    expect(await checkNow(at(later(checkedAt, 10)), showId)).toEqual(later(checkedAt, 120));
    status = 503;
    headers = { "retry-after": "3600" };
    const failedAt = later(checkedAt, 200);
    await pollFeeds(at(failedAt));
    expect(await row()).toMatchObject({ lastFound: null, lastError: expect.stringContaining("503") });
    expect(await checkNow(at(later(failedAt, 10)), showId)).toEqual(later(failedAt, 120));
  });

  it("does nothing about a show that is not there", async () => {
    expect(await checkNow(stage.context, "01990000-0000-7000-8000-000000000000")).toBeNull();
    expect(jobs()).toEqual([]);
  });
});
