import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mergeShows } from "../../jobs/merge-shows";
import { pollFeed } from "../../lib/feeds/poll-feed";
import { subscribeShow } from "../../lib/feeds/subscribe-show";
import type { StageContext } from "../../lib/queue/stage";
import { startServer, type TestServer } from "../support/test-server";
import { startTestStage, type TestStage } from "../support/test-stage";

const publishedAt = (number: number) => new Date(Date.UTC(2026, 10, number)).toUTCString();

interface FeedOptions {
  title?: string;
  head?: string;
  /** Before each episode's guid and file. */
  prefix?: string;
  /** What its episodes are about. */
  about?: string;
}

function xml(
  numbers: number[],
  { title = "Peak Load", head = "", prefix = "", about = "Pylons" }: FeedOptions = {},
): string {
  const items = numbers.map(
    (n) =>
      `<item><title>${about}, part ${n}</title><guid>${prefix}${n}</guid><pubDate>${publishedAt(n)}</pubDate><enclosure url="https://media.example/${prefix}${n}.mp3" type="audio/mpeg" length="1"/></item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>${title}</title>${head}${items.join("")}</channel></rss>`;
}

const guid = "<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>";

describe("feeds that change their place", () => {
  let stage: TestStage;
  let server: TestServer;
  let context: StageContext;

  const serve = (path: string, body: string) => server.routes.set(path, (_, response) => response.end(body));
  const redirect = (path: string, to: string, status: number) =>
    server.routes.set(path, (_, response) => response.writeHead(status, { location: to }).end());
  const add = async (path: string) => (await subscribeShow(context, { url: server.origin + path })).feedId;
  const row = (feedId: string) => stage.db.feed.findUniqueOrThrow({ where: { id: feedId } });
  const poll = async (feedId: string) => pollFeed(context, await row(feedId));
  /** Polls, and does what follows from it. */
  const pollAndMerge = async (feedId: string) => {
    const before = stage.enqueued.length;
    await poll(feedId);
    for (const job of stage.enqueued.slice(before))
      if (job.name === "merge-shows") {
        await mergeShows(context, job.data as never);
        await mergeShows(context, job.data as never);
      }
  };
  const shows = async () =>
    (
      await stage.db.show.findMany({
        include: { feed: true, episodes: { orderBy: { publishedAt: "asc" } } },
        orderBy: { createdAt: "asc" },
      })
    ).map((show) => [new URL(show.feed?.url ?? "").pathname, show.episodes.map((episode) => episode.guid)]);

  beforeAll(async () => {
    stage = await startTestStage();
    context = stage.context;
  });
  beforeEach(async () => {
    server = await startServer();
  });
  afterEach(async () => {
    await server.stop();
    await stage.db.show.deleteMany();
  });
  afterAll(() => stage.stop());

  it.each([301, 308])("are followed for good when three checks in a row met the %s", async (status) => {
    redirect("/old", "/new", status);
    serve("/new", xml([1]));
    const feedId = await add("/old");
    for (const expected of ["/old", "/old", "/new"]) {
      await poll(feedId);
      expect(new URL((await row(feedId)).url).pathname).toBe(expected);
    }
    expect((await row(feedId)).otherUrls).toEqual([`${server.origin}/old`]);
    expect((await subscribeShow(context, { url: `${server.origin}/old` })).created).toBe(false);
  });

  it("are not believed when the redirect comes and goes, or is said to be temporary", async () => {
    serve("/new", xml([1]));
    const feedId = await add("/old");
    for (const status of [301, 301, 302, 301, 301, 307]) {
      redirect("/old", "/new", status);
      await poll(feedId);
    }
    expect(await row(feedId)).toMatchObject({ url: `${server.origin}/old`, movedToUrl: null, movedCount: 0 });
  });

  it("are followed at once when they name their new address, with the new place's episodes", async () => {
    const head = `<itunes:new-feed-url>${server.origin}/new</itunes:new-feed-url>`;
    serve("/old", xml([1, 2], { head }));
    serve("/new", xml([1, 2, 3], { head }));
    const feedId = await add("/old");
    await poll(feedId);
    expect(await shows()).toEqual([["/new", ["1", "2", "3"]]]);
    expect((await poll(feedId)).status).toBe("unchanged");
    expect(server.requests.at(-1)?.url).toBe("/new");
  });

  it("stay where they are when the address they name is broken or another show's", async () => {
    serve("/other", xml([7, 8], { title: "Cold Chain", prefix: "cold-", about: "Freight" }));
    for (const target of ["/missing", "/other"]) {
      serve("/old", xml([1], { head: `<itunes:new-feed-url>${server.origin}${target}</itunes:new-feed-url>` }));
      const feedId = await add("/old");
      expect((await poll(feedId)).status).toBe("updated");
      expect(await shows()).toEqual([["/old", ["1"]]]);
    }
  });

  it("become one show when two addresses serve it, whichever was added first", async () => {
    serve("/feed", xml([1, 2, 3]));
    serve("/mirror", xml([1, 2, 3, 4], { title: "PEAK LOAD!" }).replace("PEAK LOAD!", "Peak load"));
    await poll(await add("/feed"));
    await pollAndMerge(await add("/mirror"));
    expect(await shows()).toEqual([["/feed", ["1", "2", "3"]]]);
    expect((await subscribeShow(context, { url: `${server.origin}/mirror` })).created).toBe(false);
  });

  it("become one show by their podcast:guid, also where every file and guid is another", async () => {
    serve("/feed", xml([1, 2], { head: guid }));
    serve("/moved", xml([1, 2, 3], { head: guid, prefix: "moved-" }));
    await poll(await add("/feed"));
    await pollAndMerge(await add("/moved"));
    expect(await shows()).toEqual([["/feed", ["1", "2"]]]);
  });

  it("stay two shows where only the title or only the podcast:guid is the same", async () => {
    serve("/feed", xml([1, 2], { head: guid }));
    serve("/namesake", xml([1, 2], { prefix: "namesake-", about: "Climbing" }));
    serve("/careless-host", xml([1, 2], { title: "Cold Chain", head: guid, prefix: "cold-", about: "Freight" }));
    for (const path of ["/feed", "/namesake", "/careless-host"]) await pollAndMerge(await add(path));
    expect((await shows()).map(([path]) => path)).toEqual(["/feed", "/namesake", "/careless-host"]);
  });

  it("take over from an address that is gone, with all that is known", async () => {
    serve("/feed", xml([1, 2]));
    const feedId = await add("/feed");
    await poll(feedId);
    server.routes.set("/feed", (_, response) => response.writeHead(410).end());
    await poll(feedId);
    serve("/new", xml([1, 2, 3]));
    await pollAndMerge(await add("/new"));
    expect(await row(feedId)).toMatchObject({
      url: `${server.origin}/new`,
      otherUrls: [`${server.origin}/feed`],
      state: "active",
      lastError: null,
    });
    await poll(feedId);
    expect(await shows()).toEqual([["/new", ["1", "2", "3"]]]);
  });

  it("keep the address that was there first through a bad answer or two", async () => {
    serve("/feed", xml([1, 2]));
    const feedId = await add("/feed");
    await poll(feedId);
    server.routes.set("/feed", (_, response) => response.writeHead(500).end());
    for (let i = 0; i < 2; i++) await poll(feedId);
    serve("/double", xml([1, 2]));
    await pollAndMerge(await add("/double"));
    expect(await shows()).toEqual([["/feed", ["1", "2"]]]);
  });

  it("keep of two episodes that are one the further, and what the other show had alone", async () => {
    serve("/old", xml([1, 2]));
    serve("/new", xml([2, 3], { title: "Peak Load again" }));
    const [oldId, newId] = [await add("/old"), await add("/new")];
    for (const feedId of [oldId, newId]) await poll(feedId);
    await stage.db.episode.updateMany({
      where: { guid: "2", show: { feed: { id: oldId } } },
      data: { stage: "placed" },
    });
    redirect("/old", "/new", 301);
    for (let i = 0; i < 3; i++) await pollAndMerge(oldId);
    expect(await shows()).toEqual([["/new", ["1", "2", "3"]]]);
    expect((await stage.db.episode.findFirstOrThrow({ where: { guid: "2" } })).stage).toBe("placed");
    expect((await row(newId)).otherUrls).toEqual([`${server.origin}/old`]);
  });
});
